"""A workspace in, pairs of its entities that could be the same out, without those that somebody has judged."""

from kg.alike import Known, Pair, alike
from kg.views.shown import Reading
from kg.views.values import short, texts


def duplicates(reader: Reading, *, least: float, limit: int) -> list[Pair]:
    """Return pairs of entities of one class with like names, the most alike first.

    Parameters
    ----------
    reader
        An opened workspace.
    least
        Score from which similar names count, of 100.
    limit
        Most pairs.

    """
    folded = {short(name): short(kept) for name, kept, *_ in texts(reader.table("views/folded"))}
    apart = {
        frozenset(folded.get(short(name), short(name)) for name in (one, other))
        for one, other, *_ in texts(reader.table("views/kept-apart"))
    }
    return alike(
        _entities(reader), least=least, limit=limit, judged=lambda one, other: frozenset((one, other)) in apart
    )


def _entities(reader: Reading) -> list[Known]:
    classes: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    rows = sorted(texts(reader.table("views/entity-names")), key=lambda row: (row[0], row[3] != "true", row[2], row[1]))
    for entity, cls, name, _ in rows:
        classes.setdefault(entity, cls)
        names.setdefault(entity, []).append(name)
    return [Known(short(entity), classes[entity], tuple(dict.fromkeys(names[entity]))) for entity in names]
