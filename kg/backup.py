"""A workspace in, one file with all that cannot be made again out; and such a file made a workspace again.

The file is a tar archive, compressed where its name ends in `.gz`: a manifest first, then the settings, the whole log
as sealed segments, the attached texts and the user's own questions. The graph and the indexes are made anew. A backup
comes from somebody: nothing of it is believed before it was checked, and nothing is written that does not belong.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import BadInputError, KgError, LimitError, VerificationError
from kg.log import Head, Log, SqliteLog, import_segments, seal, segment_paths
from kg.pipeline import CaughtUp, catch_up
from kg.texts import LARGEST_TEXT
from kg.workspace import Workspace, create

FORMAT = "claimledger backup 1"
_MANIFEST = "manifest.json"
_SEGMENT_SIZE = 10_000
_NAME = r"[a-z0-9][a-z0-9._-]{0,118}"
_LARGEST_MANIFEST, _LARGEST_SMALL, _LARGEST_SEGMENT = 64 << 20, 1 << 20, 1 << 30
_MEMBERS = (
    (re.compile(r"kg\.toml"), _LARGEST_SMALL),
    (re.compile(r"segments/segment-\d{12,15}-\d{12,15}\.jsonl"), _LARGEST_SEGMENT),
    (re.compile(rf"documents/{_NAME}/text\.txt"), LARGEST_TEXT),
    (re.compile(rf"queries/(?:{_NAME}/)?{_NAME}\.rq"), _LARGEST_SMALL),
)
"""What a backup may hold, each with the most bytes that it may have."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    position: int
    chain: str
    files: int
    texts: int


def back_up(workspace: Workspace, log: Log, file: Path) -> Backup:
    """Write a backup of a workspace, whole or not at all.

    Raises
    ------
    BadInputError
        The file is there already, or cannot be written.
    VerificationError
        A record is not as it was written; damage is not backed up.

    """
    if file.exists():
        raise BadInputError("the file is there already", where=str(file), next_step="Name another one.")
    head = log.head()
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".kg-backup-") as folder:
            segments = Path(folder) / "segments"
            paths = seal(log, segments, size=_SEGMENT_SIZE) if head.position else []
            members = [(f"segments/{path.name}", path) for path in paths]
            members += [("kg.toml", workspace.mark), *_own(workspace)]
            manifest = {
                "format": FORMAT,
                "position": head.position,
                "chain": head.chain,
                "files": {name: _hash(path) for name, path in sorted(members)},
            }
            with fresh.open("wb") as raw:
                with tarfile.open(fileobj=raw, mode="w:gz" if file.suffix == ".gz" else "w") as archive:
                    content = json.dumps(manifest, indent=1).encode()
                    archive.addfile(_plain(_MANIFEST, len(content)), io.BytesIO(content))
                    for name, path in sorted(members):
                        with path.open("rb") as source:
                            archive.addfile(_plain(name, path.stat().st_size), source)
                raw.flush()
                os.fsync(raw.fileno())
            fresh.rename(file)
    except OSError as error:
        raise BadInputError(
            f"the backup cannot be written ({error.strerror})", where=str(file), next_step="Name another place."
        ) from None
    finally:
        fresh.unlink(missing_ok=True)
    return Backup(head.position, head.chain, len(members), sum(name.startswith("documents/") for name, _ in members))


def _own(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """Yield the texts and questions; links and whatever else lies there are not ours."""
    for folder, pattern in ((workspace.documents, "*/text.txt"), (workspace.queries, "**/*.rq")):
        for path in sorted(folder.glob(pattern)):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and not path.is_symlink() and _limit(name) is not None:
                yield name, path


def _plain(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _limit(name: str) -> int | None:
    return next((most for pattern, most in _MEMBERS if pattern.fullmatch(name)), None)


def restore(file: Path, root: Path, *, progress: Callable[[str], None] = lambda _: None) -> tuple[Backup, CaughtUp]:
    """Make `root`, a new or empty folder, the workspace that was backed up; leave nothing there where that fails.

    Raises
    ------
    BadInputError
        The file is no backup, or the folder is not empty.
    VerificationError
        The backup is not as it was written.
    LimitError
        It holds more than a backup may.

    """
    there = root.is_dir()
    if root.exists() and (not there or any(root.iterdir())):
        raise BadInputError("the folder is not empty", where=str(root), next_step="Name a new folder.")
    try:
        return _restored(file, root, progress)
    except BaseException:
        for path in root.iterdir() if root.is_dir() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not there and root.is_dir():
            root.rmdir()
        raise


def _restored(file: Path, root: Path, progress: Callable[[str], None]) -> tuple[Backup, CaughtUp]:
    workspace = create(root)
    manifest = _unpack(file, workspace, progress)
    with SqliteLog(workspace.log, mode="create") as log:
        progress("taking over the records")
        import_segments(log, segment_paths(workspace.segments))
        head = log.head()
        if head != Head(manifest["position"], manifest["chain"]):
            raise VerificationError(
                f"the segments end at record {head.position}, and the manifest says {manifest['position']}",
                where=str(file),
                next_step="Use another backup.",
            )
        result = catch_up(workspace, log, progress=lambda position: progress(f"the graph reaches record {position}"))
    names = manifest["files"]
    texts = sum(name.startswith("documents/") for name in names)
    return Backup(head.position, head.chain, len(names), texts), result


def _unpack(file: Path, workspace: Workspace, progress: Callable[[str], None]) -> dict[str, Any]:
    """Write what belongs into a workspace, each file checked by its hash, and return the manifest."""
    try:
        with tarfile.open(file, mode="r|*") as archive:
            return _unpacked(archive, file, workspace, progress)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise _damaged(file, f"it cannot be read as a backup ({error})") from None


def _unpacked(
    archive: tarfile.TarFile, file: Path, workspace: Workspace, progress: Callable[[str], None]
) -> dict[str, Any]:
    members = iter(archive)
    manifest = _manifest(archive, next(members, None), file)
    missing = dict(manifest["files"])
    for member in members:
        expected = missing.pop(member.name, None)
        most = _limit(member.name)
        if expected is None or most is None or not member.isreg():
            raise _damaged(file, f"{member.name[:80]!r} does not belong into a backup")
        if member.size > most:
            raise LimitError(f"{member.name} is larger than {most:,} bytes", where=str(file))
        progress(member.name)
        _write(archive, member, workspace.root / member.name, expected, file)
    if missing:
        raise _damaged(file, f"{min(missing)} is missing in it")
    return manifest


def _manifest(archive: tarfile.TarFile, first: tarfile.TarInfo | None, file: Path) -> dict[str, Any]:
    if first is None or first.name != _MANIFEST or not first.isreg() or first.size > _LARGEST_MANIFEST:
        raise BadInputError("this is no backup of a ledger", where=str(file), next_step="`kg backup FILE` writes one.")
    source = archive.extractfile(first)
    assert source is not None, "a regular file has content"
    manifest: Any = None
    try:
        manifest = json.loads(source.read())
        sound = manifest["format"] == FORMAT and isinstance(manifest["position"], int)
        sound = sound and all(isinstance(each, str) for pair in manifest["files"].items() for each in pair)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        sound = False
    if not sound or not isinstance(manifest.get("chain"), str):
        raise BadInputError(
            "the manifest is not one that this version of kg reads", where=str(file), next_step="Upgrade kg."
        )
    found: dict[str, Any] = manifest
    return found


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path, expected: str, file: Path) -> None:
    source = archive.extractfile(member)
    assert source is not None, "a regular file has content"
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as target:
        while part := source.read(1 << 20):
            digest.update(part)
            target.write(part)
    if digest.hexdigest() != expected:
        raise _damaged(file, f"{member.name} is not as it was backed up")


def _damaged(file: Path, what: str) -> KgError:
    return VerificationError(what, where=str(file), next_step="Use another backup.")
