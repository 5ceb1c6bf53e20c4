"""Command lines with options that have nothing to act on there, and those that must go on working.

`{out}` is a folder for files, an empty one for each. Each of `IDLE` must end with exit code 2 or 4 and a sentence that
names the option, and write nothing; the ledger is the shipped corpus. `AT_WORK` must end with 0.
"""

_NO_TABLES = ("turtle", "ntriples", "jsonld", "rdf12", "gexf", "graphml", "cyjs", "dot", "bibtex", "ics", "atom")
_TIMELESS = ("csv", "xlsx", "graphml", "cyjs", "dot", "turtle", "nodelink", "bibtex")
_NO_EDGES = ("csljson", "bibtex", "ics", "atom", "turtle", "ntriples", "trig", "jsonld")


def _all() -> tuple[tuple[str, str], ...]:
    found = [("--table", f"export --to {form} --table claims -o {{out}}/x") for form in _NO_TABLES]
    found += [("--static", f"export --to {form} --static -o {{out}}/x") for form in _TIMELESS]
    found += [("--edges", f"export --to {form} --edges claims -o {{out}}/x") for form in _NO_EDGES]
    return (
        *found,
        ("--edges", "export contested --to csv --edges claims -o {out}/x"),
        ("--edges", "export --to csv --table claims --edges claims -o {out}/x"),
        ("--edges", "export --to gexf --edges arrows -o {out}/x"),
        ("--hops", "export --to gexf --hops 2 -o {out}/x"),
        ("--entity", "export contested --entity nvidia --to csv -o {out}/x"),
        ("--table", "export contested --to csv --table claims -o {out}/x"),
        ("--table", "export --to csv --table no-such-table -o {out}/x"),
        ("--list", "export --list --to gexf --static"),
        ("--check", "export --list --check"),
        ("--force", "--force query contested"),
        ("--force", "export --to turtle --force"),
        ("no-such-form", "-f no-such-form query contested"),
        ("turtle", "-f turtle query contested"),
        ("-f", "-f csv show nvidia"),
        ("-f", "-f csv serve --port 0"),
        ("-o", "-o {out}/x.json serve --port 0"),
        ("-o", "-o {out}/x.json mcp"),
        ("-o", "-o {out}/x.yaml ingest {out}/nothing.yaml"),
        ("-o", "-o {out}/x.csv show nvidia"),
        ("-o", "-o {out}/x.no-such-ending query contested"),
        ("--as-of", "--as-of 2026-04-30 verify"),
        ("--as-of", "--as-of 2026-04-30 status"),
        ("--recorded-by", "--recorded-by 3 seal"),
        ("--without", "--without 1 backup {out}/b.tar"),
        ("--assume", "--assume inference-pivot/ipo-val=true rebuild"),
        ("--as-of", "query contested --as-of 2026-04-30 --as-of 2026-05-30"),
        ("entiti", "query contested entiti=nvidia"),
        ("entity", "query contested entity=nvidia entity=cerebras -p entity=h100"),
        ("vendr", "analyze dependence vendr=nvidia"),
        ("vendor", "analyze chokepoints vendor=nvidia"),
        ("entity", "draw movers entity=nvidia"),
        ("--exit-code", "query contested --help-params --exit-code"),
        ("--timeout", "query contested --show --timeout 5"),
        ("--width", "draw --width 400"),
        ("--width", "draw movers -o {out}/m.json --width 400"),
        ("--pictures", "report --pictures -o {out}/r.md"),
        ("--until", "--as-of 2026-04-30 report --until 2026-05-01 -o {out}/r.html"),
        ("--type", "log --type no-such-event"),
        ("--json", "log --json --oneline"),
        ("--style", "cite inference-pivot/ipo-val --style no-such-style"),
        ("--limit", "search cerebras --limit 0"),
        ("--least", "duplicates --least 10"),
        ("--text", "fmt --text {out}/t.txt {out}/a.yaml {out}/b.yaml"),
        ("--with-claims", "erase no-such-document --reason r --with-claims --yes --dry-run"),
        ("--quiett", "--quiett status"),
        ("--entity", "query contested --entity nvidia"),
    )


IDLE: tuple[tuple[str, str], ...] = _all()
"""The option, or the parameter, that the sentence must name; and the words behind `kg -C WORKSPACE`."""
OPEN: frozenset[str] = frozenset(
    {
        "-f csv serve --port 0",
        "-o {out}/x.json serve --port 0",
        "-o {out}/x.json mcp",
        "--force query contested",
        "export --to turtle --force",
        "export --list --check",
        "export --list --to gexf --static",
        "log --json --oneline",
        "query contested --as-of 2026-04-30 --as-of 2026-05-30",
        "query contested --help-params --exit-code",
        "query contested --show --timeout 5",
        "draw --width 400",
        "draw movers -o {out}/m.json --width 400",
        "report --pictures -o {out}/r.md",
        "--as-of 2026-04-30 report --until 2026-05-01 -o {out}/r.html",
        "query contested entity=nvidia entity=cerebras -p entity=h100",
        "-o {out}/x.yaml ingest {out}/nothing.yaml",
        "-o {out}/x.no-such-ending query contested",
        "-f csv show nvidia",
        "-o {out}/x.csv show nvidia",
        "erase no-such-document --reason r --with-claims --yes --dry-run",
    }
)
"""Of these either is right, a refusal or an answer with nothing left out; `serve` and `mcp` run on where they start."""
AT_WORK: tuple[str, ...] = (
    "export --to csv --table claims -o {out}/claims.csv",
    "export --to csv --table nodes -o {out}/nodes.csv",
    "export --to gexf --static -o {out}/static.gexf",
    "export --to gexf --edges claims -o {out}/claims.gexf",
    "export --to graphml --edges facts -o {out}/facts.graphml",
    "export --to gexf --entity nvidia --hops 2 -o {out}/around.gexf",
    "export contested --to csv -o {out}/contested.csv",
    "export contested document=inference-pivot --to csv -o {out}/some.csv",
    "export --list",
    "export --to turtle --as-of 2026-05-01 -o {out}/past.ttl",
    "query contested entity=nvidia",
    "query contested -p entity=nvidia",
    "-f csv query contested",
    "query contested --as-of 2026-04-30",
    "-f json show nvidia",
    "analyze dependence vendor=nvidia",
    "search cerebras --limit 3",
    "cite inference-pivot/ipo-val --style bibtex",
    "log --oneline --limit 3",
    "-q status",
)
