"""Word forms, from a file of our own."""

from knowledge.caution.forms import Forms, Found

FORMS = Forms({"en": "[life]\nfire\nfire in __ building|hall\nsmoke _ door\n[loss]\nlost phone|keys\n"})


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
