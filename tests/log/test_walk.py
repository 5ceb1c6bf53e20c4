"""Changes made behind the log's back, and what `verify` says of them."""

import random
import sqlite3
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.log import Query, SqliteLog
from kg.log.chain import Row, link
from kg.log.tables import SCHEMA
from tests.log.builders import NOW, several

COUNT = 6
CHANGED = {
    "position": "position + 100",
    "key": "key || 'x'",
    "type": "'claim-retracted'",
    "schema": "schema + 1",
    "recorded_at": "replace(recorded_at, '2026', '2025')",
    "meta": "' ' || meta",
    "tags": "'[]'",
    "payload_hash": "replace(hex(zeroblob(32)), '00', 'ab')",
    "chain": "replace(hex(zeroblob(32)), '00', 'ab')",
    "salt": "zeroblob(16)",
    "payload": "CAST('{}' AS BLOB)",
}
NAMED = {
    "position": "position",
    "tags": "tags",
    "payload_hash": "payload hash",
    "chain": "chain",
    "salt": "payload",
    "payload": "payload",
}
"""What is said of a column, where it can be told; of the others, that one of the covered fields was changed."""


@pytest.fixture
def filled(log: SqliteLog, path: Path) -> SqliteLog:
    with SqliteLog(path) as other:  # what it wrote itself a log would miss when it is closed
        other.append(several(COUNT), now=NOW)
    return log


def tamper(path: Path, *statements: str) -> None:
    """Do to the file what any SQLite program could do."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        assert connection.execute(statement).rowcount != 0, f"nothing was changed by {statement}"
    connection.close()


def test_every_column_is_tampered_with() -> None:
    assert tuple(CHANGED) == Row._fields


@pytest.mark.parametrize("position", [1, 3, COUNT])
@pytest.mark.parametrize("column", CHANGED)
def test_a_changed_value_is_named(filled: SqliteLog, path: Path, column: str, position: int) -> None:
    tamper(path, f"UPDATE records SET {column} = {CHANGED[column]} WHERE position = {position}")
    damage = filled.verify()
    assert damage is not None
    assert damage.position == position
    last_chain = column == "chain" and position == COUNT  # Nothing behind it still knows what it was.
    assert damage.field == ("covered fields" if last_chain else NAMED.get(column, "covered fields"))
    assert filled.verify(1, position - 1) is None


@pytest.mark.parametrize("column", ["salt", "payload"])
def test_half_an_erasure_is_damage(filled: SqliteLog, path: Path, column: str) -> None:
    tamper(path, f"UPDATE records SET {column} = NULL WHERE position = 3")
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (3, "payload")


def test_an_erased_payload_leaves_the_chain_whole(filled: SqliteLog, path: Path) -> None:
    head = filled.head()
    tamper(path, "UPDATE records SET salt = NULL, payload = NULL WHERE position = 3")
    assert filled.verify() is None
    assert filled.head() == head
    assert [record.position for record in filled.read() if record.payload is None] == [3]


@pytest.mark.parametrize(
    ("done", "position"),
    [
        (["DELETE FROM records WHERE position = 1"], 1),
        (["DELETE FROM records WHERE position = 4"], 4),
        (
            ["DELETE FROM records WHERE position = 4", "UPDATE records SET position = position - 1 WHERE position > 4"],
            4,
        ),
        (
            [
                "UPDATE records SET position = 99 WHERE position = 2",
                "UPDATE records SET position = 2 WHERE position = 3",
                "UPDATE records SET position = 3 WHERE position = 99",
            ],
            2,
        ),
        (["UPDATE records SET position = 0 WHERE position = 6"], 0),
        (["UPDATE records SET position = -7 WHERE position = 6"], -7),
    ],
    ids=["first deleted", "middle deleted", "deleted and closed up", "reordered", "moved to 0", "moved below 0"],
)
def test_deleted_and_reordered_records_are_named(filled: SqliteLog, path: Path, done: list[str], position: int) -> None:
    tamper(path, *done)
    damage = filled.verify()
    assert damage is not None
    assert damage.position == position


def test_a_copy_of_a_record_is_named(filled: SqliteLog, path: Path) -> None:
    others = ", ".join(Row._fields[2:])
    tamper(path, f"INSERT INTO records SELECT 7, 'copy', {others} FROM records WHERE position = 2")
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (7, "covered fields")


def test_a_key_that_stands_twice_is_named_though_the_chain_was_recomputed(filled: SqliteLog, path: Path) -> None:
    last = sqlite3.connect(path)
    (chain,) = last.execute("SELECT chain FROM records WHERE position = 6").fetchone()
    row = Row._make(last.execute(f"SELECT {', '.join(Row._fields)} FROM records WHERE position = 2").fetchone())
    last.close()
    copy = row._replace(position=7)
    copy = copy._replace(chain=link(chain, copy[:8]))
    twin = sqlite3.connect(path, isolation_level=None)
    twin.execute(SCHEMA[0].replace("TABLE records", "TABLE loose").replace(" UNIQUE", ""))
    twin.execute("INSERT INTO loose SELECT * FROM records")
    twin.execute(f"INSERT INTO loose VALUES ({', '.join('?' * len(copy))})", copy)
    twin.execute("INSERT INTO tags SELECT tag, 7 FROM tags WHERE position = 2")
    twin.execute("DROP TABLE records")
    twin.execute("ALTER TABLE loose RENAME TO records")
    twin.close()
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (7, "key")


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("DELETE FROM tags WHERE position = 4 AND tag LIKE 'entity:%'", 4),
        ("INSERT INTO tags VALUES ('entity:foreign', 5)", 5),
        ("INSERT INTO tags VALUES ('entity:foreign', 99)", 99),
        ("INSERT INTO tags VALUES ('entity:foreign', 0)", 0),
        ("UPDATE tags SET tag = 'entity:foreign' WHERE position = 2 AND tag LIKE 'entity:%'", 2),
        ("UPDATE tags SET position = 6 WHERE position = 3 AND tag LIKE 'entity:%'", 3),
    ],
)
def test_a_changed_tags_index_is_named(filled: SqliteLog, path: Path, statement: str, position: int) -> None:
    tamper(path, statement)
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (position, "tags index")


def test_tags_changed_in_both_places_are_named(filled: SqliteLog, path: Path) -> None:
    tamper(path, "UPDATE records SET tags = '[]' WHERE position = 3", "DELETE FROM tags WHERE position = 3")
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (3, "covered fields")


def test_the_first_of_several_damages_is_named(filled: SqliteLog, path: Path) -> None:
    tamper(
        path,
        "UPDATE records SET payload = CAST('{}' AS BLOB) WHERE position = 5",
        "DELETE FROM tags WHERE position = 2",
        "UPDATE records SET type = 'x' WHERE position = 4",
    )
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (2, "tags index")
    later = filled.verify(3)
    assert later is not None
    assert (later.position, later.field) == (4, "covered fields")
    assert filled.verify(6) is None


def test_a_range_behind_a_missing_record_names_it(filled: SqliteLog, path: Path) -> None:
    tamper(path, "DELETE FROM records WHERE position = 3")
    damage = filled.verify(4)
    assert damage is not None
    assert (damage.position, damage.field) == (3, "position")


def test_values_of_another_type_and_text_that_is_no_text_are_damage(filled: SqliteLog, path: Path) -> None:
    tamper(path, "UPDATE records SET meta = CAST(x'ff' AS TEXT) WHERE position = 4")
    damage = filled.verify()
    assert damage is not None
    assert (damage.position, damage.field) == (4, "row")
    with pytest.raises(KgError, match="damaged"):
        list(filled.read())


@pytest.mark.parametrize("change", ["recorded_at = 'yesterday'", "tags = '{}'", "tags = '[1]'", "tags = '['"])
def test_a_record_that_cannot_be_one_is_read_as_damaged_and_the_others_as_they_are(
    filled: SqliteLog, path: Path, change: str
) -> None:
    whole = list(filled.read())
    tamper(path, f"UPDATE records SET {change} WHERE position = 2")
    found = list(filled.read())
    assert [record.damaged for record in found] == [number == 1 for number in range(len(whole))]
    assert [record for record in found if not record.damaged] == [whole[0], *whole[2:]]


def answers(log: SqliteLog) -> list[object]:
    """Return all that the log can be asked for, along each of its indexes."""
    queries = [
        (),
        *((Query(types=(f"type-{number}",)),) for number in range(3)),
        *((Query(tags=(f"entity:e{number}",)),) for number in range(5)),
    ]
    return [list(log.read(each)) for each in queries]


def test_a_flipped_bit_in_the_file_never_passes_for_a_sound_log_with_other_content(path: Path) -> None:
    with SqliteLog(path, mode="create") as log:
        log.append(several(40), now=NOW)
        sound = answers(log)
    content = path.read_bytes()
    chance = random.Random(20260514)  # noqa: S311  fixed, so that a failure can be repeated
    found = 0
    for _ in range(250):
        flipped = bytearray(content)
        flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            with SqliteLog(path, mode="read") as log:
                if log.verify() is None:
                    assert answers(log) == sound
                else:
                    found += 1
        except KgError:
            found += 1
    assert found > 50, "most of the file holds content, so that most flips must be found"
