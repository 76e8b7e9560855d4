"""Topics that the matcher takes for each other are named, with the examples that go astray."""

import pytest

from knowledge.confused import left_out
from knowledge.reading.faults import Faulty
from tests.knowledge.directories import edited, three_topics
from tests.knowledge.slips import IT

ASTRAY = {
    "Mi portátil no enciende": "¿Cuántos días libres me quedan de vacaciones?",
    "La pantalla del ordenador parpadea": "Quiero pedir las vacaciones de agosto",
    "I need a new charger for my laptop": "I want to change the dates of my holidays in August",
}


def test_topics_that_are_taken_for_each_other_are_named_with_what_to_add() -> None:
    files = three_topics()
    for own, others in ASTRAY.items():
        files = edited(files, IT, own, others)
    [told] = [fault for fault in left_out(files).warnings if "topic laptop" in fault.message]
    assert (told.file, told.warning) == (IT, True)
    assert "topic laptop is taken for holiday in 3 of its 10 examples" in told.message
    assert ASTRAY["Mi portátil no enciende"] in told.message
    assert told.message.endswith("or move these to holiday.")


def test_topics_that_are_told_apart_are_not_mentioned() -> None:
    told = left_out(three_topics())
    assert (told.warnings, told.of) == ([], 50)
    assert 40 <= told.found <= 50


def test_a_faulty_directory_is_not_fitted() -> None:
    with pytest.raises(Faulty):
        left_out(edited(three_topics(), IT, "owners: [bo@ensayo.example]", "owners: [boo@ensayo.example]"))
