"""Apache Jena with TDB2, as Debian packages it (libapache-jena-java), behind a few lines of Java that serve it."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import ClassVar

from bench.query.peers.base import BOOKS, DEFAULT, Peer

JARS = Path("/usr/share/java")
_NEEDED = (
    *("jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-dboe-base", "jena-dboe-index", "jena-dboe-storage"),
    *("jena-dboe-trans-data", "jena-dboe-transaction", "jena-iri", "jena-rdfconnection", "jena-tdb2"),
    *("libthrift", "thrift", "protobuf", "commons-lang3", "commons-io", "commons-codec", "commons-cli"),
    *("commons-csv", "commons-compress", "slf4j-api", "slf4j-nop", "xercesImpl", "xml-apis", "caffeine", "gson"),
    *("jsonld-java", "titanium-json-ld", "jakarta.json-api", "httpclient", "httpcore", "jcl-over-slf4j"),
    *("jackson-core", "jackson-databind", "jackson-annotations", "jena-shaded-guava", "guava", "failureaccess"),
    *("commons-collections4",),
)
_BUNDLES = "org/apache/jena/ext/xerces/"
_HEAP = "-Xmx4g"


class Jena(Peer):
    """Jena's TDB2 behind `Server.java`."""

    name = "Jena"
    programs = ("java", "javac")
    _jar: ClassVar[Path] = JARS / "jena-tdb2.jar"

    @classmethod
    def missing(cls) -> str | None:
        """Return what is not installed here, or None."""
        lacking = super().missing()
        return lacking or (None if cls._jar.exists() else f"Jena is not measured: there is no {cls._jar}.")

    @classmethod
    def version(cls) -> str:
        """Return name and version, from the name of the file that is installed."""
        names = sorted(path.stem for path in JARS.glob("jena-tdb2-*.jar"))
        return f"Jena {names[-1].removeprefix('jena-tdb2-') if names else 'of unknown version'} (TDB2)"

    def load(self) -> None:
        """Compile the server and load with the loader in phases."""
        self._mend()
        source = Path(__file__).with_name("Server.java")
        subprocess.run(["javac", "-cp", self._classes(), "-d", str(self.home / "server"), str(source)], check=True)
        files = [str(self.dump / DEFAULT), str(self.dump / BOOKS)]
        loader = ["tdb2.tdbloader", "--loader=phased", "--loc", str(self.home / "store"), *files]
        subprocess.run([*self._java(), *loader], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._count()

    def _mend(self) -> None:
        """Put message bundles where the code looks for them: Debian's 4.5.0 has them in another folder."""
        fixed = self.home / "server"
        with zipfile.ZipFile((JARS / "jena-core.jar").resolve()) as jar:
            for name in jar.namelist():
                if name.startswith(_BUNDLES) and name.endswith(".properties"):
                    target = fixed / "xerces" / name.removeprefix(_BUNDLES)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with jar.open(name) as source, target.open("wb") as to:
                        shutil.copyfileobj(source, to)

    def _count(self) -> None:
        """Give its optimizer the counts that it plans by, where it looks for them."""
        counted = subprocess.run(
            [*self._java(), "tdb2.tdbstats", "--loc", str(self.home / "store")], capture_output=True, check=True
        )
        (self.home / "store" / "Data-0001" / "stats.opt").write_bytes(counted.stdout)

    def _classes(self) -> str:
        found = [str(JARS / f"{name}.jar") for name in _NEEDED if (JARS / f"{name}.jar").exists()]
        return os.pathsep.join([str(self.home / "server"), *found])

    def _java(self) -> list[str]:
        return ["java", _HEAP, "-Dsun.net.httpserver.nodelay=true", "-cp", self._classes()]

    def command(self) -> list[str]:
        """Return the command that serves."""
        return [*self._java(), "Server", str(self.home / "store"), str(self.port)]
