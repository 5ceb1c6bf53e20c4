"""Fields of a header in, 512 bytes out: tar archives by hand, so that any lie can be told in them."""

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from bench.faults.cases.news import ARTICLE
from bench.faults.cases.records import raw_world, rows_of, segment_of

BLOCK = 512
TEXT = b"documents/acme-prices/text.txt"
END = b"\0" * 2 * BLOCK
FILE, HARD, LINK, FOLDER = b"0", b"1", b"2", b"5"


@dataclass(frozen=True, slots=True)
class Member:
    """One member: what the header says, and the bytes that follow."""

    name: bytes
    content: bytes = b""
    type: bytes = FILE
    size: bytes | None = None
    """The twelve bytes of the size; those of the content where None."""
    target: bytes = b""
    """What a link points to."""
    prefix: bytes = b""
    magic: bytes = b"ustar\x0000"
    mode: bytes = b"0000644\0"
    checksum: bytes | None = None
    """The eight bytes of the checksum; the right ones where None."""
    device: bytes = b"0000001\x000000005\x00"
    padded: bool = True

    def written(self) -> bytes:
        """Return header, content, and what fills the last block."""
        size = self.size if self.size is not None else octal(len(self.content))
        head = self.name.ljust(100, b"\0")[:100] + self.mode + b"0000000\0" * 2 + size + octal(0) + b" " * 8
        head += self.type + self.target.ljust(100, b"\0")[:100] + self.magic + b"root".ljust(32, b"\0") * 2
        head += self.device + self.prefix.ljust(155, b"\0")[:155]
        head = head.ljust(BLOCK, b"\0")
        checksum = self.checksum if self.checksum is not None else b"%06o\0 " % sum(head)
        head = head[:148] + checksum + head[156:]
        return head + self.content + (b"\0" * (-len(self.content) % BLOCK) if self.padded else b"")


def octal(number: int) -> bytes:
    """Return a size in eleven octal digits."""
    return b"%011o\0" % number


def base256(number: int) -> bytes:
    """Return a size as GNU tar writes what has too many octal digits; a negative one begins with 255."""
    return b"\xff" * 4 + number.to_bytes(8, "big", signed=True) if number < 0 else b"\x80" + number.to_bytes(11, "big")


def extended(**records: bytes) -> bytes:
    """Return records of a PAX header, each with its own length in front."""
    written = b""
    for name, value in records.items():
        rest = b" " + name.replace("_", ".").encode() + b"=" + value + b"\n"
        size = len(rest) + len(str(len(rest) + len(str(len(rest)))))
        written += str(size).encode() + rest
    return written


def tar(members: Sequence[Member], *, end: bytes = END) -> bytes:
    """Return an archive."""
    return b"".join(member.written() for member in members) + end


def archived(*members: Member) -> Callable[[], bytes]:
    """Return what makes an archive."""
    return lambda: tar(members)


def packed(content: bytes) -> bytes:
    """Return bytes as gzip writes them, the same each time."""
    return gzip.compress(content, mtime=0)


def bomb(size: int) -> bytes:
    """Return gzip bytes that unpack to a file of so many zeros behind a sound manifest."""
    text = "documents/acme-prices/text.txt"
    head = manifest_member(sound().contents(), files={text: "0" * 64}).written()
    member = Member(text.encode(), size=octal(size)).written()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(head + member)]
    parts += [packer.compress(b"\0" * (1 << 20)) for _ in range(size >> 20)]
    return b"".join([*parts, packer.flush()])


@dataclass(frozen=True, slots=True)
class Files:
    """What a sound backup holds."""

    named: Mapping[str, bytes]
    position: int
    chain: str
    more: Mapping[str, object] = field(default_factory=dict)

    def contents(self) -> dict[str, bytes]:
        """Return the files by name, in an order of their own."""
        return dict(self.named)

    def members(self) -> list[Member]:
        """Return the members behind the manifest."""
        return [Member(name.encode(), content) for name, content in sorted(self.named.items())]


@cache
def sound() -> Files:
    """Return the files of a backup of the sound ledger."""
    raws = raw_world()
    segment = f"segments/segment-{1:012}-{len(raws):012}.jsonl"
    named = {
        "kg.toml": b"format = 1\n",
        segment: segment_of(raws),
        "documents/acme-prices/text.txt": ARTICLE.encode(),
        "queries/answers/own.rq": b"#+ summary: Own\n#+ question: What is there?\nSELECT ?s { ?s a kg:Company }\n",
    }
    return Files(named, len(raws), rows_of(raws)[-1].chain)


def manifest(contents: Mapping[str, bytes], **changes: object) -> dict[str, object]:
    """Return the manifest of files, with changes."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
    made: dict[str, object] = {"format": "claimledger backup 1", "position": sound().position, "chain": sound().chain}
    return made | {"files": hashes} | changes


def manifest_member(contents: Mapping[str, bytes], **changes: object) -> Member:
    """Return the manifest as a member; `files` adds to the hashes of the contents where it is a mapping."""
    made = manifest(contents, **changes)
    if isinstance(added := changes.get("files"), Mapping):
        made["files"] = {**manifest(contents)["files"], **added}  # type: ignore[dict-item]  # both are mappings
    return Member(b"manifest.json", json.dumps(made).encode())


@dataclass(frozen=True, slots=True)
class Archive:
    """One file that says it is a backup."""

    name: str
    make: Callable[[], bytes]
    expect: Literal["refuse", "take", "open"] = "refuse"


def hash_of(content: bytes) -> str:
    """Return the hash of a file as a manifest has it."""
    return hashlib.sha256(content).hexdigest()


def whole(*more: Member, changed: Mapping[bytes, Member] | None = None, listed: bool = True) -> bytes:
    """Return the sound archive with members exchanged and more behind them, all listed in the manifest."""
    named = {member.name.decode(errors="replace"): hash_of(member.content) for member in more if listed}
    members = [(changed or {}).get(member.name, member) for member in sound().members()]
    return tar([manifest_member(sound().contents(), files=named), *members, *more])


def holding(*more: Member, **changed: Member) -> Callable[[], bytes]:
    """Return what makes the sound archive with more members, and with another one for the `text`."""
    return lambda: whole(*more, changed={TEXT: changed["text"]} if "text" in changed else None)


def sound_archive() -> bytes:
    """Return the backup of the sound ledger."""
    return whole()
