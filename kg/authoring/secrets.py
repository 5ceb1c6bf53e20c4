"""A value of an authored file in, the kind of secret that stands in it out.

What is recorded is kept for ever, sealed and handed on, so a password or key must not get in. Only what is unmistakable
is refused; the value is never repeated in the message.
"""

import re

_LONG = r"[^\s&#\"']{8,}"
_NAMED = (
    r"(?:access_?|auth_?|session_?|id_|refresh_)?token|api_?key|client_?secret|secret|password|passwd|signature|sig"
    r"|x-amz-(?:signature|credential|security-token)|x-goog-signature"
)
_KINDS = (
    ("an address with a name and password in it", re.compile(r"://[^\s/?#@:]*:[^\s/?#@]+@")),
    ("an address with an access key in it", re.compile(rf"://\S*[?&;](?:{_NAMED})={_LONG}", re.IGNORECASE)),
    ("the header of a login", re.compile(rf"\b(?:Bearer|Basic|Token)\s+(?=\S*\d){_LONG}")),
    ("the cookie of a login", re.compile(rf"\b(?:set-)?cookie:\s*\S+={_LONG}", re.IGNORECASE)),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    (
        "an access key",
        re.compile(
            r"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}"
            r"|sk-[\w-]{20,}|AIza[\w-]{35}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
        ),
    ),
)


def secret_in(value: str) -> str | None:
    """Return what kind of secret stands in `value`, in words, or None."""
    return next((kind for kind, pattern in _KINDS if pattern.search(value)), None)
