"""New records in, positions out: the append-only log, which is the truth of a workspace, and its sealed segments."""

from kg.log.errors import (
    ConditionFailedError,
    DamagedSegmentError,
    ExchangedError,
    KeyTakenError,
    NotALogError,
    StorageError,
)
from kg.log.port import Log, Mode, OpenLog
from kg.log.query import Condition, Query
from kg.log.record import GENESIS, Damage, Head, NewRecord, Record
from kg.log.segments import erase_in_segments, import_segments, read_segments, seal, segment_paths
from kg.log.sqlite import SqliteLog

LOGS: tuple[OpenLog, ...] = (SqliteLog,)
"""Every kind of log; another joins with one file and one entry, and the contract tests take it up."""

__all__ = [
    "GENESIS",
    "LOGS",
    "Condition",
    "ConditionFailedError",
    "Damage",
    "DamagedSegmentError",
    "ExchangedError",
    "Head",
    "KeyTakenError",
    "Log",
    "Mode",
    "NewRecord",
    "NotALogError",
    "OpenLog",
    "Query",
    "Record",
    "SqliteLog",
    "StorageError",
    "erase_in_segments",
    "import_segments",
    "read_segments",
    "seal",
    "segment_paths",
]
