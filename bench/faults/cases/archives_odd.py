"""Archives that are cut, doubled or disordered, whose manifest is odd, or that hold what no ledger should."""

import bz2
import json
import lzma
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from bench.faults.cases.hostile_logs import erasures
from bench.faults.cases.records import Raw, raw_world, rows_of, segment_of
from bench.faults.cases.tars import (
    END,
    FOLDER,
    LINK,
    TEXT,
    Archive,
    Member,
    archived,
    bomb,
    hash_of,
    holding,
    manifest,
    manifest_member,
    packed,
    sound,
    sound_archive,
    tar,
)


def shapes(outside: str) -> Iterator[Archive]:
    """Yield archives that are cut, doubled, disordered, or no archives."""
    text = sound().named[TEXT.decode()]
    first, rest = manifest_member(sound().contents()), sound().members()
    yield Archive("a file twice", holding(Member(TEXT, text)))
    yield Archive("a file twice, the second another", holding(Member(TEXT, b"another\n")))
    yield Archive("the settings twice", holding(Member(b"kg.toml", b"format = 1\n# more\n")))
    yield Archive("the manifest twice", archived(first, first, *rest))
    yield Archive("a second manifest at the end", archived(first, *rest, manifest_member({})))
    yield Archive("the manifest last", archived(*rest, first))
    yield Archive("the manifest second", archived(rest[0], first, *rest[1:]))
    yield Archive("no manifest", lambda: tar(rest))
    yield Archive("only the manifest", archived(first))
    yield Archive("folders in front", archived(Member(b"documents/", type=FOLDER), first, *rest))
    yield Archive("folders behind the manifest", archived(first, Member(b"documents/", type=FOLDER), *rest))
    yield Archive("a file in the place of a folder", archived(first, Member(b"documents/acme-prices", b"x"), *rest))
    yield Archive("a file is missing", archived(first, *rest[1:]))
    yield Archive("another hash", holding(text=Member(TEXT, text.replace(b"12,000", b"99,000"))))
    yield Archive("a wrong checksum", holding(text=Member(TEXT, text, checksum=b"000000\0 ")))
    yield Archive("a checksum of letters", holding(text=Member(TEXT, text, checksum=b"abcdefgh")))
    yield Archive("another magic", holding(text=Member(TEXT, text, magic=b"zip\0\0\0\0\0")), "open")
    yield Archive("without magic", holding(text=Member(TEXT, text, magic=b"\0" * 8)), "open")
    yield Archive("everybody may write, and root's rights", holding(text=Member(TEXT, text, mode=b"0006777\0")), "open")
    for at in (0, 1, 511, 512, 513, 700, 1024, 1500):
        yield Archive(f"cut at {at}", partial(lambda at: sound_archive()[:at], at))
    yield Archive("cut before its end", lambda: sound_archive()[: -len(END) - 600])
    yield Archive("without an end", lambda: tar([first, *rest], end=b""), "open")
    yield Archive("one block for an end", lambda: tar([first, *rest], end=b"\0" * 512), "open")
    yield Archive("garbage behind the end", lambda: sound_archive() + b"garbage" * 1000, "open")
    yield Archive(
        "a member behind the end",
        lambda: sound_archive() + Member(f"{outside}/new.txt".encode(), b"new").written(),
        "open",
    )
    yield Archive("an end in the middle", lambda: tar([first, *rest[:1]]) + tar(rest[1:]))
    yield Archive("zeros", lambda: b"\0" * 10_240)
    yield Archive("text", lambda: b"This is no archive.\n" * 100)
    yield Archive("a database", lambda: b"SQLite format 3\0" + b"\0" * 4096)
    yield Archive("a zip", lambda: b"PK\x03\x04" + b"\0" * 4096)
    yield Archive("bz2", lambda: bz2.compress(sound_archive()))
    yield Archive("xz", lambda: lzma.compress(sound_archive()))
    yield Archive("gzip in gzip", lambda: packed(packed(sound_archive())))
    yield Archive("gzip, cut", lambda: packed(sound_archive())[:-100])
    yield Archive("gzip, cut in its end", lambda: packed(sound_archive())[:-4], "open")
    yield Archive("gzip, another sum", lambda: packed(sound_archive())[:-8] + b"\0" * 8, "open")
    yield Archive("gzip, one bit turned", lambda: _turned(packed(sound_archive())))
    yield Archive("gzip, garbage behind", lambda: packed(sound_archive()) + b"garbage", "open")
    yield Archive("gzip in two pieces", lambda: packed(sound_archive()[:700]) + packed(sound_archive()[700:]), "open")
    yield Archive("gzip of half a gigabyte of zeros", lambda: bomb(1 << 29))
    yield Archive("the head of gzip", lambda: b"\x1f\x8b")


def _turned(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 16]) + content[middle + 1 :]


def manifests() -> Iterator[Archive]:
    """Yield archives whose manifest is odd."""
    texts = {
        "no JSON": b"{",
        "a list": b"[]",
        "null": b"null",
        "NaN": b"NaN",
        "no byte": b"",
        "depth": b"[" * 100_000,
        "half of a pair": json.dumps(manifest(sound().contents(), more="\ud83d")).encode(),
        "no UTF-8": b'{"format":"\xff"}',
        "digits": b'{"position":' + b"9" * 100_000 + b"}",
        "sixty megabytes of blanks": b" " * 60_000_000,
    }
    rest = sound().members()
    for name, content in texts.items():
        expect: Literal["refuse", "open"] = "open" if name == "half of a pair" else "refuse"
        yield Archive(f"manifest: {name}", archived(Member(b"manifest.json", content), *rest), expect)
    hashes = dict.fromkeys(sound().named, "0" * 64)
    changes: dict[str, dict[str, object]] = {
        "another format": {"format": "claimledger backup 2"},
        "a format of a number": {"format": 1},
        "a position below nought": {"position": -1},
        "a position of nought": {"position": 0},
        "a position too high": {"position": 10**6},
        "a huge position": {"position": 10**400},
        "a position of a fraction": {"position": float(sound().position)},
        "a position of a word": {"position": str(sound().position)},
        "a position of a truth": {"position": True},
        "another chain": {"chain": "0" * 64},
        "a chain of a number": {"chain": 0},
        "no chain": {"chain": None},
        "files of a list": {"files": ["kg.toml"]},
        "files of a word": {"files": "kg.toml"},
        "files of nothing": {"files": None},
        "other hashes": {"files": hashes},
        "hashes of numbers": {"files": dict.fromkeys(sound().named, 0)},
        "hashes in capitals": {"files": {name: hash_of(content).upper() for name, content in sound().named.items()}},
        "a file that climbs": {"files": {"../../new.txt": hash_of(b"new\n")}},
        "a file of no name": {"files": {"": hash_of(b"")}},
        "a hundred thousand files": {"files": {f"documents/d{number}/text.txt": "0" * 64 for number in range(100_000)}},
    }
    for name, change in changes.items():
        yield Archive(
            f"manifest: {name}",
            archived(manifest_member(sound().contents(), **change), *rest),
        )
    yield Archive("manifest: as a link", archived(Member(b"manifest.json", type=LINK, target=b"/etc/passwd"), *rest))
    yield Archive(
        "manifest: below a folder",
        archived(replace(manifest_member(sound().contents()), name=b"./manifest.json"), *rest),
    )
    twice = b'{"files":{},' + json.dumps(manifest(sound().contents())).encode()[1:]
    yield Archive("manifest: a field twice", archived(Member(b"manifest.json", twice), *rest), "open")


def contents(outside: str, name: str) -> Iterator[Archive]:
    """Yield archives that are sound as archives, and hold what no ledger should."""

    def with_files(**changes: bytes | None) -> Callable[[], bytes]:
        named = {**sound().named, **{key.replace("__", "/"): content for key, content in changes.items()}}
        held = {key: content for key, content in named.items() if content is not None}
        members = [Member(key.encode(), content) for key, content in sorted(held.items())]
        return archived(manifest_member(held), *members)

    settings = {
        "newer": b"format = 99\n",
        "none": b"",
        "no TOML": b"[",
        "binary": b"\xff\xfe",
        "deep": b"a = " + b"[" * 50_000,
    }
    for what, content in settings.items():
        yield Archive(f"settings: {what}", with_files(**{"kg.toml": content}), "open")
    yield Archive("no settings", with_files(**{"kg.toml": None}), "open")
    yield Archive("a text that was not recorded", with_files(**{"documents__nobody__text.txt": b"x"}), "open")
    yield Archive("a text that does not fit", with_files(**{TEXT.decode(): b"another text"}), "open")
    yield Archive("a text of no UTF-8", with_files(**{TEXT.decode(): b"\xff"}), "open")
    yield Archive("a question that updates", with_files(**{"queries/answers/own.rq": b"DROP ALL"}), "open")
    (segment,) = (key for key in sound().named if key.startswith("segments/"))
    yield Archive("no segments", with_files(**{segment: None}))
    yield Archive(
        "a segment under another name",
        with_files(**{segment: None, segment.replace("29", "30"): sound().named[segment]}),
    )
    yield Archive("an empty segment", with_files(**{segment: b""}))
    for bad in erasures(outside, name):
        raws = [*raw_world(), bad.record]
        yield Archive(f"a log that {bad.name}", partial(lambda raws: _log(raws, segment), raws), bad.expect)


def _log(raws: Sequence[Raw], segment: str) -> bytes:
    """Return the archive of another log."""
    named = dict(sound().named)
    del named[segment]
    named[f"segments/segment-{1:012}-{len(raws):012}.jsonl"] = segment_of(raws)
    members = [Member(key.encode(), content) for key, content in sorted(named.items())]
    return tar([manifest_member(named, position=len(raws), chain=rows_of(raws)[-1].chain), *members])
