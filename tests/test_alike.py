"""Likeness of names: what is suggested, with which reason, and what is not."""

import pytest

from kg.alike import Known, alike


def pairs(*names: str, **options: object) -> list[tuple[str, float]]:
    entities = [Known(f"e{n}", "Company", tuple(each.split("|"))) for n, each in enumerate(names)]
    return [(pair.reason, pair.score) for pair in alike(entities, **options)]  # type: ignore[arg-type]  # as given


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Run:ai", "RUN AI", "same name: 'Run:ai' and 'RUN AI'"),
        ("Nvidia", "\uff2e\uff56\uff49\uff44\uff49\uff41", "same name"),
        (
            "Cerebras",
            "Cerebr\u0430s",
            "look-alike characters: 'Cerebras' and 'Cerebr\u0430s' (\u0430 is cyrillic small",
        ),
        ("Nvi\u200bdia", "Nvidia", "same name"),
        ("NuScale", "Nscale", "similar names: 'Nscale' and 'NuScale'"),
        ("Alphabet|Google", "Google", "e0 is also called 'Google', which is the other's name"),
        ("Alphabet|Google", "Mountain View|GOOGLE", "both are also called"),
    ],
)
def test_what_looks_the_same_is_suggested_with_its_reason(one: str, other: str, reason: str) -> None:
    assert len(pairs(one, other)) == 1
    assert pairs(one, other)[0][0].startswith(reason)


@pytest.mark.parametrize(
    ("one", "other"),
    [("H100", "H200"), ("Llama 3 70B", "Llama 3 8B"), ("Series A", "Series B"), ("Ash", "Ask"), ("Nvidia", "Amazon")],
)
def test_names_that_are_meant_to_differ_are_not(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_the_most_alike_come_first_and_others_wait() -> None:
    found = pairs("Nscale", "NuScale", "nscale", "Nsc\u0430le")
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert found[0][1] == 100
    assert pairs("Nscale", "NuScale", "nscale", "Nsc\u0430le", limit=2) == found[:2]
    assert len(pairs("Nscale", "NuScale", least=97)) == 0
    assert pairs("Nscale", "NuScale", judged=lambda one, other: (one, other) == ("e0", "e1")) == []


def test_things_of_different_classes_are_never_one() -> None:
    assert alike([Known("a", "Company", ("Groq",)), Known("b", "Chip", ("Groq",))]) == []


def test_a_name_that_thousands_share_is_not_a_flood_of_pairs() -> None:
    assert len(pairs(*(["Same"] * 3000), limit=10_000)) == 2999


def test_in_a_large_class_names_that_end_alike_are_still_found_by_their_ends() -> None:
    others = [
        Known(f"e{n:04}", "Company", (f"{''.join(chr(97 + n // 26**p % 26) for p in range(4))} holding",))
        for n in range(3000)
    ]
    pair = [Known("one", "Company", ("xvorpalsword holding",)), Known("other", "Company", ("yvorpalsword holding",))]
    found = alike([*others, *pair], least=90.0, limit=10_000)
    assert ("one", "other") in {(each.one, each.other) for each in found}
