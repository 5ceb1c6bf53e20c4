"""Texts of findings become texts with footnotes."""

from kg.report.blocks import MOST_CITED, Cite, Code, cite, linked, more, named

KNOWN = {"d1/a", "d2/b-2.2x"}


def test_ids_become_footnotes_and_their_brackets_go() -> None:
    assert linked("Reuters [d1/a]; AMD [d2/b-2.2x]", KNOWN) == (
        "Reuters",
        Cite(("d1/a",)),
        "; AMD",
        Cite(("d2/b-2.2x",)),
    )
    assert linked("21x (d1/a)", KNOWN) == ("21x", Cite(("d1/a",)))


def test_ids_among_other_words_in_brackets_leave_the_brackets() -> None:
    assert linked("by Ash (assumed: event/403, d1/a); B", KNOWN) == (
        "by Ash (assumed: record 403,",
        Cite(("d1/a",)),
        "); B",
    )


def test_ids_in_a_row_are_one_group_of_footnotes() -> None:
    assert linked("rests on d1/a, d2/b-2.2x; so", KNOWN) == ("rests on", Cite(("d1/a", "d2/b-2.2x")), "; so")


def test_commands_stand_apart() -> None:
    assert linked("`kg show d1/a` says more", set()) == (Code("kg show d1/a"), " says more")


def test_what_only_looks_like_an_id_stays() -> None:
    assert linked("tokens/s and d9/z", KNOWN) == ("tokens/s and d9/z",)
    assert linked("", KNOWN) == ()


def test_claims_named_in_texts_come_once_in_order() -> None:
    assert named(["d2/b-2.2x, d1/a", None, "d1/a"], KNOWN) == ("d2/b-2.2x", "d1/a")


def test_one_place_has_few_footnotes() -> None:
    assert cite("a/a", "a/a", "b/b") == Cite(("a/a", "b/b"))
    assert len(cite(*(f"d/{n}" for n in range(20))).claims) == MOST_CITED


def test_more_is_said_only_where_something_was_left_out() -> None:
    assert list(more(0, "kg x")) == []
    assert len(list(more(3, "kg x"))) == 1
