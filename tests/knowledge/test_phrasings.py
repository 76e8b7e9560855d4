"""Everyday phrasings, from a file of our own; and the files as they stand."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bare import bare_of
from knowledge import phrasings as phrasings_module
from knowledge.caution.grammar import ABOUT, PAUSE, FormsFile, Line, sources_in
from knowledge.phrasings import LONGEST, Phrasings, phrasings
from knowledge.who import asked_of, matter_of
from tests.any_text import any_text
from tests.knowledge.test_caution import company
from tests.samples import sample

ENGLISH = """
@hello = hi|good+morning
[!own]
my request
[runs unless own after @hello before please]
who runs|run|looks+after ...
who runs it - whole
?and who pays ?for ...the|a
... owner
[bye]
no , ?thanks
no more ?time
[assent among @and the]
ok|yes
"""
SPANISH = """
@hola = hola|una+pregunta
[runs after @hola]
quien lleva ...
"""
OURS = Phrasings([ENGLISH.replace("among @and", "among and"), SPANISH])


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Who runs the car park?", "the car park?"),
        ("WHO LOOKS AFTER Ana's badge", "Ana's badge"),
        ("hi, good morning! who runs payroll, please", "payroll"),
        ("hola, who runs payroll", "payroll"),
        ("¿Quién lleva\nlas nóminas…?", "las nóminas…?"),
        ("and who pays the bill", "the bill"),
        ("who pays for a taxi", "a taxi"),
        ("payroll owner", "payroll"),
    ],
)
def test_what_a_phrasing_is_about_is_told_as_it_is_written(text: str, about: str) -> None:
    assert OURS.found(text) == {"runs": about}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "who runs",
        "please who runs payroll",
        "who runs my request",
        "who pays rent",
        "I asked who runs payroll",
        "who runs-payroll",
        "hi",
        "who runs " + "a" * LONGEST,
    ],
)
def test_what_is_not_the_whole_message_is_no_phrasing(text: str) -> None:
    assert OURS.found(text) == {}


def test_a_phrasing_is_said_in_one_breath_but_where_its_line_has_a_comma() -> None:
    assert [OURS.found(text) for text in ("no, thanks!", "no thanks", "No.")] == [{"bye": ""}] * 3
    assert [OURS.found(text) for text in ("no more time", "no, more time", "no more... time")] == [
        {"bye": ""},
        {},
        {},
    ]


def test_among_other_words_one_of_the_kind_must_stand() -> None:
    assert OURS.consists(["ok", "and", "yes"], "assent")
    assert not OURS.consists(["and", "the"], "assent")
    assert not OURS.consists(["ok", "then"], "assent")
    assert OURS.unlisted(["ok", "then"]) == "then"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("[runs afer @hello]\nwho runs ...", "after the kind comes one of"),
        ("[runs]\n@helo who runs ...", "there is no group @helo"),
        ("[runs]\nrun* ...", "must be told whole"),
        ("[runs]\n?who ...", "must be told whole"),
        ("[runs]\n... owner ...", "must be told whole"),
    ],
)
def test_a_line_that_could_never_be_heard_is_refused_with_the_reason(source: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Phrasings([source])


# --- the files


def _lines(name: str) -> Iterator[tuple[FormsFile, Line]]:
    for source in sources_in(Path(phrasings_module.__file__).parent, name).values():
        file = FormsFile(source, {"@fillers": "hola"})
        yield from ((file, line) for line in file.forms)


def _said(file: FormsFile, line: Line, place: int) -> str:
    """A message of such a line: of each element the alternative at that place, or the last one."""
    said = []
    for element in file.form(line.form)[0]:
        if element.startswith(ABOUT):
            said.append(f"{element[len(ABOUT) :].split('|')[-1]} compras".strip())
        elif element == PAUSE:
            said.append(",")
        else:
            words = file.alternatives(element)
            said.append(words[min(place, len(words) - 1)])
    return " ".join(said)


@pytest.mark.parametrize("place", [0, 1, 2, 99])
@pytest.mark.parametrize("name", ["who", "bare", "accounts"])
def test_each_line_of_the_files_is_heard_as_it_stands(name: str, place: int) -> None:
    heard = phrasings(name, fillers="hola")
    for file, line in _lines(name):
        kind = line.heading.kind
        if line.heading.among:
            assert all(heard.consists([word], kind) for word in file.alternatives(line.form)), line.form
        else:
            said = _said(file, line, place)
            assert kind in heard.found(said), (line.form, said)


WITHIN_S = 0.05


@settings(max_examples=sample(100, 2_000), deadline=None)
@given(any_text() | st.text(max_size=LONGEST))
def test_any_text_is_answered_in_no_time(text: str) -> None:
    assert min(_seconds(text) for _ in range(2)) < WITHIN_S


@pytest.mark.parametrize(
    "text",
    [
        "a" * 40_000,
        "ok " * 13_000,
        "¿" * 40_000,
        "\ud800" * 40_000,
        "日本語" * 13_000,
        "https://" * 5_000,
        "hola " * 32,
        "hi " * 53,
        "quién lleva " * 13,
        "una pregunta rápida, " * 7 + "x",
        "no, " * 40,
        "a, " * 50 + "contact",
    ],
)
def test_the_longest_and_the_most_repeated_texts_are_answered_in_no_time(text: str) -> None:
    assert min(_seconds(text) for _ in range(2)) < WITHIN_S


def _seconds(text: str) -> float:
    """Of the process's own time, of a text that was not heard just now."""
    directory = company()
    for other in range(8):
        bare_of(f"nada {other}")
        asked_of(f"nada {other}", directory)
    began = process_time()
    asked_of(text, directory)
    matter_of(text)
    bare_of(text)
    return process_time() - began
