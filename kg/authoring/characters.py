"""A text in, the first character that no authored file should hold out; also for the process that parses."""

import re

# YAML 1.1 readers break lines at U+0085, U+2028 and U+2029, editors do not, and line numbers would differ.
UNWANTED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# Written as an escape, a line separator does no harm: it is white space, and texts do hold it.
_UNWANTED_ESCAPED = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def unwanted_in(value: str) -> str | None:
    """Return the first character of `value` that an escape sequence brought in and no text should hold."""
    found = _UNWANTED_ESCAPED.search(value)
    return found.group() if found else None
