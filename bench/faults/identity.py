"""Hostile names in, who is who unchanged out: no spelling of a name and no number of aliases merges anything.

Each trial takes in one document that declares an impostor and makes claims of it, and then judges: no judgement stands
in the log, nothing is read as anything else, the victim's own statements are what they were, and the pair is suggested.
Then a merge is recorded and undone, and the graph has to know what it knew before, and what a rebuild gives.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.faults.base import Campaign, Run, Tally
from kg.events import JUDGEMENTS, EntitiesMerged, JudgementUndone
from kg.ingest import ingest
from kg.known import Known
from kg.lengths import VALUES
from kg.log import Query, SqliteLog
from kg.opening import open_reader
from kg.pipeline import append, catch_up
from kg.replay import project
from kg.resolution.sameness import knowledge_hash
from kg.stores.oxigraph import OxigraphStore
from kg.views.duplicates import duplicates
from kg.workspace import Workspace, create

NOW = datetime(2026, 1, 1, tzinfo=UTC)
_FLOOD = VALUES - 1


@dataclass(frozen=True, slots=True)
class Impostor:
    """An entity that looks like another one."""

    trick: str
    victim: str
    label: str
    aliases: tuple[str, ...] = ()
    shown: bool = True
    """Whether the pair has to be among the suggestions; a mirrored name is no likeness of letters."""


VICTIMS = {"nvidia": "Nvidia", "cerebras": "Cerebras", "nuscale": "NuScale", "acme": "Acme Grid", "beta": "Beta Power"}
IMPOSTORS = (
    Impostor("Cyrillic a", "nvidia", "Nvidi\N{CYRILLIC SMALL LETTER A}"),
    Impostor("Cyrillic e and a", "cerebras", "C\u0435r\u0435br\u0430s"),
    Impostor("Greek letters", "nvidia", "N\N{GREEK SMALL LETTER NU}idi\N{GREEK SMALL LETTER ALPHA}"),
    Impostor("one for l", "nuscale", "NuSca1e"),
    Impostor("zero for o", "beta", "Beta P0wer"),
    Impostor("capital i for l", "nuscale", "NuScaIe"),
    Impostor("full width", "nvidia", "\uff2e\uff56\uff49\uff44\uff49\uff41"),
    Impostor("mathematical letters", "nvidia", "\U0001d40d\U0001d42f\U0001d422\U0001d41d\U0001d422\U0001d41a"),
    Impostor("zero-width space", "cerebras", "Cere\u200bbras"),
    Impostor("zero-width joiner", "nvidia", "Nvi\u200ddia"),
    Impostor("soft hyphen", "cerebras", "Cere\u00adbras"),
    Impostor("mark that turns the direction", "nvidia", "Nvidia\u200f"),
    Impostor("override of the direction", "nvidia", "\u202eaidivN\u202c", shown=False),
    Impostor("combining accent", "nvidia", "Nvi\u0301dia"),
    Impostor("case and dots", "nvidia", "N.V.I.D.I.A."),
    Impostor("the same label", "acme", "Acme Grid"),
    Impostor("the other's name as alias", "acme", "Unrelated Holding", ("Acme Grid",)),
    Impostor("every name as alias", "cerebras", "Unrelated Holding", tuple(VICTIMS.values())),
    Impostor("flood of aliases", "nvidia", "Unrelated", (*(f"Nvidia {n}" for n in range(_FLOOD)), "NVIDIA")),
    Impostor("a letter less", "nuscale", "Nscale"),
)


def campaign(run: Run) -> Tally:
    """Try impostors in the order that the draw gives, each in a ledger of its own."""
    tally = Tally()
    order = random.Random(run.draw).sample(IMPOSTORS, len(IMPOSTORS))
    for number in range(run.trials):
        _trial(order[number % len(order)], run.folder / str(number), tally)
    return tally


def _trial(impostor: Impostor, folder: Path, tally: Tally) -> None:
    tally.trials += 1
    workspace = create(folder / "ledger")
    with SqliteLog(workspace.log, mode="create") as log:
        _take_in(workspace, log, folder / "victims.yaml", _document("before", VICTIMS, ()))
        victim = set(_about(workspace, impostor.victim))
        hostile = _document("hostile", {"impostor": impostor.label}, impostor.aliases)
        if not _take_in(workspace, log, folder / "hostile.yaml", hostile):
            tally.seen["refused"] += 1
            return
        tally.seen["taken in"] += 1
        faults = tuple(_unmerged(workspace, log, victim, impostor)) + tuple(_restored(workspace, log, impostor))
    for fault in faults:
        tally.faults[f"{impostor.trick}: {fault}"] += 1


def _document(name: str, entities: dict[str, str], aliases: tuple[str, ...]) -> dict[str, object]:
    """Return a document in which each entity is a partner of each victim."""
    declared = {key: {"class": "Company", "label": label} for key, label in entities.items()}
    if aliases:
        declared["impostor"] |= {"aliases": list(aliases)}  # type: ignore[dict-item]  # a list where texts are
    pairs = [(one, other) for one in entities for other in VICTIMS if one != other]
    claims = {
        f"c{n}": {"subject": one, "predicate": "partnerOf", "object": other, "locator": "p1", "by": one}
        for n, (one, other) in enumerate(pairs)
    }
    head = {"document": name, "title": "T", "kind": "article", "voice": "nvidia", "published": "2026-01-01"}
    return {**head, "entities": declared, "claims": claims}


def _take_in(workspace: Workspace, log: SqliteLog, path: Path, content: dict[str, object]) -> bool:
    path.write_text(json.dumps(content), encoding="utf-8")
    return not ingest(workspace, log, [path], now=lambda: NOW).refused()


def _about(workspace: Workspace, name: str) -> tuple[tuple[str, str, str], ...]:
    with OxigraphStore(workspace.store) as store:
        return store.about(f"<https://w3id.org/claimledger/id/{name}>")


def _unmerged(workspace: Workspace, log: SqliteLog, victim: set[tuple[str, str, str]], who: Impostor) -> Iterator[str]:
    if next(log.read((Query(types=JUDGEMENTS),)), None) is not None:
        yield "a judgement that nobody made"
    if Known(log).judgements().canonical:
        yield "an entity is read as another"
    if set(_about(workspace, who.victim)) != victim:
        yield "the victim says something else"
    with open_reader(workspace) as reader:
        pairs = {(pair.one, pair.other) for pair in duplicates(reader, least=92, limit=100)}
    if who.shown and tuple(sorted((who.victim, "impostor"))) not in pairs:
        yield "not suggested"


def _restored(workspace: Workspace, log: SqliteLog, who: Impostor) -> Iterator[str]:
    before = _knowledge(workspace)
    merged = EntitiesMerged(keep=who.victim, fold="impostor", because="campaign")
    undone = JudgementUndone(judgement=merged.key(), entities_judged=merged.merges(), because="campaign")
    for event in (merged, undone):
        append(log, [event], now=NOW)
        catch_up(workspace, log)
        if event is merged and _knowledge(workspace) == before:
            yield "a merge changed nothing"
        with OxigraphStore(workspace.store) as store, OxigraphStore(None) as anew:
            project(log, anew)
            if store.dataset_hash() != anew.dataset_hash():
                yield f"{event.type}: not what a rebuild gives"
    if _knowledge(workspace) != before:
        yield "undoing a merge left something"


def _knowledge(workspace: Workspace) -> str:
    with OxigraphStore(workspace.store) as store:
        return knowledge_hash(store)


CAMPAIGNS = (
    Campaign(
        case="I10",
        fault="a document names an impostor: look-alike letters, hidden marks, floods of aliases",
        expected="nothing is merged without a judgement; the pair is suggested; a merge that is undone leaves no trace",
        trials=len(IMPOSTORS),
        run=campaign,
    ),
)
