"""Values that real news holds, by the kind of field: what a door that grew stricter must still take."""

from dataclasses import dataclass

from bench.faults.cases.hostile import Shape


@dataclass(frozen=True, slots=True)
class Harmless:
    """One value and what is remarkable about it."""

    shape: Shape
    text: str
    what: str


def _all(shape: Shape, *pairs: tuple[str, str]) -> tuple[Harmless, ...]:
    return tuple(Harmless(shape, text, what) for text, what in pairs)


_TITLE = "A firm that makes chips and that nobody had heard of asks for more power than a town has, and so on; " * 3
HARMLESS: tuple[Harmless, ...] = (
    *_all(
        "label",
        ("M\u00fcller & S\u00f6hne GmbH", "umlauts and an ampersand"),
        ("Stra\u00dfe 7", "sharp s"),
        ("\u53f0\u7063\u7a4d\u9ad4\u96fb\u8def\u88fd\u9020", "Chinese, a firm of chips"),
        ("\u8efd\u91cf\u5316\u6a21\u578b\uff08\u7b2c\u4e8c\u7248\uff09", "Chinese with wide brackets"),
        ("\u682a\u5f0f\u4f1a\u793e\u30c8\u30e8\u30bf", "Japanese in two scripts"),
        ("\uc0bc\uc131\uc804\uc790", "Korean"),
        ("\u0634\u0631\u0643\u0629 \u0623\u0631\u0627\u0645\u0643\u0648", "Arabic"),
        ("\u05d7\u05d1\u05e8\u05d4 \u05d1\u05e2\u05f4\u05de", "Hebrew with its own quotation mark"),
        (
            "\u0938\u0941\u092a\u0930\u0915\u0902\u092a\u094d\u092f\u0942\u091f\u0930",
            "Hindi with signs above and below",
        ),
        ("\u0e1a\u0e23\u0e34\u0e29\u0e31\u0e17", "Thai with vowels above"),
        ("\u0413\u0430\u0437\u043f\u0440\u043e\u043c", "Cyrillic"),
        ("\u0394\u0395\u0397 \u0391.\u0395.", "Greek"),
        ("Cafe\u0301 Noir", "an accent as a mark of its own"),
        ("Ng\u00f4 Th\u1ecb H\u1ed3ng", "Vietnamese, two marks on one letter"),
        ("O\u2019Reilly \u2013 \u201eNews\u201c \u2026", "typographic marks"),
        ("AT&T <Labs> \"R\\D\" 'x'", "marks that RDF, XML and shells read"),
        ("C++ / C# @ 100 % {beta} [v2] ~ ^ | `x`", "more of these marks"),
        ("Launch day \U0001f680", "an emoji"),
        ("Team \U0001f469\u200d\U0001f52c", "an emoji of three characters, with a joiner"),
        ("Family \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "a family with joiners"),
        ("Thumb \U0001f44d\U0001f3fd", "an emoji with a skin tone"),
        ("\u2764\ufe0f Robotics", "a heart with a variation selector"),
        ("1\ufe0f\u20e3 First", "a keycap"),
        ("\U0001f1e8\U0001f1ed Alps", "a flag of two letters"),
        ("H\u2082O Cooling \u2122 \u00ae \u00bd", "signs in other positions"),
        ("\U0001d538\U0001d539 Maths", "letters beyond the first plane"),
        ("\U00020bb7\u91ce\u5bb6", "a character beyond the first plane"),
        ("x", "one letter"),
        ("7", "one digit"),
        ("null", "a word of JSON and YAML"),
        ("NO", "a word that some readers take for false"),
        ("-5 degrees", "a hyphen in front"),
        ("= 42?", "a formula's mark in front"),
        ("../Pathfinder", "a name of a game with dots and a slash"),
        (_TITLE[:300], "a title of 300 characters"),
        ("\u957f" * 300, "300 characters of three bytes"),
    ),
    *_all(
        "url",
        ("https://news.example/", "a host alone"),
        ("https://news.example", "no slash behind the host"),
        ("http://news.example/a", "not encrypted"),
        ("https://news.example:8443/a/b.html", "a port"),
        ("https://news.example/a?id=7&x=%20y&z=a+b#part-2", "query, escapes and fragment"),
        ("https://news.example/a?to=https://other.example/%3Fb", "an address in an address"),
        ("https://news.example/%E4%B8%AD%E6%96%87/%7Euser", "a path of escapes"),
        ("https://news.example/\u4e2d\u6587/\u30cb\u30e5\u30fc\u30b9", "a path that is not ASCII"),
        ("https://news.example/gr\u00f6\u00dfe", "umlauts in the path"),
        ("https://m\u00fcnchen.example/a", "umlauts in the host"),
        ("https://xn--mnchen-3ya.example/a", "the same host in ASCII"),
        ("https://news.example/wiki/Chip_(disambiguation)", "brackets"),
        ("https://news.example/~ada/a;b,c!d'e*f@g:h=i$j", "all marks that a path may hold"),
        ("https://192.0.2.7/a", "an address of four numbers"),
        ("https://[2001:db8::7]/a", "an address of the sixth version"),
        ("https://news.example/..%2Fa/../b", "dots that an address may hold"),
        ("https://news.example/" + "a" * 400, "a long path"),
        ("https://web.archive.example/web/20260514000000/https://news.example/a", "an archive"),
    ),
    *_all(
        "language",
        ("fr", "two letters; `en` is the default and stands in no payload"),
        ("de-CH", "a country"),
        ("zh-Hant", "a script"),
        ("zh-Hant-TW", "script and country"),
        ("yue", "three letters"),
        ("es-419", "a region of digits"),
        ("sr-Latn-RS", "all three"),
    ),
    *_all(
        "day",
        ("2026-05-14", "a day"),
        ("2024-02-29", "a leap day"),
        ("1999-12-31", "the last century"),
        ("2000-02-29", "a leap day of a century"),
    ),
    *_all(
        "name",
        ("a", "one letter"),
        ("7", "one digit"),
        ("3m", "a digit in front"),
        ("gpt-4.1", "a dot inside"),
        ("h100_pcie", "a line below"),
        ("s3", "a short name"),
        ("the-" + "very-" * 16 + "long-1", "a name of 90 characters"),
        ("con", "a device of Windows"),
        ("null", "a word of JSON"),
        ("nan", "no number"),
        ("2026-05-14", "a day as a name"),
    ),
    *_all(
        "claim",
        ("acme-prices/" + "k" * 90, "a key of 90 characters"),
        ("a/b", "one letter each"),
        ("2026-05-14.acme/q3_2026", "dots and lines"),
    ),
    *_all(
        "line",
        ("Ada Lovelace", "a person with a space"),
        ("ada@news.example", "an address of a person"),
        ("Zo\u00eb \u4e2d", "not ASCII"),
        ('about a third (of the year\'s "capex")', "brackets and quotation marks"),
    ),
    *_all("part", ("0.3", "a number"), ("50 %", "a percentage"), ("0.2 to 0.8", "a range")),
    *_all(
        "text",
        ("Two lines:\nthe second\twith a tab.", "line break and tab"),
        ("\u0627\u0644\u0633\u0639\u0631 (USD 5)", "Arabic and Latin mixed"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "Persian with the joiner that it needs"),
        ('He said: "no" \\ <b>bold</b> & {x} \' ` $HOME ../..', "marks that others read"),
        ("A sentence of words. " * 60, "a long note"),
    ),
)
UNCERTAIN: tuple[tuple[dict[str, str | None], str], ...] = (
    ({"earliest": "2026-05-01", "latest": "2026-05-31", "text": "May 2026"}, "a month"),
    ({"earliest": "2026-07-01", "latest": "2026-09-30", "text": "Q3 2026"}, "a quarter"),
    ({"earliest": None, "latest": "2028-12-31", "text": "by 2028"}, "open to the past"),
    ({"earliest": "2024-01-01", "latest": None, "text": "since 2024"}, "open to the future"),
    ({"earliest": "1900-01-01", "latest": "2200-12-31", "text": "1900 to 2200"}, "all that can be written"),
    ({"earliest": None, "latest": None, "text": "one day"}, "nothing known; not as a day of publication"),
)
"""Times of claims and announcements that are not one day; they belong at `when` and `on`."""
