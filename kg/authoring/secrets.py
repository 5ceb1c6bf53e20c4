"""A value of an authored file in, the kind of secret that stands in it out.

What is recorded is kept for ever, sealed and handed on, so a password or key must not get in. Only what is unmistakable
is refused; the value is never repeated in the message.
"""

import re
from collections.abc import Callable

_TOKEN_PART, _SIGNATURE = 13, 10
"""Characters of the shortest part, and of the shortest signature, of a JSON Web Token."""
_LONG = r"[^\s&#\"']{8,}"
_NAMED = (
    r"(?:access_?|auth_?|session_?|id_|refresh_)?token|api_?key|client_?secret|secret|password|passwd|signature|sig"
    r"|x-amz-(?:signature|credential|security-token)|x-goog-signature"
)
_ADDRESS = re.compile(r"://\S*")
_NAMED_KEY = re.compile(rf"[?&;](?:{_NAMED})={_LONG}", re.IGNORECASE)
_COOKIE = re.compile(r"\b(?:set-)?cookie:\s*(\S+)", re.IGNORECASE)
_SET = re.compile(rf"\S={_LONG}")
_WEB_TOKEN = re.compile(r"\beyJ[\w-]{10,}\Z")
_DOTTED = re.compile(r"[\w.-]+")
_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("an address with a name and password in it", re.compile(r"://[^\s/?#@:]*:[^\s/?#@]+@").search),
    ("an address with an access key in it", lambda value: _inside(_ADDRESS, _NAMED_KEY, value)),
    ("the header of a login", re.compile(rf"\b(?:Bearer|Basic|Token)\s+(?=\S*\d){_LONG}").search),
    ("the cookie of a login", lambda value: _inside(_COOKIE, _SET, value)),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----").search),
    (
        "an access key",
        re.compile(
            r"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{30}|github_pat_\w{30}|glpat-[\w-]{20}|xox[abeoprs]-[\w-]{10}"
            r"|sk-[\w-]{20}|AIza[\w-]{35})"
        ).search,
    ),
    ("an access key", lambda value: "eyJ" in value and any(map(_is_web_token, _DOTTED.findall(value)))),
)
"""What each is called, and what finds it, in time that grows as the value does: no pattern looks twice at a stretch."""


def _inside(outer: re.Pattern[str], inner: re.Pattern[str], value: str) -> bool:
    """Return whether `inner` stands in a stretch that `outer` finds, of which none overlaps the next."""
    return any(inner.search(value, *found.span(found.lastindex or 0)) for found in outer.finditer(value))


def _is_web_token(dotted: str) -> bool:
    """Return whether three parts in a row are the head, the body and the signature of a JSON Web Token."""
    parts = dotted.split(".")
    return any(
        _WEB_TOKEN.search(head) and body.startswith("eyJ") and len(body) >= _TOKEN_PART and len(signature) >= _SIGNATURE
        for head, body, signature in zip(parts, parts[1:], parts[2:], strict=False)
    )


def secret_in(value: str) -> str | None:
    """Return what kind of secret stands in `value`, in words, or None."""
    return next((kind for kind, stands_in in _KINDS if stands_in(value)), None)
