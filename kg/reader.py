"""A workspace and one snapshot of its graph in, everything that can be asked of it out; nothing here writes.

>>> with kg.open("my-ledger") as ledger:
...     ledger.query("contested")  # a question by its name
...     ledger.query("SELECT ?s WHERE { ?s a kg:Company }")  # SPARQL
...     ledger.analyze("arithmetic", document="week-17-digest")  # an analysis by its name
...     ledger.search("$22bn")  # claims with this figure
...     ledger.words("week-17-digest/ipo-valuation")  # the words that a claim came from
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.errors import BadInputError, check_whole
from kg.folders import check_store
from kg.horizon import PRESENT, Horizon
from kg.looking_up import look_up
from kg.query import catalogue
from kg.query.catalogue import Question, read_question
from kg.query.engine import Engine, Limits
from kg.query.folded import FOLDED, as_read, folded_in
from kg.query.params import bind
from kg.resources import folder
from kg.stores.inventory import Inventory
from kg.stores.search import Entry
from kg.table import Answer, Table
from kg.texts import Texts
from kg.workspace import Workspace

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.analyses.base import Finding
    from kg.network import Network

Parameter = str | int | float | Decimal | date | bool
VIEWS = "views"
"""Folder of the questions behind `kg show`; they are asked by name and stand in no list."""


class Reader:
    """One workspace opened for reading, as it was when it was opened; use it in a `with` statement.

    Parameters
    ----------
    workspace
        Where everything is.
    snapshot
        Folder of the graph to read, one of `kg.stores.oxigraph.snapshots`, or that of a past view.
    position
        The position of the log that the graph has reached.
    horizon
        What counts in this graph.
    search
        Gives the file of the search index that belongs to the graph, when it is first needed.
    limits
        What one query may take.
    inventory
        What vouches for the files of the graph, where somebody has looked already.
    tell
        Called with a sentence, once each, where an id was folded into another and is read as that one.
    on_close
        Called after everything else has been closed.

    """

    def __init__(
        self,
        workspace: Workspace,
        snapshot: Path,
        *,
        position: int,
        horizon: Horizon = PRESENT,
        search: Callable[[], Path] | None = None,
        limits: Limits | None = None,
        inventory: Inventory | None = None,
        tell: Callable[[str], None] = lambda _: None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        check_store(snapshot)
        self.workspace, self.snapshot = workspace, snapshot
        self.position, self.horizon = position, horizon
        self._tell, self._told = tell, set[str]()
        self.texts = Texts(workspace.documents)
        self.engine = Engine(snapshot, limits or Limits(), inventory)
        self._search, self._on_close = search or (lambda: workspace.search), on_close

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that runs the queries."""
        self.engine.close()
        self._on_close()

    # Questions

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return where questions lie: the shipped ones, then the workspace's own, which stand before them."""
        return (folder("queries"), self.workspace.queries)

    def questions(self) -> tuple[Question, ...]:
        """Return all questions that can be asked by name, by kind and name."""
        return catalogue.questions(self.folders)

    def question(self, name: str) -> Question:
        """Return the question called `name`; `views/claim` is one of those behind `kg show`.

        Raises
        ------
        UnknownQuestionError
            There is none.

        """
        kind, _, view = name.partition("/")
        if kind == VIEWS:
            return read_question(folder("queries") / VIEWS / f"{view}.rq", VIEWS)
        return catalogue.find(name, self.folders)

    def query(self, question: str, /, **parameters: Parameter | Sequence[Parameter]) -> Answer:
        """Return the answer to a question, or to a query in SPARQL.

        Parameters
        ----------
        question
            The name of a question, or SPARQL 1.1; the prefixes of `kg.prefixes` need not be declared.
        parameters
            Values for what the question leaves open, with `_` for `-`: `query("contested", document="week-17-digest")`.
            Several values mean any of them.

        Raises
        ------
        UnknownQuestionError, ParameterError, QueryTextError
            The question, a parameter or the SPARQL is not right; the sentence says where.
        LimitError
            It took too long or too much memory.

        """
        given = {name.replace("_", "-"): _values(value) for name, value in parameters.items()}
        return self.ask(question, given)

    def ask(self, question: str, given: dict[str, tuple[str, ...]], *, source: str = "query") -> Answer:
        """Return the answer to a question by its name or in SPARQL, with parameters as people write them."""
        text = question
        if not any(char.isspace() or char == "{" for char in question):
            found = self.question(question)
            text, source = found.text, str(found.path)
        if given or "VALUES ?_" in text:
            shown_by_us = question.startswith(f"{VIEWS}/")
            text = bind(
                text, given if shown_by_us else as_read(text, given, self.read_as, source=source), source=source
            )
        return self.engine.query(text, source=source)

    def table(self, question: str, /, **parameters: Parameter | Sequence[Parameter]) -> Table:
        """Return what `query` does, for questions that answer with a table.

        Raises
        ------
        BadInputError
            The question answers with yes or no, or with triples.

        """
        answer = self.query(question, **parameters)
        if not isinstance(answer, Table):
            raise BadInputError("this question does not answer with a table", where=question[:60])
        return answer

    def graph(self, question: str = "supply-edges", /, **parameters: Parameter | Sequence[Parameter]) -> "Network":
        """Return what a question of `queries/networks/` answers as a frozen `networkx.MultiDiGraph`.

        Nodes are ids with `label`, and edges have the question's other columns, among them the claim.

        Raises
        ------
        BadInputError
            The rows have no source and target, so they are no edges.

        """
        from kg.network import network  # noqa: PLC0415 (networkx takes long to load)

        return network(self.table(question, **parameters), question=question)

    # Who is who

    @cached_property
    def _folded(self) -> dict[str, tuple[str, str]]:
        """Return the ids that are read as another, each with that other and the position of the record."""
        return folded_in(self.table(FOLDED))

    def read_as(self, name: str) -> str:
        """Return the id under which an entity is read: its own, or that of the one into which it was folded."""
        if name not in self._folded:
            return name
        kept, position = self._folded[name]
        if name not in self._told:
            self._told.add(name)
            self._tell(f"{name} is taken as {kept}" + (f", by record {position}" if position else ""))
        return kept

    # Analyses

    def analyze(self, name: str, /, **parameters: Parameter) -> "Finding":
        """Return what an analysis finds, with `_` for `-` in the names of parameters.

        Raises
        ------
        UnknownAnalysisError, AnalysisParameterError
            There is no such analysis, or a parameter is not right; the sentence says what there is.
        LimitError
            One of its questions took too long or too much memory.

        """
        from kg.analyses import analyze  # noqa: PLC0415 (the analyses build on this module's views)

        given = {name.replace("_", "-"): _values(value) for name, value in parameters.items()}
        return analyze(self, name, given)

    # Search and words

    def search(self, text: str, *, limit: int = 20) -> tuple[Entry, ...]:
        """Return what holds all words of `text`: names, statements, attached texts.

        A text that reads as a figure, such as `$22bn` or `2.2x`, finds the claims whose figure meets it first, in
        whatever unit of its kind they were written; `text` then holds the figure as the claim writes it.

        Raises
        ------
        BadInputError
            The text holds half a character.
        NoWorkspaceError
            The search index is not there or cannot be read.

        """
        check_whole(text, where="search")
        found = look_up(self._search(), text, limit=limit)
        return tuple(self._entities_once(found))

    def _entities_once(self, found: Iterable[Entry]) -> Iterator[Entry]:
        """Yield the hits, those for the names of a folded entity as hits for the one kept, and that one once."""
        named: set[str] = set()
        for entry in found:
            if entry.kind != "entity":
                yield entry
                continue
            kept = self.read_as(entry.id)
            if kept not in named:
                named.add(kept)
                yield replace(entry, id=kept)

    def words(self, claim: str) -> tuple[str, ...]:
        """Return the words that a claim came from, checked by their hash; none where no text is attached.

        Raises
        ------
        BadInputError
            There is no such claim.

        """
        from kg.views.cite import citation  # noqa: PLC0415 (the views build on this module)

        return citation(self, claim).words

    # Other doors

    def check(self, *, whole: bool = False) -> None:
        """Refuse a graph whose files are not as they were written; for those who open them by themselves.

        Raises
        ------
        VerificationError
            One is not; what was read so far must not be handed on.

        """
        self.engine.inventory.check(whole=whole)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Look at all files of the graph where reading them fails in this process. Raises as `check` does."""
        try:
            yield
        except RuntimeError:
            # Files that are damaged inside are a RuntimeError of pyoxigraph's.
            self.check(whole=True)
            raise

    @cached_property
    def _opened(self) -> "Dataset":
        from oxrdflib import OxigraphStore  # noqa: PLC0415 (questions run in another process and need none of these)
        from rdflib import Dataset  # noqa: PLC0415

        from kg.stores.oxigraph import read_only  # noqa: PLC0415

        self.check()
        return Dataset(store=OxigraphStore(store=read_only(self.snapshot)))

    def rdflib(self) -> "Dataset":
        """Return the graph as an rdflib Dataset over this snapshot, read-only.

        Queries given to it as text run in Oxigraph, in this process and without limits; prepared ones fall back to
        rdflib's own engine, which is very much slower. Files that are damaged later are not noticed here.
        """
        return self._opened


def _values(value: Parameter | Sequence[Parameter]) -> tuple[str, ...]:
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in several)
