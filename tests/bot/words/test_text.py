"""People's words are kept whole and made harmless."""

import unicodedata

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.words.text import _DIRECTS, TALLEST, clean, cut, isolate, one_line, whole_end, without_towers
from tests.samples import sample

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
BIDI = st.text(
    st.sampled_from("ab \u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\u200fא"), max_size=30
)


# What joins to graphemes in each way that there is, among what does not.
JOINING = st.one_of(
    st.sampled_from(
        list("ab \n\té©م漢か각가\u0301\u064e\u200d\u2067\u2069\u1100\u1161\u11a8\u0600\u0e33\u0903क\u094dष")
    ),
    st.sampled_from(["👩", "👨", "🏽", "🇪", "🇸", "\r\n", "\u200b", "\u2028"]),
    st.characters(),
)
JOINED = st.tuples(st.lists(JOINING, max_size=30).map("".join), st.integers(1, 40)).map(
    lambda some: some[0] * some[1]
)


def test_nul_and_lone_surrogates_go_and_everything_else_stays() -> None:
    assert clean("a\x00b\ud800c\x07\r\nd\re\t") == "ab\ufffdc\nd\ne\t"
    kept = "¿Qué tal? 👩‍👩‍👧 ñ é\u200d"
    assert clean(kept) == kept


def test_a_surrogate_pair_becomes_the_character_it_meant() -> None:
    assert clean("\ud83d\ude00") == "😀"


@settings(max_examples=sample(200, 10_000))
@given(ANYTHING)
def test_what_is_clean_can_be_encoded_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    once.encode()
    assert clean(once) == once
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)


@settings(max_examples=sample(300, 10_000))
@given(st.one_of(ANYTHING, BIDI))
def test_an_isolated_text_closes_all_that_it_opens_and_nothing_else(text: str) -> None:
    for line in isolate(text).split("\n"):
        depth = 0
        for position, character in enumerate(line):
            depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
            assert depth >= 0
            if depth == 0 and character == "\u2069":
                assert position == len(line) - 1
        assert depth == 0


@given(st.text(st.characters(max_codepoint=0x24F), max_size=40))
def test_text_in_latin_letters_is_left_alone(text: str) -> None:
    assert isolate(text) == text


@given(BIDI)
def test_isolating_twice_is_isolating_once(text: str) -> None:
    assert isolate(isolate(text)) == isolate(text)


@settings(max_examples=sample(300, 10_000))
@given(st.text(st.characters(exclude_characters="\u2066\u2067\u2068"), max_size=60), st.integers(1, 40))
def test_a_cut_text_is_short_enough_and_never_cut_inside_a_grapheme(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= limit
    if short != text:
        graphemes = regex.findall(r"\X", text)
        assert short.removesuffix("…") in {"".join(graphemes[:i]).rstrip() for i in range(len(graphemes) + 1)}


@settings(max_examples=sample(300, 10_000))
@given(JOINED, st.integers(0, 200), st.data())
def test_a_text_is_told_apart_where_reading_all_of_it_would(
    text: str, most: int, data: st.DataObject
) -> None:
    ends = [0, *(found.end() for found in regex.finditer(r"\X", text))]
    start = data.draw(st.sampled_from(ends))
    assert whole_end(text, most, start) == max(start, *(end for end in ends if end <= most))


@settings(max_examples=sample(300, 10_000))
@given(JOINED, st.sampled_from(["\u0301", "\u200d👩", "\u1100", "🇪"]), st.integers(0, 80))
def test_no_grapheme_stays_taller_than_a_language_writes(text: str, mark: str, marks: int) -> None:
    tall = text + mark * marks + text
    assert without_towers(tall) == "".join(each[:TALLEST] for each in regex.findall(r"\X", tall))


def test_a_family_is_one_character_and_a_tower_of_marks_too() -> None:
    assert cut("a👨‍👩‍👧‍👦b", 5) == "a…"
    assert cut("z" + "\u0301" * 400, 10) == "…"
    assert cut("corto", 5) == "corto"


def test_a_cut_leaves_no_isolate_open() -> None:
    assert cut("ab \u2068cd\u2069 \u2068efgh\u2069", 10) == "ab \u2068cd\u2069 …"


def test_a_name_becomes_one_line() -> None:
    assert one_line(" Ana\n  Ruiz\x00 ") == "Ana Ruiz"


def test_nothing_before_the_hebrew_letters_turns_a_text() -> None:
    """Texts are seen through by that, and looked at letter by letter only beyond it."""
    turning = [code for code in range(0x590) if _DIRECTS.search(chr(code))]
    assert turning == []
    assert isolate("\u05d0") != "\u05d0"
