"""From a button or a filled-in form to a command: every verb, times in words, and what was not understood."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import words
from bot.acts import CLICKABLE, STRUCK, Typing, Unclear, command_of
from bot.domain import commands as c
from bot.domain.rights import TABLE
from knowledge.directory import PersonId
from tests.knowledge.directories import build_three_topics, person

DIRECTORY = build_three_topics()
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)  # 10:00 in Madrid, 3:00 in Mexico City
ANA, BO, LUIS = person("ana"), person("bo"), person("luis")


def typing(by: PersonId = ANA, language: str = "es", zone: str = "Europe/Madrid") -> Typing:
    return Typing(by=by, now=TUESDAY, zone=zone, language=language, directory=DIRECTORY)


def ordered(verb: str, _typing: Typing | None = None, seen: int | None = 7, **fields: str) -> Any:
    return command_of(verb, fields, id="c1", number=1001, seen=seen, typing=_typing or typing())


def unclear(verb: str, **fields: str) -> Unclear:
    with pytest.raises(Unclear) as told:
        ordered(verb, **fields)
    return told.value


@pytest.mark.parametrize("field", ["title", "question", "text"])
def test_an_answer_is_not_published_with_gaps_where_something_personal_was(field: str) -> None:
    filled = {"title": "t", "question": "q", "text": "a", "months": "6"} | {field: f"llama a {STRUCK}"}
    told = unclear("keep_answer", **filled)
    assert (told.sentence, told.field) == ("answer-gaps", field)


# Enough of a form for every verb that needs one.
FILLED: dict[str, dict[str, str]] = {
    "say": {"text": "hola"},
    "edit": {"words": "w1", "text": "hola"},
    "delete": {"words": "w1"},
    "choose": {"topic": "payslip"},
    "set_wanted_by": {"due": "mañana"},
    "rate": {"outcome": "met"},
    "promise": {"due": "mañana"},
    "wait_for": {"who": "el banco", "due": "mañana"},
    "consult": {"colleague": BO, "text": "¿lo ves?"},
    "answer_consult": {"consult": "q1", "yes": "yes"},
    "hand_over": {"to": f"person:{BO}", "text": "es suyo"},
    "decline_handover": {"to": "department:it", "text": "es suyo"},
    "file_under": {"topic": "payslip"},
    "keep_answer": {"title": "t", "question": "q", "text": "a", "months": "12"},
    "set_urgency": {"urgency": "high"},
    "join_matter": {"matter": "wifi"},
    "reassign": {"person": BO},
}


@pytest.mark.parametrize("verb", sorted(CLICKABLE))
def test_every_verb_becomes_its_command_with_who_where_and_what_was_seen(verb: str) -> None:
    command = ordered(verb, **FILLED.get(verb, {}))
    assert command.__struct_config__.tag == verb
    assert (command.id, command.by, command.number, command.seen) == ("c1", ANA, 1001, 7)


def test_whatever_people_may_do_can_be_clicked_and_nothing_of_the_desks_own_can() -> None:
    of_the_desk = {verb for verb, row in TABLE.items() if "desk" in row}
    elsewhere = {"move_words"}  # what becomes of them is the desk's to order
    assert set(TABLE) - of_the_desk - elsewhere == CLICKABLE


@pytest.mark.parametrize("verb", ["", "timer", "not_reached", "ask", "nonsense", "take "])
def test_a_verb_that_is_nobodys_click_is_a_key_error(verb: str) -> None:
    with pytest.raises(KeyError):
        ordered(verb, text="hola")


# --- times in words ---------------------------------------------------------------------------------------------


def madrid(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)


@pytest.mark.parametrize(
    ("language", "typed", "due"),
    [
        ("es", "mañana a las 10", madrid(25, 10)),
        ("es", "Mañana", madrid(25, 17)),  # the end of their own working day
        ("es", "el viernes", madrid(27, 17)),
        ("es", "hoy a las 16:30", madrid(24, 16, 30)),
        ("es", "en dos horas", madrid(24, 12)),
        ("es", "27/11", madrid(27, 17)),
        ("en", "tomorrow at 10", madrid(25, 10)),
        ("en", "Friday at 5pm", madrid(27, 17)),
        ("en", "in two hours", madrid(24, 12)),
        ("en", "27 November", madrid(27, 17)),
    ],
)
def test_a_time_in_words_is_understood_in_the_zone_and_hours_of_who_typed_it(
    language: str, typed: str, due: datetime
) -> None:
    assert ordered("promise", typing(language=language), due=typed).due == due
    assert ordered("wait_for", typing(language=language), who="IT", due=typed).due == due


def test_the_same_words_in_mexico_city_are_another_instant() -> None:
    there = typing(LUIS, zone="America/Mexico_City")
    due = ordered("promise", there, due="hoy a las 16:30").due
    assert due == datetime(2026, 11, 24, 22, 30, tzinfo=UTC)


def test_an_instant_that_a_button_brings_along_is_taken_as_it_is() -> None:
    assert ordered("promise", due="2026-11-25T10:00:00+01:00").due == madrid(25, 10)


def test_when_something_is_wanted_may_be_a_day_a_time_or_taken_back() -> None:
    day, hour, back = (
        ordered("set_wanted_by", due=due) for due in ("el viernes", "el viernes a las 12", " ")
    )
    assert (day.due, day.day_only) == (madrid(27, 17), True)
    assert (hour.due, hour.day_only) == (madrid(27, 12), False)
    assert back.due is None


@pytest.mark.parametrize("typed", ["cuando pueda", "ayer no pude", "qwerty", "32/13", "¿?"])
def test_a_time_that_is_not_understood_is_asked_for_again(typed: str) -> None:
    for verb in ("promise", "set_wanted_by"):
        told = unclear(verb, due=typed)
        assert (told.sentence, told.field) == ("when-unclear", "due")


@pytest.mark.parametrize(
    "typed", ["Ayer a las 12", "el lunes pasado", "hoy a las 8 de la mañana", "yesterday at 12"]
)
def test_a_time_that_is_over_is_told_as_such_wherever_one_is_typed(typed: str) -> None:
    for verb in ("promise", "set_wanted_by", "wait_for"):
        told = unclear(verb, due=typed, who="el banco")
        assert (told.sentence, told.field) == ("when-over", "due")


def test_a_time_that_is_missing_is_asked_for() -> None:
    assert unclear("promise").sentence == unclear("wait_for", who="IT", due="  ").sentence == "when-missing"


# --- people and places ------------------------------------------------------------------------------------------


def test_a_hand_over_goes_to_a_person_or_to_a_department() -> None:
    to_bo, to_it = ordered("hand_over", to=f"person:{BO}"), ordered("hand_over", to="department:it")
    assert (to_bo.person, to_bo.department) == (BO, None)
    assert (to_it.person, to_it.department) == (None, "it")


@pytest.mark.parametrize(
    "to", ["", "person:", "person:nobody", "department:nowhere", "it", BO, "topic:laptop"]
)
def test_a_hand_over_to_nobody_there_is_is_asked_again(to: str) -> None:
    told = unclear("hand_over", to=to)
    assert (told.sentence, told.field) == ("whom-missing", "to")


@pytest.mark.parametrize(("verb", "field"), [("consult", "colleague"), ("reassign", "person")])
def test_a_colleague_must_be_somebody_who_is_listed(verb: str, field: str) -> None:
    assert getattr(ordered(verb, **{field: f"person:{BO}"}), field) == BO
    for wrong in ("", "nobody"):
        told = unclear(verb, **{field: wrong})
        assert (told.sentence, told.field) == ("whom-missing", field)


@pytest.mark.parametrize(
    ("verb", "field", "sentence"),
    [
        ("file_under", "topic", "topic-missing"),
        ("set_urgency", "urgency", "urgency-missing"),
        ("rate", "outcome", "outcome-missing"),
    ],
)
def test_what_must_be_one_of_a_list_is_asked_again(verb: str, field: str, sentence: str) -> None:
    for wrong in ("", "nonsense"):
        told = unclear(verb, **{field: wrong})
        assert (told.sentence, told.field) == (sentence, field)


# --- the rest ---------------------------------------------------------------------------------------------------


def test_something_else_is_a_choice_too() -> None:
    assert ordered("choose").topic is None
    assert ordered("choose", topic="laptop").topic == "laptop"


@pytest.mark.parametrize(("yes", "means"), [("yes", True), ("no", False), ("", None), ("maybe", None)])
def test_a_colleague_answers_yes_no_or_in_words(yes: str, means: bool | None) -> None:
    assert ordered("answer_consult", consult="q1", yes=yes, text="depende").yes is means


@pytest.mark.parametrize(("ticked", "means"), [("on", True), ("yes", True), ("", False), ("no", False)])
def test_a_question_may_ask_for_yes_or_no(ticked: str, means: bool) -> None:
    assert ordered("consult", colleague=BO, text="¿vale?", yes_or_no=ticked).yes_or_no is means


def test_thanks_are_public_only_when_that_was_tapped() -> None:
    assert ordered("thank", public="yes").public
    assert not ordered("thank").public


def test_what_was_typed_is_kept_as_it_was_typed() -> None:
    text = "  Hecho.\n\n— Ana  "
    for verb in ("note", "ask_requester", "resolve", "complain", "reopen"):
        assert ordered(verb, text=text).text == text


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_sentence_for_what_was_not_understood_exists(language: str) -> None:
    say = words.of(language)
    for sentence in (
        "when-missing",
        "when-unclear",
        "when-over",
        "whom-missing",
        "topic-missing",
        "urgency-missing",
        "outcome-missing",
    ):
        assert say(sentence).endswith((".", "?"))


def test_a_command_of_the_desks_is_none_of_a_persons() -> None:
    assert not CLICKABLE & {t.__struct_config__.tag for t in (c.TimerFired, c.NotReached, c.Ask)}
