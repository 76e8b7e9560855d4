"""Word forms, from a file of our own; and the lists as they stand."""

from pathlib import Path

import pytest

from knowledge.caution import forms as forms_module
from knowledge.caution.forms import LISTS, Found, forms, forms_of, sources_of

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
