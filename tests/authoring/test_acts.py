import pytest

from kg.authoring import Act, ActsFile, AuthoringError, read_string
from kg.authoring.fields import ACT_FIELDS


def acts(source: str) -> tuple[Act, ...]:
    file = read_string(source, "acts.yaml")
    assert isinstance(file, ActsFile)
    return file.acts


FULL = """\
acts:
  - {act: correct, claim: a/b, by_claim: c/d, on: 2026-05-14, reason: an erratum}
  - {act: supersede, claim: a/b, by_claim: c/d, reason: a new filing}
  - {act: retract, claim: a/b, on: 2026-05-14, reason: withdrawn}
  - {act: retract, document: a, reason: the page is gone}
  - {act: resolve, claim: a/b, outcome: kept-late, by_claim: c/d, on: 2026-05-14, reason: it opened}
  - {act: link, claim: a/b, relation: derived_from, to: c/d, reason: the same figure}
  - {act: background, subject: h200, predicate: madeBy, object: nvidia, author: jane, reason: generally known}
  - {act: assess, claim: a/b, statement: post-money, author: jane, reason: the usual way}
  - {act: watch, who: acme, scope: new filings, since: 2026-01-01, until: 2026-12-31, reason: it promised news}
"""


def test_each_act_is_read_with_its_fields() -> None:
    correct, supersede, retract, withdraw, resolve, link, background, assess, watch = acts(FULL)
    assert correct == Act(
        act="correct",
        place="acts.yaml:2 acts[1]",
        claim="a/b",
        by_claim="c/d",
        on="2026-05-14",
        reason="an erratum",
    )
    assert (supersede.act, supersede.claim, supersede.by_claim) == ("supersede", "a/b", "c/d")
    assert (retract.claim, retract.document, withdraw.claim, withdraw.document) == ("a/b", None, None, "a")
    assert (resolve.outcome, resolve.by_claim, resolve.on) == ("kept-late", "c/d", "2026-05-14")
    assert (link.relation, link.to) == ("derivedFrom", "c/d")
    assert (background.subject, background.predicate, background.object) == ("h200", "madeBy", "nvidia")
    assert (assess.statement, assess.author) == ("post-money", "jane")
    assert (watch.who, watch.scope, watch.since, watch.until) == (
        "acme",
        "new filings",
        "2026-01-01",
        "2026-12-31",
    )


@pytest.mark.parametrize("name", ACT_FIELDS)
def test_an_act_without_its_fields_says_which_are_missing(name: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        acts(f"acts:\n  - act: {name}\n")
    for field in ACT_FIELDS[name]:
        assert (f"`{field.name}` is missing" in str(caught.value)) == field.required


@pytest.mark.parametrize(
    ("entry", "problem", "step"),
    [
        ("{claim: a/b, reason: c}", "acts.yaml:2 acts[1]: an entry does not say which `act` it is", "correct"),
        ("{act: corect, claim: a/b, reason: c}", "there is no act 'corect'", "Did you mean correct"),
        ("just words", "an entry does not say which `act` it is", "Choose from"),
        ("{act: retract, reason: c}", "a retraction names a claim or a document", "Give `claim` or `document`."),
        ("{act: retract, claim: a/b, document: a, reason: c}", "a retraction names a claim or a document", "Give"),
        ("{act: retract, claim: a, reason: c}", "acts[1].claim: 'a' is no claim", "`document/key`"),
        ("{act: retract, claim: A/b, reason: c}", "acts[1].claim: 'A' cannot be an id", "lower-case"),
        ("{act: retract, claim: a/b, reason: ''}", "acts[1].reason: `reason` has no value", "Write one"),
        ("{act: retract, claim: a/b, by_claim: a/c, reason: d}", "there is no field 'by_claim' here", "claim"),
        ("{act: resolve, claim: a/b, outcome: late, reason: c}", "there is no outcome 'late'", "kept-late"),
        (
            "{act: link, claim: a/b, relation: derivedFrom, to: c/d, reason: e}",
            "relation 'derivedFrom'",
            "derived_from",
        ),
        ("{act: watch, who: a, scope: b, since: soon, reason: c}", "acts[1].since: 'soon' is not a day", "YYYY-MM-DD"),
        (
            "{act: watch, who: a, scope: b, since: 2026-02-01, until: 2026-01-01, reason: c}",
            "acts[1].until: the watch ends before it starts",
            "Exchange",
        ),
    ],
)
def test_each_mistake_in_an_act_gives_one_sentence(entry: str, problem: str, step: str) -> None:
    with pytest.raises(AuthoringError) as caught:
        acts(f"acts:\n  - {entry}\n")
    (only,) = caught.value.problems
    assert problem in only.sentence()
    assert step in only.sentence()


def test_acts_that_are_no_list_are_refused() -> None:
    with pytest.raises(
        AuthoringError, match=r"acts.yaml:1 acts: `acts` is not a list. Begin each act with `- act: …`."
    ):
        acts("acts: {act: retract}")
