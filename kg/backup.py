"""A workspace in, one file with all that cannot be made again out; and such a file made a workspace again.

The file is a tar archive, compressed where its name ends in `.gz`: a manifest first, then the settings, the whole log
as sealed segments, the attached texts and the user's own questions. The graph and the indexes are made anew. A backup
comes from somebody: nothing of it is believed before it was checked, and nothing is written that does not belong.
"""

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, cast

from kg.errors import BadInputError, KgError, LimitError, VerificationError, quoted
from kg.events.door import open_log
from kg.files import MisplacedError, UnreadableError, new_file, opened, remove
from kg.folders import check_name, fresh_folder, names, put_in_place
from kg.log import Head, Log, import_segments, seal, segment_paths
from kg.pipeline import CaughtUp, catch_up
from kg.texts import LARGEST_TEXT
from kg.workspace import Workspace, create

FORMAT = "claimledger backup 1"
_MANIFEST = "manifest.json"
_SEGMENT_SIZE = 10_000
_NAME = r"[a-z0-9][a-z0-9._-]{0,118}"
_LARGEST_MANIFEST, _LARGEST_SMALL, _LARGEST_SEGMENT, _LARGEST_BACKUP = 64 << 20, 1 << 20, 1 << 30, 1 << 44
_MEMBERS = (
    (re.compile(r"kg\.toml"), _LARGEST_SMALL),
    (re.compile(r"segments/segment-\d{12,15}-\d{12,15}\.jsonl"), _LARGEST_SEGMENT),
    (re.compile(rf"documents/{_NAME}/text\.txt"), LARGEST_TEXT),
    (re.compile(rf"queries/(?:{_NAME}/)?{_NAME}\.rq"), _LARGEST_SMALL),
)
"""What a backup may hold, each with the most bytes that it may have."""
_MOST_UNPACKED, _ALLOWANCE = 200, 64 << 20
"""Times the size of the file that it may unpack to, and bytes beside: text packs to a tenth, a bomb to a thousandth."""
_GZIP = b"\x1f\x8b"


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
    there = BadInputError("the file is there already", where=str(file), next_step="Name another one.")
    head = log.head()
    try:
        check_name(file)
        if os.path.lexists(file):
            raise there
        with fresh_folder(file) as folder:
            segments = folder / "segments"
            paths = seal(log, segments, size=_SEGMENT_SIZE) if head.position else []
            members = [(f"segments/{path.name}", path, folder) for path in paths]
            members += [("kg.toml", workspace.mark, workspace.root), *_own(workspace)]
            manifest = {
                "format": FORMAT,
                "position": head.position,
                "chain": head.chain,
                "files": {name: _hash(path, below) for name, path, below in sorted(members)},
            }
            mode: Literal["w:gz", "w"] = "w:gz" if file.suffix in {".gz", ".tgz"} else "w"
            with (
                new_file(folder / "archive") as raw,
                tarfile.open(fileobj=raw, mode=mode, format=tarfile.USTAR_FORMAT) as archive,
            ):
                content = json.dumps(manifest, indent=1).encode()
                archive.addfile(_plain(_MANIFEST, len(content)), io.BytesIO(content))
                for name, path, below in sorted(members):
                    with opened(path, _LARGEST_SEGMENT, below=below) as source:
                        archive.addfile(_plain(name, os.fstat(source.fileno()).st_size), source)
            put_in_place(folder / "archive", file, replace=False)
    except FileExistsError:
        raise there from None
    except MisplacedError:
        raise
    except UnreadableError as error:
        raise VerificationError(
            f"a part of the workspace {error}", where=str(workspace.root), next_step="`kg verify` says more."
        ) from None
    except OSError as error:
        raise BadInputError(
            f"the backup cannot be written ({error.strerror})", where=str(file), next_step="Name another place."
        ) from None
    return Backup(head.position, head.chain, len(members), sum(name.startswith("documents/") for name, *_ in members))


def _own(workspace: Workspace) -> Iterator[tuple[str, Path, Path]]:
    """Yield name, path and workspace of texts and questions; links and whatever else lies there are not ours."""
    root = workspace.root
    texts = [each / "text.txt" for each in names(workspace.documents, below=root, kind="folder")]
    deeper = (path for each in names(workspace.queries, below=root, kind="folder") for path in each.rglob("*.rq"))
    for path in (*texts, *names(workspace.queries, "*.rq", below=root), *sorted(deeper)):
        if path.is_file() and not path.is_symlink():
            name = path.relative_to(root).as_posix()
            if _limit(name) is None:
                raise BadInputError(
                    "a backup cannot hold a file of this name",
                    where=str(path),
                    next_step="Rename it: lower-case letters, digits, dots and hyphens, in one folder of `queries/`.",
                )
            yield name, path, root


def _plain(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    return info


def _hash(path: Path, below: Path) -> str:
    with opened(path, _LARGEST_SEGMENT, below=below) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a buffered reader


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
            remove(path, below=root)
        if not there and root.is_dir():
            root.rmdir()
        raise


def _restored(file: Path, root: Path, progress: Callable[[str], None]) -> tuple[Backup, CaughtUp]:
    workspace = create(root)
    manifest = _unpack(file, workspace, progress)
    with open_log(workspace.log, mode="create") as log:
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
        with opened(file, _LARGEST_BACKUP) as raw:
            size, is_packed = os.fstat(raw.fileno()).st_size, raw.read(2) == _GZIP
            raw.seek(0)
            if not is_packed:
                return _unpacked(raw, size, file, workspace, progress)
            with gzip.GzipFile(fileobj=raw, mode="rb") as stream:
                return _unpacked(cast("IO[bytes]", stream), size, file, workspace, progress)
    except UnreadableError as error:
        raise BadInputError(f"the backup {error}", where=str(file), next_step="Name the file of a backup.") from None
    except (tarfile.TarError, UnicodeDecodeError, zlib.error, EOFError, OSError) as error:
        raise _damaged(file, f"it cannot be read as a backup ({error})") from None


def _unpacked(
    stream: IO[bytes], packed: int, file: Path, workspace: Workspace, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Read a tar front to back by its plain headers alone.

    A tar may also hold links, devices and headers that say how long the next header is, which the library follows and
    reads into memory; here none of them exists.
    """
    left = packed * _MOST_UNPACKED + _ALLOWANCE
    first = _header(stream)
    if first is None or first.name != _MANIFEST or first.type != tarfile.REGTYPE or first.size > _LARGEST_MANIFEST:
        raise BadInputError("this is no backup of a ledger", where=str(file), next_step="`kg backup FILE` writes one.")
    manifest = _manifest(b"".join(_content(stream, first.size, file)), file)
    missing = dict(manifest["files"])
    while member := _header(stream):
        expected = missing.pop(member.name, None)
        most = _limit(member.name)
        if expected is None or most is None or member.type != tarfile.REGTYPE:
            raise _damaged(file, f"{quoted(member.name, 80)} does not belong into a backup")
        left -= member.size
        if member.size > most or left < 0:
            raise LimitError(f"{member.name} is larger than a backup like this may hold", where=str(file))
        progress(member.name)
        _write(_content(stream, member.size, file), member.name, workspace.root / member.name, expected, file)
    if missing:
        raise _damaged(file, f"{min(missing)} is missing in it")
    return manifest


def _header(stream: IO[bytes]) -> tarfile.TarInfo | None:
    """Return the next header, or None at the block of zeros that ends a tar."""
    block = stream.read(tarfile.BLOCKSIZE)
    return None if block == b"\0" * tarfile.BLOCKSIZE else tarfile.TarInfo.frombuf(block, "utf-8", "strict")


def _content(stream: IO[bytes], size: int, file: Path) -> Iterator[bytes]:
    """Yield the content of a member by pieces, and pass over what fills its last block."""
    if size < 0:
        raise _damaged(file, "a size in it is no size")
    left = size + -size % tarfile.BLOCKSIZE
    while left:
        part = stream.read(min(left, 1 << 20))
        if not part:
            raise _damaged(file, "its end is missing")
        left -= len(part)
        yield part[: max(0, size)]
        size -= len(part)


def _manifest(content: bytes, file: Path) -> dict[str, Any]:
    manifest: Any = None
    try:
        manifest = json.loads(content)
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


def _write(content: Iterator[bytes], name: str, path: Path, expected: str, file: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    remove(path)  # the settings of a new workspace give way to those in the backup
    digest = hashlib.sha256()
    with new_file(path) as target:
        for part in content:
            digest.update(part)
            target.write(part)
    if digest.hexdigest() != expected:
        raise _damaged(file, f"{name} is not as it was backed up")


def _damaged(file: Path, what: str) -> KgError:
    return VerificationError(what, where=str(file), next_step="Use another backup.")
