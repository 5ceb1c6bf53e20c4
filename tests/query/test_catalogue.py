"""Question files in folders in, questions out."""

from pathlib import Path

import pytest

from kg.query.catalogue import find, questions, read_question
from kg.query.errors import QuestionFileError, UnknownQuestionError

GOOD = """#+ summary: Companies
#+ question: Which companies are there?
#+ parameters: {name: "a part of the name"}
#+ columns: {c: company}
#+ tags: [entities]
#+ note: >-
#+   Two lines
#+   of a note.
SELECT ?c { VALUES ?_name_string { UNDEF } ?c a kg:Company #+ no header
}
"""


def write(folder: Path, name: str, text: str = GOOD) -> Path:
    path = folder / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_question_holds_what_its_header_says(tmp_path: Path) -> None:
    path = write(tmp_path, "answers/companies")
    question = find("companies", [tmp_path])
    assert (question.name, question.folder, question.path, question.text) == ("companies", "answers", path, GOOD)
    assert (question.title, question.question) == ("Companies", "Which companies are there?")
    assert (question.tags, question.columns) == (("entities",), {"c": "company"})
    assert question.note == "Two lines of a note."
    assert [p.name for p in question.parameters] == list(question.about) == ["name"]


def test_questions_are_listed_by_kind_and_name(tmp_path: Path) -> None:
    for name in ("checks/a", "answers/b", "networks/c", "answers/a-b", "own", "views/hidden"):
        write(tmp_path, name)
    listed = [(question.folder, question.name) for question in questions([tmp_path])]
    assert listed == [
        *(("answers", "a-b"), ("answers", "b"), ("answers", "own"), ("networks", "c"), ("checks", "a")),
    ]


def test_a_file_of_ones_own_stands_before_a_shipped_one(tmp_path: Path) -> None:
    write(tmp_path / "shipped", "answers/companies")
    own = write(tmp_path / "own", "companies", GOOD.replace("summary: Companies", "summary: Mine"))
    folders = [tmp_path / "shipped", tmp_path / "own"]
    assert find("companies", folders).path == own
    assert [question.title for question in questions(folders)] == ["Mine"]


def test_folders_that_are_not_there_hold_no_questions(tmp_path: Path) -> None:
    assert questions([tmp_path / "nowhere"]) == ()


def test_an_unknown_name_gets_near_misses(tmp_path: Path) -> None:
    write(tmp_path, "answers/companies")
    with pytest.raises(UnknownQuestionError, match=r"'company'.*Did you mean companies\?"):
        find("company", [tmp_path])
    with pytest.raises(UnknownQuestionError, match="kg queries"):
        find("../../etc/passwd", [tmp_path])


def test_a_broken_file_disturbs_no_other(tmp_path: Path) -> None:
    write(tmp_path, "answers/companies")
    write(tmp_path, "answers/broken", "SELECT nonsense")
    assert find("companies", [tmp_path]).title == "Companies"
    with pytest.raises(QuestionFileError, match=r"broken\.rq"):
        questions([tmp_path])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("#+ summary: Companies\n", "", "no summary"),
        ("question: Which companies are there?", "question: ''", "no question"),
        ("#+ tags: [entities]", "#+ tags: entities", "tags should be a list"),
        ("#+ tags: [entities]", "#+ tag: [entities]", "no key 'tag'. Did you mean tags"),
        ("#+ tags: [entities]", "#+ defaults: {name: x}", "VALUES line"),
        ("{c: company}", "{c}", "mapping from names to words"),
        ('{name: "a part of the name"}', "{nam: x}", r"other parameters .*\(name\)"),
        ('#+ parameters: {name: "a part of the name"}\n', "", "other parameters"),
        ("summary: Companies", "summary: [", "not YAML"),
    ],
)
def test_what_is_wrong_with_a_header_is_said(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    write(tmp_path, "x", GOOD.replace(old, new, 1))
    with pytest.raises(QuestionFileError, match=words) as caught:
        find("x", [tmp_path])
    assert caught.value.next_step


def test_a_header_makes_nothing_but_words(tmp_path: Path) -> None:
    write(tmp_path, "x", GOOD.replace("summary: Companies", "summary: !!python/object/apply:os.getcwd []", 1))
    with pytest.raises(QuestionFileError, match="no summary"):
        find("x", [tmp_path])


def test_names_and_bytes_that_cannot_be_questions_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "Two Words")
    with pytest.raises(QuestionFileError, match="lower-case words"):
        questions([tmp_path])
    (tmp_path / "Two Words.rq").unlink()
    (tmp_path / "bytes.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(QuestionFileError, match="cannot be read"):
        find("bytes", [tmp_path])


def test_a_file_without_a_header_is_told_how_one_begins(tmp_path: Path) -> None:
    write(tmp_path, "bare", "ASK {}")
    with pytest.raises(QuestionFileError, match=r"no header.*#\+ summary"):
        find("bare", [tmp_path])


def test_an_emoji_in_two_escapes_is_one_and_half_of_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text('#+ summary: "\\ud83d\\ude00"\n#+ question: What?\nSELECT ?s { ?s ?p ?o }\n')
    assert read_question(path, "answers").title == "\U0001f600"
    path.write_text('#+ summary: "\\ud83d"\n#+ question: What?\nSELECT ?s { ?s ?p ?o }\n')
    with pytest.raises(QuestionFileError, match="half a character"):
        read_question(path, "answers")
