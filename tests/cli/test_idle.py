"""Options that would change nothing are refused with their name; the environment's are not held against anybody."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.cli.asked import Asked
from kg.cli.idle import Given, check
from kg.errors import UsageError

NOW = datetime(2026, 6, 15, tzinfo=UTC)


def given(command: str, written: str = "", /, *, form: str = "auto", output: str | None = None, **own: object) -> Given:
    around = Asked(now=lambda: NOW, format=form, output=Path(output) if output else None)
    return Given(command, own, frozenset(written.split()), around)


@pytest.mark.parametrize(
    ("case", "option"),
    [
        (given("init", "format", form="csv"), "-f"),
        (given("serve", "output", output="x"), "-o"),
        (given("retract", "output", output="x", dry_run=False), "without --dry-run"),
        (given("retract", "format", form="csv", dry_run=True), "-f csv"),
        (given("ingest", "format", form="csv", dry_run=True), "-f csv"),
        (given("cite", "format", form="csv"), "-f csv"),
        (given("export", "format", form="csv"), "--to names the format"),
        (given("query", "force", question="contested"), "--force"),
        (given("query", "as_of", question=None), "--as-of"),
        (given("query", "timeout text", question="x", text=True), "--timeout"),
        (given("query", "values about", question="x", about=True), "K=V"),
        (given("analyze", "exit_code", name=None), "--exit-code"),
        (given("draw", "width", name=None), "--width"),
        (given("export", "static list_", list_=True), "--static"),
        (given("fmt", files=[Path("a"), Path("b")], text=Path("t")), "--text"),
        (given("fmt", "output", files=[Path("a")], output="x"), "-o"),
        (given("fmt", files=[Path("-")], check=True), "--check"),
        (given("log", oneline=True, as_lines=True), "--oneline"),
        (given("log", "output", follow=True, output="x"), "-o"),
        (given("report", "pictures", pictures=False, output="r.md"), "--no-pictures"),
        (given("diff", recorded=True, first="120", second=None), "--recorded"),
    ],
    ids=lambda value: value.name if isinstance(value, Given) else "",
)
def test_an_option_without_effect_is_refused(case: Given, option: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(case)
    assert option in caught.value.sentence()
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "case",
    [
        given("retract", "output format", form="json", output="x", dry_run=True),
        given("ingest", "format", form="json", dry_run=False),
        given("query", "force output", question="contested", output="x.csv"),
        given("query", "as_of values", question="contested"),
        given("cite", "format", form="json"),
        given("report", "pictures", pictures=False, output="r.html"),
        given("diff", recorded=True, first="2026-05-01", second=None),
        given("init", form="csv"),
    ],
    ids=lambda value: value.name,
)
def test_what_has_an_effect_passes(case: Given) -> None:
    check(case)
