"""Word forms, from a file of our own; and the lists as they stand."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.caution import forms as forms_module
from knowledge.caution.forms import LISTS, Found, forms, forms_of, sources_of, words_of
from knowledge.caution.grammar import ABOUT, END, GAPS, PAUSE, PREFIX, FormsFile

LIFE = "[life]\nfire\nfire in __ building|hall\nsmoke _ door\n[loss]\nlost phone|keys\n"
FORMS = forms_of({"danger": {"en": LIFE}})["danger"]


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    """Such as the detector learned from, whole and run together, and with their second half misspelt."""
    folder = Path(forms_module.__file__).parent / "learned"
    lines = [line.split("\t")[-1] for file in sorted(folder.glob("*.??.txt")) for line in _lines(file)][::15]
    slips = [line[: len(line) // 2] + line[len(line) // 2 + 1 :] for line in lines[::3]]
    return [*lines, *slips, *map(" ".join, zip(lines, lines[40:], strict=False))]


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_of_a_kind_the_finding_that_says_most_counts_not_the_first() -> None:
    assert FORMS.find_all("On fire? No, but there is fire in the old building") == [
        Found("life", "fire in the old building")
    ]


def test_among_findings_that_say_enough_the_first_counts() -> None:
    found = FORMS.find_all("Smoke under the door, and fire in the hall by now")
    assert found == [Found("life", "smoke under the door")]


def test_each_kind_is_found_by_itself_in_the_order_of_the_file() -> None:
    assert FORMS.find_all("I lost keys in the fire") == [Found("life", "fire"), Found("loss", "lost keys")]


def test_a_text_that_says_the_same_a_thousand_times_says_it_once() -> None:
    assert FORMS.find_all("fire " * 1_000) == [Found("life", "fire")]


@pytest.mark.parametrize("name", LISTS)
def test_lists_that_are_asked_together_find_what_each_would_by_itself(
    name: str, sentences: list[str]
) -> None:
    alone = forms_of({name: sources_of(name)})[name]
    assert [forms(name).find_all(text) for text in sentences] == [alone.find_all(text) for text in sentences]


def test_a_word_is_mended_for_the_list_that_watches_for_it_alone() -> None:
    watching, other = "[life]\nbleeding\n[~]\nbleeding\n", "[health]\nbleeding\n"
    both = forms_of({"danger": {"en": watching}, "confidential": {"en": other}})
    assert both["danger"].find("He is bleedng") == Found("life", "bleeding")
    assert both["confidential"].find("He is bleedng") is None


KNOWLEDGE = Path(forms_module.__file__).parents[1]
FILES = sorted(
    path
    for pattern in (
        "caution/confidential.*.txt",
        "caution/danger.*.txt",
        "caution/signals.*.txt",
        "phrasings/*.txt",
    )
    for path in KNOWLEDGE.glob(pattern)
)


def _words_in(file: FormsFile, elements: Sequence[str]) -> Iterator[str]:
    """As they would stand in a text; of a prefix its beginning. "R-" begins a request's number, which is one word."""
    for element in elements:
        told = element.removeprefix(ABOUT)
        if told and told not in {*GAPS, END, PAUSE, "^"}:
            found = (words.replace(PREFIX, "") for words in file.alternatives(told))
            yield from (words for words in found if words not in (END, "_", "r-"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_word_of_a_form_is_written_as_it_is_read_in_a_text(path: Path) -> None:
    file = FormsFile(path.read_text("utf-8"))
    said = [(line, *file.form(line.form)) for line in file.forms]
    all_ = [words for line, form, blocks in said for words in (form, *blocks, *line.blocks)]
    unread = {
        words for elements in all_ for words in _words_in(file, elements) if words_of(words) != words.split()
    }
    assert unread == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_takes_a_forms_strength_away_is_not_said_by_every_text(path: Path) -> None:
    """Spaces in it part elements: "?the mouse|file" is an optional word, and then no text says the form."""
    file = FormsFile(path.read_text("utf-8"))
    blocks = [(line.form, block) for line in file.forms for block in [*file.form(line.form)[1], *line.blocks]]
    assert [form for form, block in blocks if re.search(file.pattern(block), " shoe ")] == []
