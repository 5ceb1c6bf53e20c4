"""Which of a handful of claims stand, and what is said of them."""

from typing import TYPE_CHECKING

from kg.analyses.contested import examine
from kg.debate import Clash, comparable, debate
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


def test_figures_that_cannot_all_hold_leave_each_claim_open_until_one_falls() -> None:
    clash = Clash(("d/a", "d/b", "d/c"), 3)
    chained = links(("d/a", "supports", "d/b"), ("d/b", "supports", "d/c"))
    assert {debate(chained, [clash]).label[f"d/{each}"] for each in "abc"} == {"open"}
    fallen = links(("d/a", "supports", "d/b"), ("d/b", "supports", "d/c"), ("d/x", "disputes", "d/a"))
    assert [debate(fallen, [clash]).label[f"d/{each}"] for each in "abc"] == ["falls", "stands", "stands"]


def test_a_figure_against_a_count_is_open_and_does_not_fall() -> None:
    net = links(("d/a", "qualifies", "d/b"))
    assert debate(net, [Clash(("d/a",), 2)]).label["d/a"] == "open"


def test_figures_that_cannot_all_hold_weigh_on_each_claim_by_its_part() -> None:
    strength = debate(links(("d/a", "qualifies", "d/b")), [Clash(("d/a", "d/b"), 4)]).strength.strength
    assert [round(strength[f"d/{each}"], 4) for each in "ab"] == [0.3812, 0.3812]


def test_a_set_is_told_with_what_would_settle_it() -> None:
    row = dict(zip(
        [c.name for c in examine(links()).columns],
        examine(links(("d/a", "qualifies", "d/b")), figures=[Clash(("d/a", "d/b"), 2)]).rows[0],
        strict=True,
    ))  # fmt: skip
    assert (row["label"], row["figures"]) == ("open", "d/b")
    assert "which of the figures is mistaken" in str(row["settle"])


def test_a_dispute_that_is_a_link_already_is_not_counted_again() -> None:
    net = links(("d/b", "disputes", "d/a"), a="Ash asserted worth -", b="Elm asserted worth -")
    both = [debate(net, sets).strength.strength["d/a"] for sets in ((), [Clash(("d/a", "d/b"), 2)])]
    assert both[0] == both[1]
