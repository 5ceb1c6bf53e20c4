"""A path in, an open SQLite database that is a log out, or an error that says what the file is instead."""

import sqlite3
import time
from pathlib import Path

from kg.errors import VerificationError
from kg.files import MisplacedError, sync_folder
from kg.folders import check_database
from kg.log.errors import NotALogError, named_errors
from kg.log.port import Mode
from kg.log.tables import SCHEMA
from kg.readonly import open_to_read

APPLICATION_ID = int.from_bytes(b"kglg", "big")
FORMAT = 1

_URI_MODE = {"create": "rwc", "write": "rw"}
_PATIENCE = 0.01


def open_database(path: Path, mode: Mode, *, busy_seconds: float) -> sqlite3.Connection:
    """Open the log at `path`, in autocommit mode, each commit synced to disk.

    A file of no bytes, or a database without tables, is what an interrupted creation leaves behind; opened for
    writing it is made good.

    Raises
    ------
    NotALogError
        Nothing is there, or something else, or a log of a newer format.
    VerificationError
        The file is damaged, or somebody changed its tables.
    NoWorkspaceError
        The file or its folder does not permit it.
    LockedError
        Another process held the file for longer than `busy_seconds`.

    """
    try:
        check_database(path)
    except MisplacedError as error:
        raise NotALogError(error.what, where=error.where, next_step=error.next_step) from None
    if not path.is_file() and mode != "create":
        raise NotALogError(
            "there is no log here",
            where=str(path),
            next_step="Name the folder of a workspace, or make one with `kg init`.",
        )
    with named_errors(path, "reading" if mode == "read" else "opening"):
        connection = (
            open_to_read(path, busy_seconds=busy_seconds) if mode == "read" else _connect(path, mode, busy_seconds)
        )
        try:
            _recognise(connection, path, mode, busy_seconds)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, mode: Mode, busy_seconds: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={_URI_MODE[mode]}"
    return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None)


def _recognise(connection: sqlite3.Connection, path: Path, mode: Mode, busy_seconds: float) -> None:
    """Refuse what is no log, make good what was begun, and see to it that commits are durable."""
    connection.execute("BEGIN")
    application, version, tables = _identity(connection)
    connection.execute("COMMIT")
    fresh = application == version == 0 and not tables
    if fresh and mode == "read":
        raise NotALogError(
            "this log was never finished", where=str(path), next_step="Run `kg init` on its folder again."
        )
    if not fresh and application != APPLICATION_ID:
        raise NotALogError(
            "this is the database of another program",
            where=str(path),
            next_step="Move it away, or choose another folder for the workspace.",
        )
    if not fresh and version != FORMAT:
        raise NotALogError(
            f"this log has format {version}, and this version of kg reads format {FORMAT}",
            where=str(path),
            next_step="Install the version of kg that wrote it, or a newer one.",
        )
    if not fresh and tables != set(SCHEMA):
        raise VerificationError(
            "tables, indexes or triggers are not those that a log makes",
            where=str(path),
            next_step="Keep the file as it is and restore the log from a backup or its segments.",
        )
    if mode != "read":
        connection.execute("PRAGMA synchronous = FULL")
        if fresh:
            _create(connection)
            sync_folder(path.parent)
        _write_ahead(connection, busy_seconds)


def _identity(connection: sqlite3.Connection) -> tuple[int, int, set[str]]:
    """Return application id, format and tables; within a transaction, since another process may be creating them."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    return application, version, tables


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables in one transaction, unless another process has done so in this moment."""
    connection.execute("BEGIN IMMEDIATE")
    if not any(_identity(connection)):
        for statement in (*SCHEMA, f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {FORMAT}"):
            connection.execute(statement)
    connection.execute("COMMIT")


def _write_ahead(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Switch to the write-ahead log, which stays with the file; SQLite does not wait by itself for this lock."""
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(_PATIENCE)
        else:
            return
