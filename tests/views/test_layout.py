"""Pages: wrapping, hanging lines, what stands at the right, styles, widths."""

import pytest

from kg.views.layout import Page, faint, shortened, strong, warn


def lines(page: Page, width: int = 40) -> list[str]:
    return page.text(width=width, color=False).splitlines()


def test_a_long_line_breaks_at_blanks_and_hangs() -> None:
    page = Page()
    page.add("one two three four five six seven eight nine ten", indent=2, hang=4)
    assert lines(page) == ["  one two three four five six seven", "      eight nine ten"]


def test_a_word_longer_than_the_line_stays_whole() -> None:
    page = Page()
    page.add("see https://example.org/a/very/long/address/that/nobody/can/break", indent=2)
    assert lines(page) == ["  see", "  https://example.org/a/very/long/address/that/nobody/can/break"]


def test_cjk_breaks_anywhere_and_counts_two_columns() -> None:
    page = Page()
    page.add("推理" * 30)
    assert [len(line) for line in lines(page)] == [20, 20, 20]


def test_what_stands_at_the_right_is_kept_free_on_the_first_line() -> None:
    page = Page()
    page.add("one two three four five six seven eight", right=faint("doc/key"))
    assert lines(page) == ["one two three four five six      doc/key", "seven eight"]


def test_what_is_too_long_for_the_right_goes_to_a_line_of_its_own() -> None:
    page = Page()
    page.add("one two", hang=2, right=faint("a-long-document/with-a-long-key"))
    assert lines(page) == ["one two", "  a-long-document/with-a-long-key"]


def test_fields_stand_in_two_columns() -> None:
    page = Page()
    page.field("said by", "one two three four five six seven eight", width=10)
    assert lines(page) == ["  said by   one two three four five six", "            seven eight"]


def test_blank_lines_never_double() -> None:
    page = Page()
    page.blank()
    page.heading("A")
    page.blank()
    page.heading("B")
    assert lines(page) == ["A", "", "B"]


def test_styles_are_written_only_where_asked_for() -> None:
    page = Page()
    page.add(strong("big"), " and ", warn("loud news"))
    assert page.text(width=80, color=False) == "big and loud news\n"
    assert page.text(width=80, color=True) == "\x1b[1mbig\x1b[0m and \x1b[33mloud news\x1b[0m\n"


@pytest.mark.parametrize("bad", ["\x1b[2J", "\u202e", "\u2066", "\x07", "a\nb", "\x9b31m"])
def test_nothing_in_a_text_moves_the_cursor_or_turns_the_writing(bad: str) -> None:
    page = Page()
    page.add(f"x{bad}y", right=faint(f"r{bad}"))
    shown = page.text(width=60, color=True)
    assert shown.count("\n") == 1
    assert bad not in shown.replace("\x1b[2m", "").replace("\x1b[0m", "")


def test_shortened() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"
    assert shortened("推理推理", 6) == "推理…"
