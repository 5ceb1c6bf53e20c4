"""Places where a stranger can put something before a command comes by; `planting.py` puts it there.

Whatever is planted: the command ends in time, with a sentence if it fails; it reads without end from nothing, waits for
nobody, and nothing outside is written, emptied, deleted or made. A path that a person names may be a link to a regular
file that is read; a path that is found may not.
"""

from dataclasses import dataclass

from bench.faults.cases.planting import ENDLESS, KINDS, Kind, Outside, next_pids, outside, plant


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is planted, and the commands that come by."""

    name: str
    path: str
    """Below `{root}` (the workspace), `{out}` (for outputs), `{files}` (of inputs) or `{state}` (of checkpoints);
    `{pid}` stands for the number of the process that will run."""
    commands: tuple[str, ...]
    """Words of `kg -C {root}`, split at blanks; `{plant}` is the planted path itself."""
    folder: bool = False
    """Whether a folder belongs there."""
    named: bool = False
    """Whether the person names this very path, so that a link to a regular file may be read."""


_TAKE = "ingest {files}/page.yaml"
_ATTACH = "attach acme-prices {files}/acme-prices.txt"
_ERASE = "erase acme-prices --reason asked --yes"
_ERASE_ALL = f"{_ERASE} --with-claims"
_READ = ("status", "query contested", "show acme", "verify")
_IN_WORKSPACE: tuple[Place, ...] = (
    Place("settings", "{root}/kg.toml", (*_READ, _TAKE, "backup {out}/b.tar")),
    Place("settings being written", "{root}/kg.new", ("init {root}",)),
    Place(
        "log",
        "{root}/log.db",
        (*_READ, _TAKE, "log", "seal", _ERASE_ALL, "backup {out}/b.tar", "import {files}/segments"),
    ),
    Place("write-ahead log", "{root}/log.db-wal", ("status", "log", _TAKE, _ERASE_ALL)),
    Place("memory of the log", "{root}/log.db-shm", ("status", "log", _TAKE, _ERASE_ALL)),
    Place("journal of the log", "{root}/log.db-journal", ("status", _TAKE)),
    Place("lock", "{root}/write.lock", (_TAKE, "rebuild", _ATTACH, _ERASE)),
    Place("store", "{root}/store", (_TAKE, "rebuild", "verify", "query contested", _ERASE_ALL), folder=True),
    Place("a file of the store", "{root}/store/CURRENT", (_TAKE, "rebuild", "verify")),
    Place("store being built", "{root}/store.new", (_TAKE, "rebuild", _ERASE_ALL), folder=True),
    Place("store that goes", "{root}/store.old", (_TAKE, "rebuild", _ERASE_ALL), folder=True),
    Place("snapshots", "{root}/snapshots", (_TAKE, "rebuild", "query contested", _ERASE_ALL), folder=True),
    Place("the next snapshot", "{root}/snapshots/30", (_TAKE, "rebuild"), folder=True),
    Place("search index", "{root}/search.db", (_TAKE, "rebuild", "search acme", "verify", _ERASE)),
    Place("write-ahead log of the search index", "{root}/search.db-wal", (_TAKE, "rebuild", "search acme", _ERASE)),
    Place("something beside the search index", "{root}/search.db-x", ("rebuild", _ERASE)),
    Place(
        "documents",
        "{root}/documents",
        (_ATTACH, "show acme-prices/price", "backup {out}/b.tar", _ERASE, "verify"),
        folder=True,
    ),
    Place(
        "a document",
        "{root}/documents/acme-prices",
        (_ATTACH, "show acme-prices/price", "backup {out}/b.tar", _ERASE, "verify", "rebuild"),
        folder=True,
    ),
    Place(
        "a text",
        "{root}/documents/acme-prices/text.txt",
        (
            _ATTACH,
            "show acme-prices/price",
            "cite acme-prices/price",
            "backup {out}/b.tar",
            _ERASE,
            "verify",
            "rebuild",
            "export --to jsonld -o {out}/x.json",
        ),
    ),
    Place("a text being written", "{root}/documents/acme-prices/text.new", (_ATTACH, "rebuild", _ERASE)),
    Place("proposals", "{root}/documents/acme-prices/proposals", (_ERASE, "backup {out}/b.tar"), folder=True),
    Place("segments", "{root}/segments", ("seal", "verify", "backup {out}/b.tar", _ERASE_ALL), folder=True),
    Place("a segment being written", "{root}/segments/.segment.tmp", ("seal", _ERASE_ALL)),
    Place(
        "a sealed segment", "{root}/segments/segment-000000000001-000000000029.jsonl", ("seal", "verify", _ERASE_ALL)
    ),
    Place("the next segment", "{root}/segments/segment-000000000030-000000000032.jsonl", ("seal", "verify")),
    Place("questions", "{root}/queries", ("queries", "query own", "backup {out}/b.tar"), folder=True),
    Place(
        "questions for people", "{root}/queries/answers", ("queries", "query own", "backup {out}/b.tar"), folder=True
    ),
    Place("a question", "{root}/queries/answers/own.rq", ("queries", "query own", "backup {out}/b.tar")),
    Place("the last report", "{root}/reports.json", ("report -o {out}/r.html", "report --since last -o {out}/r.md")),
    Place("the last report being written", "{root}/reports.new", ("report -o {out}/r.html",)),
    Place("erasures that are done", "{root}/erasures.done", (_ERASE, "status", _TAKE)),
    Place("erasures that are done, being written", "{root}/erasures.done.new", (_ERASE,)),
    Place("views", "{root}/views", ("--as-of 2026-05-20 query contested", "status", _ERASE), folder=True),
    Place("a view being made", "{root}/views/x.1.new", ("--as-of 2026-05-20 query contested",), folder=True),
    Place(
        "an old view", "{root}/views/0123456789abcdef-3", ("--as-of 2026-05-20 query contested", "status"), folder=True
    ),
    Place(
        "what is known of a view",
        "{root}/views/0123456789abcdef-3/about.json",
        ("--as-of 2026-05-20 query contested", "status"),
    ),
)
_OUTPUTS: tuple[Place, ...] = (
    Place("an output", "{out}/x.csv", ("-o {plant} query contested", "-o {plant} --force query contested"), named=True),
    Place("an output being written", "{out}/.x.csv.{pid}.new", ("-o {out}/x.csv query contested",)),
    Place(
        "an export",
        "{out}/x.json",
        ("export --to jsonld -o {plant}", "export --to jsonld -o {plant} --force"),
        named=True,
    ),
    Place("an export being written", "{out}/.x.ttl.{pid}.new", ("export -o {out}/x.ttl",)),
    Place(
        "an export of a database being written", "{out}/.x.sqlite.{pid}.new", ("export --to sqlite -o {out}/x.sqlite",)
    ),
    Place("its journal", "{out}/.x.sqlite.{pid}.new-journal", ("export --to sqlite -o {out}/x.sqlite",)),
    Place(
        "a picture", "{out}/p.svg", ("draw bottlenecks -o {plant}", "draw bottlenecks -o {plant} --force"), named=True
    ),
    Place("a report", "{out}/r.html", ("report -o {plant}", "report -o {plant} --force"), named=True),
    Place("a backup", "{out}/b.tar.gz", ("backup {plant}",), named=True),
    Place("a backup being written", "{out}/.b.tar.gz.{pid}", ("backup {out}/b.tar.gz",)),
    Place(
        "a folder of outputs",
        "{out}/sub",
        ("backup {plant}/b.tar", "-o {plant}/x.csv query contested"),
        folder=True,
        named=True,
    ),
    Place(
        "a workspace to restore into",
        "{out}/restored",
        ("restore {files}/backup.tar {plant}",),
        folder=True,
        named=True,
    ),
    Place("a new workspace", "{out}/fresh", ("init {plant}", "demo {plant}"), folder=True, named=True),
    Place(
        "the kept checkpoint",
        "{state}/claimledger/checkpoints/{checkpoint}.txt",
        (_TAKE, "verify", "checkpoint --renew"),
    ),
    Place(
        "the kept checkpoint being written",
        "{state}/claimledger/checkpoints/.{checkpoint}.txt.{pid}",
        (_TAKE, "checkpoint --renew"),
    ),
    Place("the folder of checkpoints", "{state}/claimledger", (_TAKE, "verify"), folder=True),
)
_INPUTS: tuple[Place, ...] = (
    Place(
        "a document to take in",
        "{files}/named.yaml",
        ("ingest {plant}", "fmt {plant}", "fmt --check {plant}"),
        named=True,
    ),
    Place("a document of JSON", "{files}/named.json", ("ingest {plant}",), named=True),
    Place("a document in a folder", "{files}/more/found.yaml", ("ingest {files}/more", "ingest {files}")),
    Place("a folder in a folder", "{files}/more/deeper", ("ingest {files}/more",), folder=True),
    Place("texts beside documents", "{files}/texts", ("ingest {files}/page.yaml",), folder=True),
    Place("a text beside a document", "{files}/texts/page.txt", ("ingest {files}/page.yaml",)),
    Place(
        "a text to attach",
        "{files}/named.txt",
        ("attach acme-prices {plant}", "new --text {plant}", "fmt --text {plant} {files}/page.yaml"),
        named=True,
    ),
    Place("a draft", "{files}/draft.md", ("check {plant}",), named=True),
    Place("a draft of plain text", "{files}/draft.txt", ("check {plant}",), named=True),
    Place("a query", "{files}/own.rq", ("query {plant}",), named=True),
    Place("a segment", "{files}/segment-000000000030-000000000031.jsonl", ("import {plant}",), named=True),
    Place(
        "a segment in a folder",
        "{files}/segments/segment-000000000030-000000000031.jsonl",
        ("import {files}/segments",),
    ),
    Place("a backup to restore", "{files}/named.tar", ("restore {plant} {out}/again",), named=True),
    Place("a checkpoint", "{files}/checkpoint.txt", ("verify --checkpoint {plant}",), named=True),
)
PLACES: tuple[Place, ...] = (*_IN_WORKSPACE, *_OUTPUTS, *_INPUTS)

__all__ = ["ENDLESS", "KINDS", "PLACES", "Kind", "Outside", "Place", "next_pids", "outside", "plant"]
