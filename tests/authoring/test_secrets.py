"""What is taken for a secret and refused, and what only looks like one."""

import json
import time

import pytest

from kg.authoring import read_string
from kg.authoring.problems import AuthoringError
from kg.authoring.secrets import secret_in
from tests.ledger import Ledger, page, problem

CANARY = "c4n4rySecret0123456789abcdefABCDEF0123"
SECRETS = {
    f"https://ada:{CANARY}@wire.example/a": "an address with a name and password in it",
    f"postgres://:{CANARY}@db.example/claims": "an address with a name and password in it",
    f"See https://wire.example/a?page=2&access_token={CANARY}.": "an address with an access key in it",
    f"https://store.example/a?X-Amz-Signature={CANARY}": "an address with an access key in it",
    f"https://store.example/a?sig={CANARY}": "an address with an access key in it",
    f"Authorization: Bearer {CANARY}": "the header of a login",
    f"Set-Cookie: session={CANARY}; Path=/": "the cookie of a login",
    "-----BEGIN RSA PRIVATE KEY-----": "a private key",
    "AKIA" + "ABCDEFGH01234567": "an access key",
    f"ghp_{CANARY}": "an access key",
    f"sk-{CANARY}": "an access key",
}
HARMLESS = (
    "https://wire.example/a?id=12&token=short",
    "https://wire.example:8080/a@b",
    "https://wire.example/@ada/posts:2026",
    "mailto:ada@wire.example",
    "The Bearer of the ring said so.",
    "A token costs 0.25 USD; a basic subscription-for-everyone does not.",
    "ratio 3:1 @ 5 W",
    "sk-learn",
    "https://wire.example/a?q=signature=of-the-treaty-of-paris",
)


@pytest.mark.parametrize(("value", "kind"), SECRETS.items())
def test_a_secret_is_told_from_its_form(value: str, kind: str) -> None:
    assert secret_in(value) == kind


@pytest.mark.parametrize("value", HARMLESS)
def test_what_only_looks_like_a_secret_is_none(value: str) -> None:
    assert secret_in(value) is None


@pytest.mark.parametrize("value", SECRETS)
@pytest.mark.parametrize("field", ["url", "title", "published_note"])
def test_a_file_with_a_secret_is_refused_and_the_secret_is_not_repeated(ledger: Ledger, value: str, field: str) -> None:
    before = ledger.position
    ledger.document("d1", {field: value, "read_on": "2026-05-02"}, c="ash usesHardware h100")
    report = ledger.ingest()
    assert "stands here; what is recorded is kept for ever" in problem(report)
    assert value not in problem(report)
    assert CANARY not in problem(report)
    assert ledger.position == before


def test_an_escape_hides_no_secret() -> None:
    text = json.dumps(page("d1", {"title": f"https://ada:{CANARY}@x.example"})).replace("@", "\\u0040")
    with pytest.raises(AuthoringError, match=r"d1.yaml:1:\d+: an address with a name and password in it stands here"):
        read_string(text, "d1.yaml")


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4", True),
        ("key=x-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4 and more", True),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.short", False),
        ("xeyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4", False),
        ("eyJhbGciOiJIUzI1NiJ9 eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4", False),
        ("cookie:cookie: a=short cookie: session=0123456789", True),
    ],
)
def test_a_token_in_parts_is_told_from_what_is_not_whole(value: str, secret: bool) -> None:
    assert (secret_in(value) is not None) == secret


@pytest.mark.parametrize("part", ["://", "cookie:", "eyJaaaaaaaaaa-", "Bearer ", "-----BEGIN ", "1", ".", "://b:b"])
def test_what_repeats_the_beginning_of_a_secret_is_read_once(part: str) -> None:
    began = time.process_time()
    secret_in(part * (400_000 // len(part)))
    assert time.process_time() - began < 2
