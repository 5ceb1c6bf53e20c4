"""Who stops most when thought away: a few needs with one answer, and none."""

from kg.analyses.base import Value
from kg.analyses.chokepoints import survey
from kg.dependence.facts import Fact, Facts, Thing
from kg.dependence.model import VENDOR

ASML, NVIDIA, AMD = "asml", "nvidia", "amd"


def use(owner: str, supplier: str, need: str, *, instead_of: str = "") -> Fact:
    return Fact(
        "instead" if instead_of else "use",
        owner,
        supplier,
        need,
        f"d/{owner}-{supplier}",
        "text",
        in_place_of=instead_of,
    )


def facts(*stated: Fact) -> Facts:
    things = {
        name: Thing(name, name.title(), supply_side=name in {"gpu", "tpu", ASML})
        for name in ("lab", "cloud", "shop", "gpu", "tpu", NVIDIA, AMD, ASML)
    }
    things["someone"] = Thing("someone", "Someone", frozenset({"HypotheticalAgent"}))
    return Facts(stated, things, {})


def found(*stated: Fact) -> dict[Value, tuple[Value, ...]]:
    return {row[-1]: row[:-1] for row in survey(facts(*stated)).rows}


STATED = (
    use("lab", "gpu", "accelerator"),
    use("cloud", "gpu", "accelerator"),
    use("cloud", "tpu", "accelerator"),
    use("shop", "tpu", "accelerator"),
    use("gpu", NVIDIA, VENDOR),
    use("tpu", AMD, VENDOR),
    use(NVIDIA, ASML, "lithography"),
    use(AMD, ASML, "lithography"),
    use("someone", "gpu", "accelerator"),
)


def test_whoever_stands_behind_all_of_them_comes_first() -> None:
    rows = found(*STATED)
    assert next(iter(rows)) == ASML
    name, wholly, partly, share, need, whom = rows[ASML]
    assert (name, wholly, partly, share) == ("Asml", 5, 0, 1.0)
    assert need == "accelerator"
    assert whom == "Amd, Cloud, Lab, Nvidia, Shop"
    assert rows["gpu"][1:4] == (1, 1, 0.3)
    assert rows[NVIDIA][5] == "Lab"


def test_a_claim_on_the_chain_is_what_it_rests_on() -> None:
    finding = survey(facts(*STATED), top=1)
    assert {"d/lab-gpu", "d/gpu-nvidia", "d/nvidia-asml"} <= set(finding.claims)
    assert "5 would stop wholly without Asml" in finding.explanation
    assert len(finding.rows) == 1


def test_nobody_hypothetical_is_counted_and_without_needs_that_is_said() -> None:
    assert found(use("someone", "gpu", "accelerator")) == {}
    assert survey(facts()).explanation == "No claim that stands says what anybody needs, so nothing can stop."
    shared = survey(facts(use("lab", "gpu", "a"), use("lab", "tpu", "a")))
    assert "none stops wholly" in shared.explanation
    assert [row[1:3] for row in shared.rows] == [(0, 1), (0, 1)]
