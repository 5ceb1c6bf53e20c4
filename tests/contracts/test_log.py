"""What each log promises, shown for every member of `LOGS`."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, product
from pathlib import Path

import pytest

from kg.errors import BadInputError, KgError, VerificationError
from kg.log import (
    GENESIS,
    LOGS,
    Condition,
    ConditionFailedError,
    Head,
    KeyTakenError,
    Log,
    Mode,
    NewRecord,
    OpenLog,
    Query,
    Record,
)
from kg.log.chain import link, row_of
from tests.log.builders import NOW, new, several


class Place:
    """Where one log is kept, to be opened as often as a test likes."""

    def __init__(self, opener: OpenLog, path: Path) -> None:
        self.opener, self.path = opener, path

    def open(self, mode: Mode = "write") -> Log:
        return self.opener(self.path, mode=mode)


@pytest.fixture(params=LOGS, ids=lambda opener: opener.__name__)
def opener(request: pytest.FixtureRequest) -> OpenLog:
    chosen: OpenLog = request.param
    return chosen


@pytest.fixture
def place(opener: OpenLog, tmp_path: Path) -> Place:
    made = Place(opener, tmp_path / "log")
    made.open("create").close()
    return made


@pytest.fixture
def log(place: Place) -> Iterator[Log]:
    with place.open() as opened:
        yield opened


@pytest.fixture
def other(opener: OpenLog, tmp_path: Path) -> Iterator[Log]:
    with opener(tmp_path / "other", mode="create") as opened:
        yield opened


def keys(log: Log) -> list[str]:
    return [record.key for record in log.read()]


def test_an_empty_log_has_no_records_and_the_first_chain_value(log: Log) -> None:
    assert log.head() == Head(0, GENESIS)
    assert list(log.read()) == []
    assert log.verify() is None


def test_positions_count_from_one_without_gaps(log: Log) -> None:
    assert log.append(several(3), now=NOW) == (1, 2, 3)
    assert log.append(several(2, 3), now=NOW) == (4, 5)
    assert [record.position for record in log.read()] == [1, 2, 3, 4, 5]
    assert log.head().position == 5


def test_a_record_comes_back_as_it_was_appended(log: Log) -> None:
    text = '{"a": "“q” \\n \u2028 \u0000 𝄞"}  '
    record = replace(new("doc/a", text, tags=("b", "a", "b")), schema=7, meta='{"by":"kg 1"}')
    there = datetime(2026, 5, 14, 11, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    log.append([record], now=there)
    (found,) = log.read()
    assert (found.key, found.type, found.schema, found.meta) == ("doc/a", "announcement-recorded", 7, '{"by":"kg 1"}')
    assert found.payload == text.encode()
    assert found.tags == ("a", "b")
    assert found.recorded_at == datetime(2026, 5, 14, 9, 30, 0, 5, tzinfo=UTC)
    assert found.recorded_at.tzinfo is UTC


def test_an_acknowledged_batch_is_there_for_whoever_opens_the_log_next(place: Place) -> None:
    writer = place.open()
    writer.append(several(3), now=NOW)
    with place.open("read") as beside:
        assert len(keys(beside)) == 3
    writer.close()
    with place.open("read") as afterwards:
        assert len(keys(afterwards)) == 3
        assert afterwards.verify() is None


@pytest.mark.parametrize("spoilt", [new("known", "other"), replace(new("binary"), payload=b"\xff")])
def test_a_batch_with_one_bad_record_leaves_nothing(log: Log, spoilt: NewRecord) -> None:
    log.append([new("known")], now=NOW)
    before = log.head()
    with pytest.raises(BadInputError):
        log.append([*several(3), spoilt, *several(3, 3)], now=NOW)
    assert log.head() == before
    assert keys(log) == ["known"]
    assert log.append(several(1), now=NOW) == (2,)


def test_the_same_content_again_gives_the_old_position_and_writes_nothing(log: Log) -> None:
    log.append(several(5), now=NOW)
    before = log.head()
    again = [replace(record, meta='{"by":"a later program"}') for record in several(5)]
    assert log.append(again[2:4], now=NOW + timedelta(days=400)) == (3, 4)
    assert log.head() == before
    assert list(log.read())[2].recorded_at == NOW


def test_of_a_batch_only_what_is_new_is_written(log: Log) -> None:
    log.append(several(2), now=NOW)
    assert log.append([*several(3, 1), several(3, 1)[1]], now=NOW) == (2, 3, 4, 3)
    assert keys(log) == [record.key for record in several(4)]


def test_the_same_key_with_other_content_is_refused_and_named(log: Log) -> None:
    log.append(several(3), now=NOW)
    key = several(3)[1].key
    for changed in (new(key, "other", type_="type-1"), replace(several(3)[1], type="type-2")):
        with pytest.raises(KeyTakenError) as caught:
            log.append([changed], now=NOW)
        assert (caught.value.key, caught.value.position) == (key, 2)
        assert key in str(caught.value)
    assert log.head().position == 3


def test_two_contents_under_one_key_in_one_batch_are_refused(log: Log) -> None:
    with pytest.raises(KeyTakenError):
        log.append([new("a", "1"), new("a", "2")], now=NOW)
    assert log.head().position == 0


def test_a_condition_refuses_only_what_it_names_and_only_later_records(log: Log) -> None:
    log.append([new("a", tags=("entity:x",))], now=NOW)
    on_x = Condition((Query(tags=("entity:x",)),), after=1)
    log.append([new("b", tags=("entity:y",))], on_x, now=NOW)
    log.append([new("c", tags=("entity:x",))], on_x, now=NOW)
    with pytest.raises(ConditionFailedError) as caught:
        log.append([new("d")], on_x, now=NOW)
    assert (caught.value.position, caught.value.after) == (3, 1)
    with pytest.raises(ConditionFailedError):
        log.append([new("d")], Condition((), after=2), now=NOW)
    assert log.append([new("d")], Condition((), after=3), now=NOW) == (4,)


def test_a_retry_of_a_conditional_append_is_no_conflict_with_itself(log: Log) -> None:
    first = Condition((), after=0)
    assert log.append(several(2), first, now=NOW) == (1, 2)
    assert log.append(several(2), first, now=NOW) == (1, 2)


def test_a_condition_can_want_that_all_records_are_new(log: Log) -> None:
    new_ones = Condition((), after=0, all_new=True)
    assert log.append(several(2), new_ones, now=NOW) == (1, 2)
    for again in (several(2), several(2, 1)):
        with pytest.raises(ConditionFailedError):
            log.append(again, replace(new_ones, fail_if=(Query(tags=("no such tag",)),)), now=NOW)
    assert log.head().position == 2


def test_of_racers_under_one_condition_exactly_one_wins(place: Place) -> None:
    racers = 6
    barrier = threading.Barrier(racers)
    outcomes: list[str] = []

    def run(name: str) -> None:
        with place.open() as log:
            barrier.wait()
            try:
                log.append([new(name, tags=("seat",))], Condition((Query(tags=("seat",)),), after=0), now=NOW)
                outcomes.append("won")
            except ConditionFailedError:
                outcomes.append("lost")

    threads = [threading.Thread(target=run, args=(f"racer-{number}",)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost"] * (racers - 1) + ["won"]


def test_the_chain_can_be_recomputed_from_its_description(log: Log) -> None:
    log.append(several(4), now=NOW)
    log.append([replace(new("doc/€", "…", tags=('quo"te', "b\\s\n")), meta='{"\t":1}')], now=NOW)
    previous = GENESIS
    for record in log.read():
        assert record.salt is not None
        assert record.payload is not None
        assert len(record.salt) == 16
        hashed = hashlib.sha256(record.salt + record.payload).hexdigest()
        recorded_at = record.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        tags = json.dumps(sorted(record.tags), ensure_ascii=False, separators=(",", ":"))
        covered = [
            previous,
            record.position,
            record.key,
            record.type,
            record.schema,
            recorded_at,
            record.meta,
            tags,
            hashed,
        ]
        text = json.dumps(covered, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert record.payload_hash == hashed
        assert record.chain == previous
    assert log.head() == Head(5, previous)


def test_equal_payloads_have_different_hashes(log: Log) -> None:
    log.append([new("a"), new("b")], now=NOW)
    first, second = log.read()
    assert first.payload == second.payload
    assert first.payload_hash != second.payload_hash


QUERIES = (
    Query(),
    Query(types=("type-1",)),
    Query(types=("type-0", "type-2")),
    Query(types=("absent",)),
    Query(tags=("entity:e3",)),
    Query(tags=("entity:e3", "document:document-3")),
    Query(types=("type-2", "type-1"), tags=("document:document-4",)),
    Query(types=("type-2",), tags=("entity:e1", "document:document-1")),
)


def test_reading_gives_what_the_query_means(log: Log) -> None:
    log.append(several(80), now=NOW)
    everything = list(log.read())
    questions: list[tuple[Query, ...]] = [(), *product(QUERIES), *product(QUERIES, QUERIES)]
    for queries, after, limit in product(questions, (0, 37, 80), (None, 0, 1, 9)):
        meant = [
            record
            for record in everything
            if record.position > after and (not queries or any(query.matches(record) for query in queries))
        ]
        assert list(log.read(queries, after=after, limit=limit)) == meant[:limit], (queries, after, limit)


def test_a_long_reading_crosses_pages_and_includes_what_is_appended_meanwhile(place: Place, log: Log) -> None:
    log.append([new(f"k{number}", type_=f"type-{number % 2}") for number in range(2100)], now=NOW)
    reading = log.read([Query(types=("type-1",))])
    first = [record.position for record in islice(reading, 3)]
    with place.open() as writer:
        writer.append([new("late", type_="type-1")], now=NOW)
    assert first + [record.position for record in reading] == [*range(2, 2101, 2), 2101]
    assert len(list(log.read(limit=1500))) == 1500


def test_a_subscriber_gets_the_past_and_then_what_comes(place: Place, log: Log) -> None:
    with place.open() as writer:
        writer.append(several(4), now=NOW)
        coming = log.subscribe([Query(types=("type-0",))], after=1, poll_seconds=0.001)
        assert next(coming).position == 4
        writer.append(several(4, 4), now=NOW)
        assert next(coming).position == 7


def test_a_clock_that_goes_back_changes_no_order(log: Log) -> None:
    log.append([new("a")], now=NOW)
    log.append([new("b")], now=NOW - timedelta(days=3))
    log.append([new("c")], now=datetime(2031, 1, 1, tzinfo=UTC))
    assert keys(log) == ["a", "b", "c"]
    assert log.verify() is None


def test_an_instant_without_a_zone_is_our_own_mistake(log: Log) -> None:
    with pytest.raises(AssertionError):
        log.append([new("a")], now=NOW.replace(tzinfo=None))
    assert log.head().position == 0


@pytest.mark.parametrize(("start", "stop"), [(1, None), (1, 3), (3, 5), (4, None), (1, 99), (7, None), (99, None)])
def test_a_sound_log_verifies_in_every_range(log: Log, start: int, stop: int | None) -> None:
    log.append(several(6), now=NOW)
    assert log.verify(start, stop) is None


def test_a_reader_cannot_write(place: Place) -> None:
    with place.open("read") as reader, pytest.raises(KgError):
        reader.append([new("a")], now=NOW)


def test_a_log_that_is_missing_is_not_made_by_opening_it(opener: OpenLog, tmp_path: Path) -> None:
    modes: tuple[Mode, ...] = ("write", "read")
    for mode in modes:
        with pytest.raises(KgError) as caught:
            opener(tmp_path / "missing", mode=mode)
        assert caught.value.exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_restored_records_give_the_same_head(log: Log, other: Log) -> None:
    log.append(several(5), now=NOW)
    log.append(several(5, 5), now=NOW + timedelta(hours=1))
    records = list(log.read())
    assert other.restore(records[:4]) == 4
    assert other.restore(records[2:]) == 6
    assert other.restore(records) == 0
    assert other.restore([]) == 0
    assert list(other.read()) == records
    assert list(other.read([QUERIES[4]])) == list(log.read([QUERIES[4]]))
    assert other.head() == log.head()
    assert other.verify() is None
    assert other.append(several(11), now=NOW) == tuple(range(1, 12))


def test_records_that_do_not_follow_are_not_restored(log: Log, other: Log) -> None:
    log.append(several(6), now=NOW)
    other.append(several(2), now=NOW)
    before = other.head()
    records = list(log.read())
    with pytest.raises(BadInputError, match="differs"):
        other.restore(records)
    with pytest.raises(BadInputError, match="begin at 5"):
        other.restore(records[4:])
    with pytest.raises(VerificationError):
        other.restore(records[2:])
    assert other.head() == before


def swapped(records: list[Record]) -> list[Record]:
    return [records[0], replace(records[2], position=2), replace(records[1], position=3), *records[3:]]


def test_a_restored_chain_is_checked_and_nothing_of_a_bad_batch_stays(log: Log, other: Log) -> None:
    log.append(several(5), now=NOW)
    records = list(log.read())
    spoilt = [
        [*records[:3], replace(records[3], payload=b"{}"), records[4]],
        [*records[:3], replace(records[3], type="x"), records[4]],
        [*records[:3], records[4]],
        swapped(records),
    ]
    for batch in spoilt:
        with pytest.raises(VerificationError, match="position"):
            other.restore(batch)
        assert other.head() == Head()


def test_a_key_stands_once_even_if_a_forger_has_recomputed_the_chain(log: Log, other: Log) -> None:
    other.append([new("a"), new("b")], now=NOW)
    first, second = other.read()
    forged = replace(second, key=first.key)
    forged = replace(forged, chain=link(first.chain, row_of(forged)[:8]))
    with pytest.raises(BadInputError):
        log.restore([first, forged])
    assert log.head() == Head()
