"""Which of a handful of claims stand, and what is said of them."""

from typing import TYPE_CHECKING

from kg.analyses.contested import comparable, debate, examine
from kg.network import network
from kg.table import Table

if TYPE_CHECKING:
    from kg.network import Network

COLUMNS = ("source", "relation", "target", "claim", *(
    f"{end}_{name}" for end in ("source", "target") for name in ("speaker", "modality", "metric", "baseline", "says")
))  # fmt: skip


def links(*rows: tuple[str, str, str], **claims: str) -> "Network":
    """Return claims `speaker modality metric baseline` that bear on each other."""

    def about(claim: str) -> list[str | None]:
        told = [word if word != "-" else None for word in claims.get(claim[-1], f"{claim} asserted - -").split()]
        return [*told, f"{claim} says"]

    made = [(one, does, other, one, *about(one), *about(other)) for one, does, other in rows]
    return network(Table.of(COLUMNS, made))


def label(net: "Network", claim: str) -> str:
    return debate(net).label[claim]


def test_an_objection_that_nobody_answers_makes_a_claim_fall() -> None:
    assert label(links(("d/b", "disputes", "d/a")), "d/a") == "falls"
    assert label(links(("d/b", "disputes", "d/a"), ("d/c", "disputes", "d/b")), "d/a") == "stands"
    assert label(links(("d/b", "qualifies", "d/a")), "d/a") == "stands"


def test_two_figures_of_one_thing_contradict_each_other_whoever_linked_them() -> None:
    net = links(("d/b", "disputes", "d/a"), a="Ash asserted worth -", b="Elm asserted worth -")
    assert comparable(net, "d/b", "d/a") is True
    assert label(net, "d/a") == label(net, "d/b") == "open"


def test_a_figure_of_something_else_makes_nothing_fall() -> None:
    net = links(("d/b", "disputes", "d/a"), a="Ash asserted speed x1", b="Elm asserted speed x2")
    assert comparable(net, "d/b", "d/a") is False
    row = dict(zip([c.name for c in examine(net).columns], examine(net).rows[0], strict=True))
    assert (row["label"], row["objections"], row["aside"]) == ("stands", "", "Elm [d/b]")
    assert "same metric, baseline and workload" in str(row["settle"])


def test_an_objection_with_a_condition_sleeps() -> None:
    net = links(("d/b", "disputes", "d/a"), b="Elm conditional - -")
    assert label(net, "d/a") == "stands"
    assert "whether the condition comes true" in examine(net).rows[0]


def test_support_counts_by_independent_origin() -> None:
    rows = [("d/x", "disputes", "d/a"), *((f"d/{name}", "supports", "d/a") for name in "bcd")]
    own = links(*rows, **dict.fromkeys("abcd", "Ash asserted - -"))
    apart = links(*rows, a="Ash asserted - -", b="Elm asserted - -", c="Elm asserted - -", d="Oak asserted - -")
    strength = [round(debate(net).strength.strength["d/a"], 4) for net in (own, apart)]
    assert strength == [0.25, 0.625], "two origins of 0.5 give 0.75 against 0.5"
    assert "2: Elm, Oak" in examine(apart).rows[0]


def test_nothing_disputed_is_one_sentence() -> None:
    assert examine(links(("d/b", "supports", "d/a"))).explanation == "No claim here is disputed by another."
