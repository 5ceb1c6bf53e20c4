import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.errors import BadInputError, VerificationError
from kg.texts import (
    LARGEST_TEXT,
    Span,
    Texts,
    normalise,
    paragraph_around,
    read_text_file,
    span_of,
    text_hash,
    words_hash,
    words_under,
)

loose = st.text(st.sampled_from("a \n\r\ufeff\u0301e\u00e9\u1100\u1161\u2028"), max_size=12)


@given(st.one_of(loose, st.text()))
@example("\ufeff\ufeffa")
def test_normalising_twice_changes_nothing(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\r\nb\rc\n\n", "a\nb\nc"),
        ("\ufeffa", "a"),
        ("e\u0301", "é"),
        (" a \n", " a "),
        ("a\u2028b\x0cc", "a\u2028b\x0cc"),
    ],
)
def test_the_normal_form(raw: str, text: str) -> None:
    assert normalise(raw) == text


def test_the_hashes_are_plain_sha_256() -> None:
    assert text_hash("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert words_hash("abc") == "ba7816bf8f01"


@given(st.text(min_size=1), st.data())
def test_words_are_found_under_their_span_and_under_no_other_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = span_of(text, start, end)
    assert words_under(text, span) == text[start:end]
    assert words_under(text[: end - 1], span) is None, "the text is too short"
    assert words_under("x" + text, span) in {None, text[start:end]}


def test_a_span_beyond_the_end_of_the_text_has_no_words() -> None:
    assert words_under("abc", Span(start=0, end=4, words_hash=words_hash("abc"))) is None


def test_a_span_counts_code_points_not_bytes_or_surrogates() -> None:
    assert words_under("𝒜é 35 bn", Span(start=3, end=8, words_hash=words_hash("35 bn"))) == "35 bn"


def test_the_paragraph_around_a_span() -> None:
    text = "one\ntwo three four\nfive"
    assert paragraph_around(text, span_of(text, 8, 13)) == ("two ", "three", " four")
    assert paragraph_around(text, span_of(text, 0, 3)) == ("", "one", "")
    assert paragraph_around(text, span_of(text, 19, 23)) == ("", "five", "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the text is empty"),
        (b" \n\t\n ", "the text is empty"),
        (b"a\x00b", "the file holds NUL characters"),
        (b"caf\xe9", r"the file is not UTF-8 text \(byte 3\)"),
        (b"\xff\xfea\x00", "the file is not UTF-8 text"),
        (b"\xed\xa0\x80", "the file is not UTF-8 text"),
        (b"a" * (LARGEST_TEXT + 1), "the text is larger than 16 MiB"),
    ],
    ids=["empty", "blank", "nul", "latin-1", "utf-16", "surrogate", "large"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=f"text.txt: {says}"):
        read_text_file(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "device").symlink_to("/dev/zero")
    for name, says in (
        ("", "is a folder"),
        ("gone", "not exist"),
        ("fifo", "not a regular"),
        ("device", "not a regular"),
    ):
        with pytest.raises(BadInputError, match=says):
            read_text_file(tmp_path / name)


def test_a_text_is_read_in_its_normal_form(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes("\ufeffe\u0301\r\nb\r\n".encode())
    assert read_text_file(tmp_path / "t") == "é\nb"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_attached_comes_back_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    texts = Texts(tmp_path_factory.mktemp("texts"))
    texts.put("d1", text)
    assert texts.get("d1") == text


def test_texts_are_listed_by_document_and_missing_ones_are_none(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    assert (texts.attached(), texts.get("d1")) == ((), None)
    texts.put("d2", "b")
    texts.put("d1", "a")
    texts.put("d1", "c")
    assert (texts.attached(), texts.get("d1")) == (("d1", "d2"), "c")
    assert [path.name for path in (tmp_path / "d1").iterdir()] == ["text.txt"], "nothing half written is left"


def test_a_text_that_is_damaged_is_named(tmp_path: Path) -> None:
    texts = Texts(tmp_path)
    texts.put("d1", "a")
    texts.path("d1").write_bytes(b"\xff")
    with pytest.raises(VerificationError, match=r"d1/text.txt: the attached text cannot be read"):
        texts.get("d1")


def test_the_names_of_a_text_are_on_the_disk_before_it_counts_as_attached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut an entry of a folder that was not synced may be gone, whatever was in its file."""
    folder, synced, sync = tmp_path / "documents", list[tuple[str, bool]](), os.fsync

    def noted(descriptor: int) -> None:
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        synced.append((name, (folder / "d1" / "text.txt").exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    Texts(folder).put("d1", "Words.")
    assert [name for name, _ in synced[:2]] == [tmp_path.name, "documents"]
    assert [there for _, there in synced[2:]] == [False, True], "the file, then its name"
    assert synced[-1] == ("d1", True)
