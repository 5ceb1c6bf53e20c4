"""A size in, the worst thing to ask out: queries of SPARQL, headers of questions, requests over HTTP, and segments."""

from collections.abc import Callable

from bench.faults.cases.worst import KILO, MEGA, Worst, again, around, counted

_QUERY = "kg query {.rq}, mcp sparql query, POST /sparql"
_CAP = 64 * KILO


def _q(name: str, left: str, make: Callable[[int], str], right: str = " }") -> Worst:
    return Worst(f"query: {name}", _QUERY, lambda n: f"{left}{make(n)}{right}", _CAP)


_WHERE = "SELECT * { "
QUERIES: tuple[Worst, ...] = (
    _q("statements that meet in nothing", _WHERE, counted("?s{0} ?p{0} ?o{0} . ")),
    _q("statements that meet in one", _WHERE, counted("?s ?p{0} ?o{0} . ")),
    _q("a chain of statements", _WHERE, counted("?a ?b{0} ?a . ")),
    _q("prefixes", "", counted("PREFIX p{0}: <urn:{0}> "), " SELECT * { ?s ?p ?o }"),
    _q("one prefix again and again", "", again("PREFIX p: <urn:a> "), " SELECT * { ?s ?p ?o }"),
    _q("names with prefixes", _WHERE, counted("kg:a{0} kg:b{0} kg:c{0} . ")),
    _q("variables", "SELECT ", counted("?v{} "), " { ?s ?p ?o }"),
    _q("groups", _WHERE, around("{ ", "?s ?p ?o", " }")),
    _q("brackets in a filter", _WHERE + "FILTER ", around("(", "1", ")")),
    _q("brackets that stay open", _WHERE + "FILTER ", again("(")),
    _q("not, not, not", _WHERE + "FILTER (", lambda n: "!" * n + "true)"),
    _q("sums", _WHERE + "FILTER (", lambda n: "1+" * (n // 2) + "1)"),
    _q("or", _WHERE + "FILTER (", lambda n: "?s=1||" * (n // 6) + "true)"),
    _q("unions", _WHERE, lambda n: " UNION ".join(["{ ?s ?p ?o }"] * (n // 19 + 2))),
    _q("optionals", _WHERE, counted("OPTIONAL {{ ?s ?p{0} ?o{0} }} ")),
    _q("optionals in each other", _WHERE, around("OPTIONAL { ", "?s ?p ?o", " }")),
    _q("selects in each other", _WHERE, around("{ SELECT * { ", "?s ?p ?o", " } }")),
    _q("a list of values", _WHERE + "VALUES ?s { ", counted("<urn:{}> "), " } }"),
    _q("values that multiply", _WHERE, counted("VALUES ?v{} {{ 1 2 3 4 5 6 7 8 9 }} ")),
    _q("in a list", _WHERE + "?s ?p ?o FILTER (?s IN (", counted("{},"), "0)) }"),
    _q("binds that double", _WHERE + 'BIND ("a" AS ?v0) ', counted("BIND (CONCAT(?v, ?v) AS ?w{0}) ")),
    _q("a path", _WHERE + "?s ", lambda n: "kg:a/" * (n // 5) + "kg:a ?o"),
    _q("stars on a path", _WHERE + "?s ", around("(", "kg:a", ")*"), " ?o }"),
    _q("a list", _WHERE + "?s ?p ", around("(", "1", ")")),
    _q("blank nodes in each other", _WHERE + "?s ?p ", around("[ ?p ", "1", " ]")),
    _q("a comment", "#", again("a"), "\n SELECT * { ?s ?p ?o }"),
    _q("comments", "", again("#\n"), "SELECT * { ?s ?p ?o }"),
    _q("a long string", _WHERE + 'FILTER (?s = "', again("a"), '") }'),
    _q("a string without end", _WHERE + 'FILTER (?s = "', again("a"), ""),
    _q("a long string of three marks", _WHERE + 'FILTER (?s = """', again('""a'), '""") }'),
    _q("escapes", _WHERE + 'FILTER (?s = "', again("\\u0041"), '") }'),
    _q("a long IRI", _WHERE + "?s ?p <urn:", again("a"), "> }"),
    _q("an IRI without end", _WHERE + "?s ?p <urn:", again("a"), ""),
    _q("angle brackets", _WHERE + "FILTER (?a ", again("< "), "1) }"),
    _q("digits", _WHERE + "FILTER (?s = ", again("9"), ") }"),
    _q("a long name", _WHERE + "?s kg:", again("a"), " ?o }"),
    _q("a regular expression", _WHERE + '?s ?p ?o FILTER REGEX(?o, "', around("(", "a", ")+"), '") }'),
    _q("blanks", "", again(" "), "SELECT * { ?s ?p ?o }"),
    _q("semicolons", _WHERE + "?s ?p ?o ", again("; "), "}"),
    _q("parts to order by", "SELECT * { ?s ?p ?o } ORDER BY ", again("?s "), ""),
    _q("parts to group by", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ", again("?s "), ""),
    _q("graphs to read from", "SELECT * ", counted("FROM <urn:{}> "), "{ ?s ?p ?o }"),
    _q("triples to make", "CONSTRUCT { ", counted("?s <urn:{0}> ?o . "), " } { ?s ?p ?o }"),
    _q("things to describe", "DESCRIBE ", counted("<urn:{}> "), ""),
    _q("words of nothing", "", again("SELECT ")),
)


def _headed(name: str, make: Callable[[int], str]) -> Worst:
    where = "kg query (queries/answers/{.rq})"
    return Worst(f"question: {name}", where, lambda n: f"{make(n)}\nSELECT * {{ ?s ?p ?o }}", 256 * KILO)


HEADERS: tuple[Worst, ...] = (
    _headed("a long summary", lambda n: "#+ summary: " + "a " * (n // 2)),
    _headed("lines of a header", again("#+ a: b\n#+ ")),
    _headed("a list of tags", lambda n: "#+ summary: s\n#+ question: q\n#+ tags: [" + "a," * (n // 2) + "a]"),
    _headed("defaults", lambda n: "#+ summary: s\n#+ question: q\n#+ defaults:\n" + "#+   - a: b\n" * (n // 12)),
    _headed("deep", lambda n: "#+ summary: " + "[" * (n // 2) + "]" * (n // 2)),
)
REQUESTS: tuple[Worst, ...] = (
    Worst("request: media types", "GET /sparql, header Accept", again("text/turtle;q=0.5,"), 8 * KILO, 60 * KILO),
    Worst(
        "request: weights",
        "GET /sparql, header Accept",
        lambda n: "text/turtle" + again(";q=1")(n),
        8 * KILO,
        60 * KILO,
    ),
    Worst("request: commas", "GET /sparql, header Accept", again(","), 8 * KILO, 60 * KILO),
    Worst("request: tags", "GET /questions, header If-None-Match", again('"a",'), 8 * KILO, 60 * KILO),
    Worst(
        "request: a type of content",
        "POST /sparql, header Content-Type",
        lambda n: "application/sparql-query" + again(";a=b")(n),
        KILO,
        60 * KILO,
    ),
    Worst("request: parameters", "GET /questions/contested?{}", counted("a{}=b&"), 8 * KILO, 60 * KILO),
    Worst(
        "request: one parameter again and again",
        "GET /questions/contested?{}",
        again("document=a&"),
        8 * KILO,
        60 * KILO,
    ),
    Worst(
        "request: escapes",
        "GET /questions/contested?{}",
        lambda n: "document=" + again("%61")(n // 3 * 3),
        8 * KILO,
        60 * KILO,
    ),
    Worst("request: a name of a question", "GET /questions/{}", again("a"), KILO, 60 * KILO),
    Worst("request: a path", "GET {}", again("/a"), KILO, 60 * KILO),
    Worst("request: dots", "GET {}", again("/.."), KILO, 60 * KILO),
    Worst("request: records left out", "GET /questions/contested?{}", counted("without={}&"), 8 * KILO, 60 * KILO),
    Worst("request: a day", "GET /questions/contested?as-of={}", again("2026-"), 100, 60 * KILO),
    Worst("request: a host", "GET /, header Host", again("a."), 255, 60 * KILO),
    Worst("request: a form", "POST /sparql, a form", lambda n: "query=" + again("%20")(n // 3 * 3), 256 * KILO),
)
OPTIONS: tuple[Worst, ...] = tuple(
    Worst(f"option: {name} for {option}", f"kg {option} {{}} query contested", make, 200, 100 * KILO)
    for option in ("--as-of", "--recorded-by", "--without", "--assume", "-f", "-o")
    for name, make in (("days", again("2026-")), ("ids", again("a/")), ("digits", again("1")))
)


def _segment(records: list[tuple[str, tuple[str, ...], bytes, str]]) -> str:
    from bench.faults.cases.records import segment_of, sound  # noqa: PLC0415 (only where segments are made)

    return segment_of(
        [sound(key, tags=tags, payload=payload, meta=meta) for key, tags, payload, meta in records]
    ).decode()


_IMPORT = "kg import {segment}"
SEGMENTS: tuple[Worst, ...] = (
    Worst(
        "segment: tiny records",
        _IMPORT,
        lambda n: _segment([(f"k{k}", (), b"1", "{}") for k in range(n // 330)]),
        10 * MEGA,
    ),
    Worst("segment: one long tag", _IMPORT, lambda n: _segment([("k", ("t" * n,), b"1", "{}")]), KILO),
    Worst(
        "segment: long tags",
        _IMPORT,
        lambda n: _segment([(f"k{k}", ("entity:" + "t" * 100,), b"1", "{}") for k in range(n // 440)]),
        10 * MEGA,
    ),
    Worst(
        "segment: many tags",
        _IMPORT,
        lambda n: _segment([("k", tuple(f"entity:e{k}" for k in range(n // 14)), b"1", "{}")]),
        100 * KILO,
    ),
    Worst("segment: a long key", _IMPORT, lambda n: _segment([("k" * n, (), b"1", "{}")]), KILO),
    Worst("segment: a long meta", _IMPORT, lambda n: _segment([("k", (), b"1", '{"a":"' + "m" * n + '"}')]), KILO),
    Worst(
        "segment: a deep payload",
        _IMPORT,
        lambda n: _segment([("k", (), b"[" * (n // 2) + b"]" * (n // 2), "{}")]),
        KILO,
    ),
    Worst(
        "segment: a wide payload",
        _IMPORT,
        lambda n: _segment([("k", (), b"[" + b"1," * (n // 2) + b"1]", "{}")]),
        100 * KILO,
    ),
    Worst("segment: a long number", _IMPORT, lambda n: _segment([("k", (), b"9" * n, "{}")]), KILO),
    Worst("segment: a line without end", _IMPORT, again("{"), KILO),
    Worst("segment: empty lines", _IMPORT, again("\n"), KILO),
)
