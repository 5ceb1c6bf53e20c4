"""Virtuoso 7 open source, as Debian packages it (virtuoso-opensource-7, virtuoso-opensource-7-bin)."""

import subprocess
import time
from pathlib import Path

from bench.query.peers.base import BOOKS, DEFAULT, Peer
from kg.ids import KG

GRAPH = "urn:kg"
_SETTINGS = """\
[Database]
DatabaseFile = {home}/v.db
ErrorLogFile = {home}/v.log
LockFile = {home}/v.lck
TransactionFile = {home}/v.trx
xa_persistent_file = {home}/v.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {home}/t.db
TransactionFile = {home}/t.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {dump}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
MaxQueryMem = 4G
VectorSize = 1000
MaxVectorSize = 1000000
AdjustVectorSize = 0
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 1

[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {home}
ServerThreads = 4
EnabledGzipContent = 0

[SPARQL]
ResultSetMaxRows = 100000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 0
"""
_LOADING = """\
ld_dir('{dump}', '{default}', '{graph}');
ld_dir('{dump}', '{books}', '{kg}books');
rdf_loader_run();
checkpoint;
SELECT ll_file, ll_error FROM DB.DBA.LOAD_LIST WHERE ll_error IS NOT NULL;
"""


class Virtuoso(Peer):
    """`virtuoso-t`; the default graph is a named one there, and each query says that it is meant."""

    name = "Virtuoso"
    programs = ("virtuoso-t", "isql-vt")
    extra = (("default-graph-uri", GRAPH), ("named-graph-uri", f"{KG}books"))

    @classmethod
    def version(cls) -> str:
        """Return name and version."""
        said = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)
        line = next(line for line in (said.stdout + said.stderr).splitlines() if "Version" in line)
        return f"Virtuoso {line.partition('Version')[2].split()[0]}"

    def load(self) -> None:
        """Load both graphs with the bulk loader."""
        self.start()
        text = _LOADING.format(dump=self.dump, default=DEFAULT, books=BOOKS, graph=GRAPH, kg=KG)
        command = ["isql-vt", f"127.0.0.1:{self._sql}", "dba", "dba", "ERRORS=STDOUT"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        (self.home / "load.log").write_text(done.stdout, encoding="utf-8")
        shut = subprocess.run([*command, "EXEC=shutdown;"], capture_output=True, check=False)
        assert shut is not None, "the connection ends with the server"
        self._ended()

    def _ended(self) -> None:
        for _ in range(600):
            if self._process is None or self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()

    @property
    def _sql(self) -> int:
        return self.port - 1 if self.port > 2000 else self.port + 1

    def command(self) -> list[str]:
        """Write the settings and return the command that serves."""
        (self.home / "v.lck").unlink(missing_ok=True)
        settings = self.home / "v.ini"
        values = {"home": self.home, "dump": Path(self.dump), "port": self.port, "sql": self._sql}
        settings.write_text(_SETTINGS.format(**values), encoding="utf-8")
        return ["virtuoso-t", "-f", "-c", str(settings)]
