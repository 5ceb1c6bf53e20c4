"""More than a hundred archives by hand, for `kg restore FILE DIR`, each with what is wrong in it.

Each that must be refused is refused with a sentence, in time, in bounded memory; nothing is written outside of DIR,
nothing is left in DIR, and nothing outside has changed. `{outside}` in a name is a folder that must stay as it is.
"""

from collections.abc import Iterator
from dataclasses import replace

from bench.faults.cases.archives_odd import contents, manifests, shapes
from bench.faults.cases.tars import (
    HARD,
    LINK,
    TEXT,
    Archive,
    Member,
    archived,
    base256,
    extended,
    hash_of,
    holding,
    manifest_member,
    octal,
    packed,
    sound,
    sound_archive,
    whole,
)

_LARGE = 1 << 40
_LONG = b"././@LongLink"


def _types() -> Iterator[Archive]:
    """Yield archives with a member of another type than a plain file."""
    names = {
        b"3": "a device of characters",
        b"4": "a device of blocks",
        b"5": "a folder",
        b"6": "a pipe",
        b"7": "a file of one piece",
        b"S": "a sparse file of GNU",
        b"V": "the name of a volume",
        b"M": "the rest of a volume before",
        b"N": "an old long name",
        b"D": "a list of a folder",
        b"A": "rights of Solaris",
        b"X": "a header of Solaris",
        b"I": "a number of a file",
        b"Z": "a type that nobody knows",
        b"\xff": "a type that is no character",
    }
    for kind, name in names.items():
        yield Archive(f"type: {name}", holding(text=Member(TEXT, type=kind)))
        held = Member(TEXT, sound().named[TEXT.decode()], type=kind)
        yield Archive(f"type: {name} with the right bytes", holding(text=held))
    yield Archive(
        "type: the old one of a file", holding(text=Member(TEXT, sound().named[TEXT.decode()], type=b"\0")), "open"
    )


def _links(outside: str) -> Iterator[Archive]:
    """Yield archives that would write through a link."""
    away, text = outside.encode(), sound().named[TEXT.decode()]
    for kind, what in ((LINK, "link"), (HARD, "hard link")):
        for target in (away + b"/canary.txt", b"../../../canary.txt", b"/dev/zero", b"/etc/passwd", b"", b".", TEXT):
            yield Archive(f"{what} to {target.decode()!r}", holding(text=Member(TEXT, type=kind, target=target)))
        yield Archive(
            f"{what}, then a file of that name",
            holding(Member(TEXT, type=kind, target=away + b"/canary.txt"), Member(TEXT, text)),
        )
        yield Archive(
            f"{what} in the place of a folder, then a file below",
            archived(
                manifest_member(sound().contents(), files={"documents/acme-prices": hash_of(b"")}),
                Member(b"documents/acme-prices", type=kind, target=away),
                *sound().members(),
            ),
        )
    yield Archive(
        "link named by a long link of GNU",
        holding(Member(_LONG, away + b"\0", type=b"K"), Member(TEXT, type=LINK)),
    )


def _names(outside: str) -> Iterator[Archive]:
    """Yield archives with a member that does not belong, listed in the manifest all the same."""
    away = outside.encode()
    names = (
        *(away + b"/new.txt", away + b"/canary.txt", b"../new.txt", b"../../../../new.txt", b"/new.txt", b"//new.txt"),
        *(b"documents/../../new.txt", b"documents/acme-prices/../../../new.txt", b"./kg.toml", b"././kg.toml"),
        *(
            b"documents//text.txt",
            b"documents/acme-prices//text.txt",
            b"documents/./text.txt",
            b"documents/../text.txt",
        ),
        *(b"documents/acme-prices/text.txt/", b"documents\\acme-prices\\text.txt", b"..\\..\\new.txt", b"C:\\new.txt"),
        *(b"", b" ", b".", b"..", b"kg.toml\n", b"\nkg.toml", b"kg.toml ", b"KG.TOML", b"kg.toml/text.txt"),
        *(b"documents/ACME-PRICES/text.txt", b"documents/acme-prices/TEXT.TXT", b"documents/-rf/text.txt"),
        *(
            b"documents/acme\xff/text.txt",
            "documents/\u0430cme/text.txt".encode(),
            "documents/a\u202eb/text.txt".encode(),
        ),
        *(b"documents/" + b"a" * 80 + b"\ttext.txt", b"documents/~/text.txt", b"documents/*/text.txt"),
        *(
            b"log.db",
            b"log.db-wal",
            b"log.db-shm",
            b"store/CURRENT",
            b"snapshots/1/CURRENT",
            b"search.db",
            b"write.lock",
        ),
        *(b"reports.json", b"reports.new", b"erasures.done", b"kg.new", b"views/a-1/about.json", b"documents"),
        *(b"documents/acme-prices/text.new", b"documents/acme-prices/proposals/p.json", b"segments/.segment.tmp"),
        *(
            b"segments/../kg.toml",
            b"queries/../kg.toml",
            b"queries/a/b/c.rq",
            b"queries/answers/own.py",
            b"queries/.rq",
        ),
        *(b"segments/segment-1-2.jsonl", b"segments/segment-000000000030-000000000031.jsonl.gz", b"__main__.py"),
    )
    for name in names:
        yield Archive(f"name: {name.decode(errors='replace')!r}", holding(Member(name, b"new\n")))
    yield Archive("name: climbs by its prefix", holding(Member(b"new.txt", b"new\n", prefix=b"../..")))
    yield Archive("name: from the root by its prefix", holding(Member(b"new.txt", b"new\n", prefix=away)))
    yield Archive("name: cut by a NUL", holding(Member(b"kg.toml\0../../new.txt", b"new\n")))
    yield Archive("name: without an end", holding(Member(b"a" * 100, b"new\n", prefix=b"b" * 155)))
    yield Archive(
        "name: not in the manifest", lambda: whole(Member(b"documents/other/text.txt", b"new\n"), listed=False)
    )


def _sizes() -> Iterator[Archive]:
    """Yield archives whose sizes lie, and those with headers about headers."""
    sizes = {
        "negative": base256(-512),
        "barely negative": base256(-1),
        "as negative as can be": base256(-(2**63)),
        "huge": base256(2**62),
        "beyond 64 bits": base256(2**80),
        "eight gigabytes": b"77777777777\0",
        "negative in octal": b"-0000000001\0",
        "no digits": b"abcdefghijk\0",
        "blank": b" " * 12,
        "without a mark": b"\0" * 12,
        "underlined": b"1_000\0\0\0\0\0\0\0",
        "decimal": b"0000000099 \0",
        "longer than the file": octal(1 << 30),
        "one too much": octal(len(sound().named[TEXT.decode()]) + 1),
        "one too little": octal(len(sound().named[TEXT.decode()]) - 1),
    }
    text = sound().named[TEXT.decode()]
    for name, size in sizes.items():
        yield Archive(f"size: {name}", holding(text=Member(TEXT, text, size=size)))
    manifest_of = manifest_member(sound().contents())
    for name, size in {"negative": base256(-512), "huge": base256(2**62), "large": octal(1 << 32)}.items():
        yield Archive(f"size of the manifest: {name}", archived(replace(manifest_of, size=size)))
    for kind, what in ((b"x", "for one"), (b"g", "for all")):
        for name, record in {
            "path": extended(path=b"../../new.txt"),
            "size": extended(size=b"-1"),
            "large size": extended(size=str(_LARGE).encode()),
            "sparse": extended(GNU_sparse_major=b"1", GNU_sparse_minor=b"0", GNU_sparse_realsize=str(_LARGE).encode()),
            "sparse name": extended(GNU_sparse_name=b"../../new.txt"),
            "link": extended(linkpath=b"/etc/passwd"),
            "no length": b"path=../../new.txt\n",
            "a false length": b"999999 path=../../new.txt\n",
            "negative length": b"-5 path=x\n",
        }.items():
            yield Archive(
                f"PAX {what}: {name}", holding(Member(b"PaxHeaders/text", record, type=kind), Member(TEXT, text))
            )
    for kind, what in ((b"L", "name"), (b"K", "link"), (b"x", "PAX header"), (b"g", "PAX header for all")):
        yield Archive(f"long {what} of a terabyte", holding(Member(_LONG, type=kind, size=base256(_LARGE))))
        yield Archive(f"long {what} of a negative size", holding(Member(_LONG, type=kind, size=base256(-512))))
    yield Archive(
        "long name that climbs",
        holding(Member(_LONG, b"../../new.txt\0", type=b"L"), Member(b"x", b"new\n")),
    )
    yield Archive("long names of long names", holding(*[Member(_LONG, b"x\0", type=b"L")] * 2000))
    sparse = Member(TEXT, type=b"S", magic=b"ustar  \0", prefix=b"\0" * 41 + octal(0) + octal(0))
    yield Archive("sparse of GNU, a terabyte", holding(text=sparse))


def archives(outside: str, name: str) -> Iterator[Archive]:
    """Yield all; `outside` is a folder of the campaign's own, `name` one that stands beside the new workspace."""
    yield Archive("sound", sound_archive, "take")
    yield Archive("sound, packed", lambda: packed(sound_archive()), "take")
    yield Archive("sound, with the blocks that tar fills", lambda: sound_archive() + b"\0" * 8192, "take")
    yield from _types()
    yield from _links(outside)
    yield from _names(outside)
    yield from _sizes()
    yield from shapes(outside)
    yield from manifests()
    yield from contents(outside, name)


__all__ = ["Archive", "archives"]
