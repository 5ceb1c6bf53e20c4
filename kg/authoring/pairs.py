r"""Characters that JSON writes as two escapes; YAML knows one escape for each, and refuses a half.

`json.dumps` and most of its kin write an emoji as `\ud83d\ude00`, YAML as `\U0001f600`. Each pair gives way to YAML's
escape behind a mark of two letters that stands nowhere else, which together are as long as the pair, so that every
place in the text stays what it is. Where the parser reads escapes the mark is taken away, and elsewhere (in a plain
text a backslash is a backslash) what was written is put back. Like the parser this imports little.
"""

import re
from bisect import bisect_left

_ESCAPE = re.compile(r"\\(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)
_PAIR = re.compile(r"\\u[dD][89abAB]")
_MARKS = (
    (r"\v", "\x0b", re.compile(r"\\(?:v|x0[bB]|u000[bB]|U0000000[bB])")),
    (r"\a", "\x07", re.compile(r"\\(?:a|x07|u0007|U00000007)")),
    (r"\e", "\x1b", re.compile(r"\\(?:e|x1[bB]|u001[bB]|U0000001[bB])")),
)
"""A mark, what YAML makes of it, and every way to write that character; no authored file holds it as it is."""


class Pairs:
    """The pairs of escapes in a text.

    Parameters
    ----------
    source
        The text; `source` is the text to parse instead.

    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._offsets: list[int] = []
        self._written: list[str] = []
        if _PAIR.search(source):
            self._mark, self._char, _ = next((mark for mark in _MARKS if not mark[2].search(source)), ("", "", None))
            if self._mark:  # a text that has all of them holds control characters, and is refused for these
                self.source = _ESCAPE.sub(self._replaced, source)

    def _replaced(self, found: re.Match[str]) -> str:
        high, low = found["high"], found["low"]
        if high is None:
            return found.group()
        self._offsets.append(found.start())
        self._written.append(found.group())
        code = 0x10000 + ((int(high, 16) & 0x3FF) << 10 | int(low, 16) & 0x3FF)
        return f"{self._mark}\\U{code:08x}"

    def read(self, value: str, start: int, end: int, *, escapes: bool) -> str:
        """Return the value that stands from `start` to `end` of the text as its author wrote it.

        Parameters
        ----------
        value, start, end
            What the parser read, and where.
        escapes
            Whether it read escapes, as it does in double quotes.

        """
        if not self._written:
            return value
        if escapes:
            return re.sub(f"{self._char}(?=[\U00010000-\U0010ffff])", "", value)
        here = slice(bisect_left(self._offsets, start), bisect_left(self._offsets, end))
        written = iter(self._written[here])
        return re.sub(rf"{re.escape(self._mark)}\\U[0-9a-f]{{8}}", lambda _: next(written), value)
