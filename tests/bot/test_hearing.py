"""Which request does a message belong to? An owner's words are never guessed; a requester's seldom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from bot.domain.commands import Attached
from bot.domain.reading import Reading
from bot.domain.request import ArticleOffer, Place, Request, RequestNumber, WordsId, files_with
from bot.hearing import (
    ANSWERS_WITHIN,
    JOINS_WITHIN,
    LATE_WITHIN,
    LEANS_WITHIN,
    LINE_WITHIN,
    TURN_LASTS,
    Heard,
    Said,
    belongs,
)
from knowledge.directory import DepartmentId, PersonId, TopicId
from tests.knowledge.directories import build_three_topics

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
BO, ANA = PersonId("bo@ensayo.example"), PersonId("ana@ensayo.example")
HERE, THERE = Place("web", f"{BO}/asks"), Place("slack", "D1")
UNSURE = Reading(language="es", verdict="person")


def request(number: int = 1001, topic: str | None = "payslip", **more: Any) -> Request:
    known: dict[str, Any] = {
        "number": RequestNumber(number),
        "requester": BO,
        "language": "es",
        "place": HERE,
        "asked_at": NOON - timedelta(hours=2),
        "last_at": NOON - timedelta(hours=1),
        "department": DepartmentId("payroll"),
        "owner": ANA,
        "owner_since": NOON,
        "status": "open",
        "topic": TopicId(topic) if topic else None,
    }
    known |= more
    return Request(**{"said_at": known["last_at"]} | known)


def about(topic: str, confidence: float = 0.95, **more: Any) -> Reading:
    return Reading(language="es", verdict="route", topic=TopicId(topic), confidence=confidence, **more)


def hears(
    text: str = "es para el banco", reading: Reading = UNSURE, mine: tuple[Request, ...] = (), **more: Any
) -> Heard:
    serving = tuple(map(RequestNumber, more.pop("serving", ())))
    said = Said(**{"id": "m1", "by": BO, "text": text, "place": HERE} | more)
    return belongs(said, reading, mine, serving, build_three_topics(), NOON)


JUST_NOW = NOON - JOINS_WITHIN
LONG_AGO = JUST_NOW - timedelta(seconds=1)
STALE = NOON - LEANS_WITHIN - timedelta(seconds=1)


def test_the_first_words_are_a_request() -> None:
    assert hears() == Heard(what="ask")


def test_words_within_two_minutes_join_what_was_just_said() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears(mine=mine) == Heard(what="add", number=RequestNumber(1001), joined=True)


def test_nothing_is_joined_to_what_only_a_clock_has_moved() -> None:
    escalated = request(last_at=JUST_NOW, said_at=LONG_AGO)
    assert hears("quiero otra silla", mine=(escalated,)) == Heard(what="ask")


def test_later_words_are_a_request_of_their_own() -> None:
    assert hears("quiero otra silla", mine=(request(last_at=LONG_AGO),)) == Heard(what="ask")


def test_words_in_another_conversation_are_not_joined() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("quiero otra silla", mine=mine).what == "add"
    assert hears("quiero otra silla", mine=mine, place=THERE) == Heard(what="ask")


def wordless(**more: Any) -> Request:
    """A file, and nothing that says what it is about."""
    first = WordsId("m0")
    return request(topic=None, first_words=first, files=((files_with(first, 1)[0], BO),), **more)


def test_the_line_to_a_file_that_came_without_words_joins_it_whatever_it_is_about() -> None:
    mine = (wordless(last_at=NOON - LINE_WITHIN),)
    assert hears("mi portátil", about("laptop"), mine) == Heard(what="add", number=1001, joined=True)
    assert hears("mi portátil", about("laptop"), mine, place=THERE).what == "ask"
    later = (wordless(last_at=NOON - LINE_WITHIN - timedelta(seconds=1)),)
    assert hears("mi portátil", about("laptop"), later).what == "ask"
    taken = (wordless(last_at=JUST_NOW, taken=True),)
    assert hears("mi portátil no enciende", about("laptop"), taken).what == "ask"


JOINED = Heard(what="add", number=RequestNumber(1001), joined=True)
OFFERED = replace(JOINED, apart=True)


def test_words_that_surely_ask_for_another_departments_thing_are_not_joined() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("mi portátil no enciende", about("laptop"), mine) == Heard(what="ask")
    assert hears("mi portátil no enciende", about("laptop", 0.79), mine) == OFFERED, "likely and not sure"
    assert hears("mi portátil no enciende", about("laptop", 0.69), mine) == JOINED
    assert hears("necesito otra nómina", about("payslip"), mine) == JOINED


def test_what_goes_on_is_joined_whatever_it_is_like() -> None:
    mine = (request(last_at=JUST_NOW),)
    for text in (
        "estoy en la planta 3, al lado de la impresora",
        "también lo he mirado en el portátil",
        "it's the one by the car park",
        "my phone keeps asking for it as well",
    ):
        assert hears(text, about("laptop", 1.0), mine) == JOINED, text
    corrected = about("laptop", 1.0, corrects=True)
    assert hears("No, lo que necesito es un portátil", corrected, mine) == JOINED


def test_a_second_thing_that_is_announced_is_one_sooner_and_in_the_same_department_too() -> None:
    mine = (request(topic="laptop", department=DepartmentId("it"), last_at=JUST_NOW),)
    for text in ("Otra cosa: no me llega la nómina", "one more thing, my payslip is missing"):
        assert hears(text, about("payslip", 0.5), mine) == Heard(what="ask"), text
        assert hears(text, about("payslip", 0.4), mine) == OFFERED, text
        assert hears(text, UNSURE, mine) == OFFERED, "who says it is another thing is believed"
    assert hears("además no me llega la nómina", about("payslip", 0.8), mine) == Heard(what="ask")
    assert hears("además no me llega la nómina", about("payslip", 0.4), mine) == OFFERED
    assert hears("además no me llega la nómina", about("payslip", 0.2), mine) == JOINED
    assert hears("otra cosa: tampoco enciende el otro portátil", about("laptop"), mine) == OFFERED


def test_what_is_only_told_and_not_asked_is_offered_and_never_torn_off() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("hace un frío horrible", about("laptop", 1.0), mine) == OFFERED
    assert hears("hace un frío horrible", about("laptop", 0.9), mine) == JOINED


def test_something_delicate_that_is_announced_is_a_request_of_its_own_where_it_is_likely() -> None:
    """Whoever has the first has no business reading it."""
    mine = (request(last_at=JUST_NOW),)
    delicate = replace(about("harassment", 0.4), caution="caution")
    assert hears("otra cosa: no estoy bien aquí", delicate, mine) == Heard(what="ask")
    assert hears("no estoy bien aquí", delicate, mine) == JOINED


DELICATE = replace(UNSURE, caution="words")


@pytest.mark.parametrize(
    "text",
    [
        "un compañero me acosa",
        "mi jefe me grita delante de todos",
        "estoy de baja por ansiedad",
        "perdón, es que un compañero me acosa",
        "my boss keeps touching me",
        "they make fun of my accent every day",
        "I'm pregnant",
    ],
)
def test_delicate_words_a_moment_later_are_a_request_of_their_own_whatever_they_begin_with(text: str) -> None:
    mine = (request(topic="laptop", department=DepartmentId("it"), last_at=JUST_NOW),)
    for reading in (DELICATE, about("harassment", 0.7, caution="topic")):
        assert hears(text, reading, mine) == Heard(what="ask"), reading.caution
    corrects = replace(DELICATE, corrects=True)
    assert hears(text, corrects, mine) == Heard(what="ask"), "whoever has it has read the first by now"
    assert hears(text, corrects, (replace(mine[0], unseen=True),)) == JOINED, "which nobody has yet"


def test_delicate_words_of_the_same_matter_join_it() -> None:
    mine = (request(topic="harassment", department=DepartmentId("people"), last_at=JUST_NOW),)
    for reading in (DELICATE, about("harassment", 0.7, caution="topic")):
        assert hears("mi jefe me grita delante de todos", reading, mine) == JOINED
    mine = (request(topic="laptop", last_at=JUST_NOW),)
    migraine = about("laptop", caution="words")
    assert hears("la pantalla me da migraña", migraine, mine) == JOINED, "they are about the laptop"


def test_of_what_was_just_spoken_of_delicate_words_go_to_the_delicate_one() -> None:
    laptop = request(1002, topic="laptop", department=DepartmentId("it"), last_at=NOON)
    harassment = request(1001, topic="harassment", department=DepartmentId("people"), last_at=JUST_NOW)
    assert hears("mi jefe me grita delante de todos", DELICATE, (laptop, harassment)) == JOINED


def test_a_private_word_about_the_request_itself_joins_it() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("que esto no lo vea nadie más", replace(UNSURE, caution="requester"), mine) == JOINED


@pytest.mark.parametrize("said", ["too_long", "withdraws", "still_so"])
def test_delicate_words_are_not_taken_for_a_word_on_another_request(said: str) -> None:
    mine = (request(topic="laptop", department=DepartmentId("it"), last_at=LONG_AGO),)
    reading = replace(DELICATE, **{said: True})
    text = "mi jefe me sigue gritando delante de todos desde hace demasiado tiempo"
    assert hears(text, reading, mine) == Heard(what="ask")


def test_a_delicate_complaint_is_not_filed_on_another_request() -> None:
    mine = (request(topic="laptop", department=DepartmentId("it"), last_at=LONG_AGO),)
    files = replace(UNSURE, files_complaint=True)
    assert hears("Quiero poner una queja", files, mine) == Heard(what="complain", number=RequestNumber(1001))
    delicate = replace(files, caution="words")
    text = "Quiero poner una queja: mi jefe me grita"
    assert hears(text, delicate, mine) == Heard(what="ask", as_new=True)
    assert hears(f"{text} (R-1001)", delicate, mine).what == "complain", "who names the number means it"


def test_delicate_words_answer_a_question_just_put_and_are_offered_and_later_they_are_their_own() -> None:
    asked = request(status="pending", pending_since=NOON, last_at=LONG_AGO)
    assert hears("estoy embarazada", DELICATE, (asked,)) == OFFERED
    assert hears("porque estoy embarazada", DELICATE, (asked,)) == JOINED
    older = replace(asked, pending_since=NOON - ANSWERS_WITHIN - timedelta(seconds=1))
    assert hears("estoy embarazada", DELICATE, (older,)) == Heard(what="ask")
    assert hears("porque estoy embarazada", DELICATE, (older,)) == JOINED


def test_how_it_is_going_is_told_of_all_that_are_open_in_delicate_words_too() -> None:
    progress = replace(DELICATE, asks_progress=True)
    assert hears("¿cómo va lo de mi baja médica?", progress, (request(),)).what == "progress"


def test_of_several_that_were_just_spoken_of_the_one_it_is_about_goes_on_else_the_last() -> None:
    laptop = request(1001, topic="laptop", department=DepartmentId("it"), last_at=JUST_NOW)
    payslip = request(1002, last_at=NOON)
    assert hears("es el de la planta 3", about("laptop"), (payslip, laptop)).number == 1001
    assert hears("es el de la planta 3", UNSURE, (payslip, laptop)).number == 1002
    spoken_of = (replace(payslip, said_at=JUST_NOW), replace(laptop, said_at=NOON))
    assert hears("es el de la planta 3", UNSURE, spoken_of).number == 1001


def test_to_a_question_just_put_a_second_thing_that_is_announced_is_offered() -> None:
    asked = request(status="pending", pending_since=NOON, last_at=LONG_AGO)
    assert hears("otra cosa: no enciende el portátil", about("laptop", 1.0), (asked,)) == OFFERED
    assert hears("mi portátil no enciende", about("laptop", 1.0), (asked,)) == JOINED


def test_what_belongs_nowhere_else_is_no_other_departments() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("no es lo que pedí, se atasca otra vez", about("anything-else", 0.98), mine).what == "add"


def test_while_the_bot_itself_answers_its_topic_says_whose_it_is() -> None:
    """The concierge is accountable unseen; what the words are about is payroll's all the same."""
    unseen = request(last_at=JUST_NOW, department=DepartmentId("concierge"), unseen=True, status="new")
    assert hears("es la de octubre", about("payslip"), (unseen,)).what == "add"


LEANING = (
    ("pone error 0x80", about("laptop", 0.96)),
    ("it says error 0x80", about("laptop", 0.96)),
    ("mejor de 11 a 13", replace(UNSURE, caution="caution")),
    ("ahora tampoco arranca", UNSURE),
    ("it's doing it again", UNSURE),
    ("es el recibo de septiembre", about("payslip")),
    ("perdón, es el recibo, no la paga", about("payslip", corrects=True)),
)


@pytest.mark.parametrize(("text", "reading"), LEANING)
def test_what_is_no_request_by_itself_leans_on_the_one_that_is_open(text: str, reading: Reading) -> None:
    fresh = request(last_at=NOON - LEANS_WITHIN)
    assert hears(text, reading, (fresh,)) == JOINED
    assert hears(text, reading, (fresh, request(1000, last_at=STALE))) == JOINED
    assert hears(text, reading, (request(last_at=STALE),)).what == "ask", "nobody remembers it"
    assert hears(text, reading).what == "ask"


def test_what_is_a_request_by_itself_leans_on_nothing() -> None:
    mine = (request(last_at=LONG_AGO),)
    for text, reading in (
        ("El portátil no enciende", UNSURE),
        ("me dice que no tengo permiso para abrir la carpeta", about("laptop")),
        ("otra cosa: sigue igual", UNSURE),
        ("me falta el recibo de mayo", about("payslip")),
        ("lo paso mal por cómo me tratan", replace(UNSURE, caution="caution")),
    ):
        assert hears(text, reading, mine) == Heard(what="ask"), text


def test_of_several_it_leans_on_the_one_it_is_about_or_whose_owner_spoke_last_else_it_is_asked() -> None:
    laptop = request(1001, topic="laptop", department=DepartmentId("it"))
    payslip = request(1002)
    both, text = (payslip, laptop), "pone error 0x80"
    assert hears(text, UNSURE, both) == Heard(what="which", numbers=(payslip.number, laptop.number))
    like_laptop = Reading(language="es", verdict="ask", choices=(TopicId("laptop"), TopicId("holiday")))
    assert hears(text, like_laptop, both).number == 1001
    answered = replace(payslip, answered_at=payslip.last_at)
    assert hears(text, UNSURE, (answered, laptop)).number == 1002
    waits_again = replace(answered, waiting_since=payslip.last_at)
    assert hears(text, UNSURE, (waits_again, laptop)).what == "which"


def test_words_that_were_waited_for_are_the_answer_however_late() -> None:
    mine = (request(1002, last_at=LONG_AGO), request(1001, status="pending", last_at=LONG_AGO))
    assert hears("la de octubre", mine=mine) == Heard(what="add", number=RequestNumber(1001), joined=True)


def test_where_two_wait_for_an_answer_nothing_is_guessed() -> None:
    mine = (
        request(1002, status="pending", last_at=LONG_AGO),
        request(1001, status="pending", last_at=LONG_AGO),
    )
    assert hears("la de octubre", mine=mine) == Heard(what="which", numbers=(mine[0].number, mine[1].number))
    assert hears("quiero otra silla", mine=mine) == Heard(what="ask")


def test_what_is_said_to_a_question_just_put_answers_it_whatever_it_names() -> None:
    """Facilities asks "what is to be moved?": "my laptop" is no request to IT."""
    asked = request(1001, status="pending", pending_since=NOON - ANSWERS_WITHIN, last_at=LONG_AGO)
    added = Heard(what="add", number=RequestNumber(1001), joined=True)
    assert hears("mi portátil", about("laptop", 1.0), (asked,)) == added
    older = request(1000, status="pending", pending_since=LONG_AGO - timedelta(days=1))
    assert hears("mi portátil", about("laptop", 1.0), (older, asked)) == added, "not the one of yesterday"
    assert hears("mi portátil", about("laptop", 1.0), (older,)) == Heard(what="ask"), "and not a day later"


def test_of_two_questions_just_put_neither_is_guessed_to_be_answered() -> None:
    mine = tuple(request(n, status="pending", pending_since=NOON) for n in (1002, 1001))
    assert hears("mi portátil", about("laptop", 1.0), mine) == Heard(what="ask")


def test_a_number_in_the_words_decides() -> None:
    mine = (request(1002, last_at=JUST_NOW), request(1001, last_at=LONG_AGO))
    for text in ("Sobre R-1001: ya está", "r1001 sigue mal", "lo de r-1001"):
        assert hears(text, mine=mine) == Heard(what="add", number=RequestNumber(1001))


@pytest.mark.parametrize("text", ["Son 1001 euros", "PR-1001", "R-10011"])
def test_what_is_no_number_of_theirs_decides_nothing(text: str) -> None:
    assert hears(text, mine=(request(1001, last_at=STALE),)) == Heard(what="ask")


def test_the_number_of_somebody_elses_request_decides_nothing() -> None:
    assert hears("Sobre R-1099", mine=(request(1001, last_at=STALE),)) == Heard(what="ask")


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
def test_what_is_said_of_a_request_that_is_over_opens_a_new_one(status: str) -> None:
    assert hears("Sobre R-1001: otra vez", mine=(request(status=status),)) == Heard(what="ask")


def test_what_is_said_of_a_resolved_one_goes_to_it() -> None:
    assert hears("R-1001 no funciona", mine=(request(status="resolved"),)).number == 1001


def test_how_is_mine_going_is_asked_of_all_that_are_open_or_of_the_one_that_is_named() -> None:
    progress = replace(UNSURE, asks_progress=True)
    mine = (request(1003), request(1002, status="resolved"), request(1001))
    assert hears("¿cómo va lo mío?", progress, mine) == Heard(
        what="progress", numbers=(RequestNumber(1003), RequestNumber(1001))
    )
    assert hears("¿cómo va R-1001?", progress, mine) == Heard(what="progress", numbers=(RequestNumber(1001),))
    assert hears("¿cómo va lo mío?", progress) == Heard(what="progress")


def test_the_state_of_what_is_named_is_told_of_that_one_and_where_it_may_be_several_it_is_asked() -> None:
    named = {"asks_progress": True, "progress_of": "named"}
    laptop = request(1001, topic="laptop", department=DepartmentId("it"))
    payslip = request(1002)
    both, torn = (payslip, laptop), Reading(language="es", verdict="person", choices=(TopicId("payslip"),))
    for reading in (about("payslip", **named), replace(torn, **named)):
        assert hears("¿se sabe algo del recibo?", reading, both) == Heard(what="progress", numbers=(1002,))
    unheard = replace(UNSURE, **named)
    assert hears("¿se sabe algo de aquello?", unheard, both) == Heard(what="which", numbers=(1002, 1001))
    assert hears("¿se sabe algo de aquello?", unheard, (payslip,)) == Heard(what="progress", numbers=(1002,))


def test_the_state_of_what_nobody_has_open_is_a_need_and_so_is_what_is_told_beside_it() -> None:
    named = about("laptop", asks_progress=True, progress_of="named")
    assert hears("¿se sabe algo del portátil?", named).what == "ask"
    assert hears("¿se sabe algo del portátil?", named, (request(last_at=LONG_AGO),)).what == "ask"
    beside = {"asks_progress": True, "progress_of": "beside", "too_long": True, "still_so": True}
    bus, text = (
        Reading(language="en", verdict="ask", choices=(TopicId("laptop"),), **beside),
        "bus never showed up im still waiting",
    )
    assert hears(text, bus).what == "ask"
    assert hears(text, bus, (request(last_at=LONG_AGO),)).what == "ask"


@pytest.mark.parametrize("said", ["withdraws", "too_long"])
def test_that_it_is_not_needed_any_more_or_takes_too_long_is_said_of_the_one_that_is_open(said: str) -> None:
    reading = replace(UNSURE, **{said: True})
    mine = (request(1003, status="resolved"), request(1002, last_at=LONG_AGO))
    assert hears("ya no hace falta", reading, mine) == Heard(
        what="add", number=RequestNumber(1002), joined=True
    )
    several = hears("ya no hace falta", reading, (*mine, request(1001)))
    assert several.what == "which", "never guessed"
    assert hears("ya no hace falta el portátil", replace(about("laptop"), **{said: True}), mine).what == "ask"


def test_who_only_wants_a_person_wants_one_for_the_one_that_is_open() -> None:
    person = replace(UNSURE, wants_person=True)
    mine = (request(1003, status="resolved"), request(1002, last_at=LONG_AGO))
    assert hears("Quiero hablar con una persona", person, mine) == Heard(
        what="add", number=RequestNumber(1002), joined=True
    )
    assert hears("Quiero hablar con una persona", person, (*mine, request(1001))).what == "ask"
    assert hears("Quiero hablar con una persona", person).what == "ask"


def test_a_greeting_alone_opens_nothing_and_neither_does_a_thank_you() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("Hola", replace(UNSURE, greeting=True), mine) == Heard(
        what="greeting", numbers=(RequestNumber(1001),)
    )
    assert hears("Gracias", replace(UNSURE, thanks=True), mine) == Heard(what="thanks")


def test_an_owners_loose_words_are_held_for_the_most_recent_three_to_choose_from() -> None:
    held = Heard(what="held", numbers=(RequestNumber(1009), RequestNumber(1008), RequestNumber(1007)))
    serving = (1009, 1008, 1007, 1006)
    for reading in (UNSURE, about("laptop"), replace(UNSURE, well=True)):
        assert hears("ya está", reading, (request(last_at=JUST_NOW),), serving=serving) == held


def test_an_owners_greeting_or_thanks_alone_is_for_the_desk_and_for_nobodys_request() -> None:
    """What comes with a file is more than that."""
    hello, thanks = replace(UNSURE, greeting=True), replace(UNSURE, thanks=True)
    assert hears("Hola", hello, serving=(1009,)) == Heard(what="greeting")
    assert hears("Gracias", thanks, serving=(1009,)) == Heard(what="thanks")
    file = (Attached(source="slack:T1/F1", name="nómina.pdf"),)
    assert hears("Gracias", thanks, serving=(1009,), files=file).what == "held"
    assert hears("Hola", hello, files=file).what == "ask"


def test_an_owner_who_speaks_as_a_requester_is_one() -> None:
    assert hears("mi portátil", about("laptop"), serving=(1009,), as_requester=True) == Heard(what="ask")


def test_an_owner_may_name_a_request_of_their_own_making() -> None:
    mine = (request(1001, last_at=LONG_AGO),)
    assert hears("Sobre R-1001: gracias", mine=mine, serving=(1009,)).number == 1001


@pytest.mark.parametrize("serving", [(), (1009,)])
def test_danger_is_a_request_of_its_own_whoever_says_it_and_wherever(serving: tuple[int, ...]) -> None:
    mine = (request(last_at=JUST_NOW), request(1002, status="pending"))
    fire = replace(UNSURE, danger="life")
    assert hears("Hay humo, como en R-1001", fire, mine, serving=serving) == Heard(what="ask", as_new=True)


STILL = replace(UNSURE, still_so=True)


@pytest.mark.parametrize("status", ["open", "resolved"])
def test_that_it_is_still_so_is_said_of_the_one_that_it_may_be_said_of(status: str) -> None:
    mine = (request(status=status, last_at=LONG_AGO), request(1000, status="closed"))
    added = Heard(what="add", number=RequestNumber(1001), joined=True)
    assert hears("Sigue sin llegar, gracias", STILL, mine) == added
    short = replace(about("laptop", 0.6), still_so=True)
    assert hears("Sigue sin llegar, gracias", short, mine) == added, "so few words are about nothing"


def test_that_something_else_is_still_so_is_a_request_of_its_own() -> None:
    mine = (request(status="resolved", last_at=LONG_AGO),)
    long = "Buenas, sigo sin poder encender el portátil nuevo"
    assert hears(long, replace(about("laptop", 0.6), still_so=True), mine).what == "ask"
    assert hears("Sigue sin encender", replace(about("laptop"), still_so=True), mine).what == "ask"
    torn = Reading(
        language="es", verdict="ask", choices=(TopicId("laptop"), TopicId("holiday")), still_so=True
    )
    assert hears(long, torn, mine).what == "ask"


def test_of_several_that_may_go_on_only_the_one_it_is_plainly_about_does() -> None:
    mine = (request(1002, topic="laptop", status="resolved"), request(1001, last_at=LONG_AGO))
    assert hears("Sigue sin llegar", STILL, mine).what == "which", "never guessed"
    payslip = replace(about("payslip"), still_so=True)
    assert hears("La nómina sigue sin llegar a mi correo", payslip, mine).number == 1001


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
def test_what_is_over_does_not_go_on(status: str) -> None:
    assert hears("Sigue sin llegar", STILL, (request(status=status),)).what == "ask"


def test_that_all_is_well_opens_nothing_once_it_was_resolved() -> None:
    well = replace(UNSURE, well=True)
    assert hears("Ya me llegó", well, (request(status="resolved", last_at=LONG_AGO),)).what == "thanks"
    assert hears("Ya me llegó", well).what == "ask", "nothing was asked that it could be said of"


BARE = {what: replace(UNSURE, bare=what) for what in ("help", "opening", "nothing", "matterless")}


def test_a_word_of_assent_opens_nothing_and_is_nobodys_news() -> None:
    for mine in ((), (request(last_at=JUST_NOW),), (request(1002), request(1001))):
        assert hears("ok", BARE["nothing"], mine).what == "nothing"


def test_a_word_that_is_an_answer_goes_to_whoever_spoke_last_and_without_one_opens_nothing() -> None:
    """Put as a question by its button or in plain words: the requester does not know the difference."""
    asked_first = request(1001, answered_at=NOON - timedelta(hours=3))
    asked_last = request(1002, answered_at=NOON - timedelta(hours=2))
    waits = request(1003, answered_at=NOON - timedelta(hours=1), waiting_since=NOON)
    for bare in ("nothing", "answer"):
        reading = replace(UNSURE, bare=bare)
        heard = hears("sí", reading, (waits, asked_first, asked_last))
        assert heard == Heard(what="add", number=RequestNumber(1002), joined=True)
        assert hears("sí", reading, (waits,)).what == "nothing"
        assert hears("sí", reading).what == "nothing"
        stale = request(answered_at=NOON - TURN_LASTS - timedelta(seconds=1))
        assert hears("sí", reading, (stale,)).what == "nothing"


@pytest.mark.parametrize(
    "over",
    [
        {"status": "resolved", "resolved_at": STALE},
        {"status": "closed", "resolved_at": STALE, "closed_at": NOON - LATE_WITHIN},
        {"status": "closed", "unconfirmed": True, "closed_at": NOON - LATE_WITHIN},
    ],
)
def test_an_answer_that_comes_after_it_was_given_up_brings_it_back(over: dict[str, Any]) -> None:
    silent = request(topic="laptop", last_at=STALE, **over)
    for text, reading in (
        ("perdona, estaba de viaje: es la IMP-22", UNSURE),
        ("es la IMP-22", about("payslip")),
        ("la etiqueta del portátil dice LT-118", about("laptop")),
        ("Sobre R-1001: es la segunda", UNSURE),
    ):
        assert hears(text, reading, (silent,)).number == 1001, text
    for text, reading in (
        ("quiero otra silla", UNSURE),
        ("me falta el recibo", about("payslip")),
        ("otra cosa: es la IMP-22", UNSURE),
    ):
        assert hears(text, reading, (silent,)).what == "ask", text
    assert hears("sí", replace(UNSURE, bare="answer"), (silent,)).number == 1001
    assert hears("necesito un portátil", about("laptop"), (silent,)).apart, "perhaps another one"
    assert not hears("la etiqueta es LT-118", about("laptop"), (silent,)).apart
    newer = request(1002, topic="laptop", status="resolved", resolved_by=ANA, resolved_at=LONG_AGO)
    assert hears("necesito un portátil", about("laptop"), (newer, silent)).what == "ask"
    assert hears("ya me va", replace(UNSURE, well=True), (silent,)).what == "thanks"
    answered = replace(silent, resolved_by=ANA, resolved_at=STALE, unconfirmed=False)
    assert hears("es la IMP-22", UNSURE, (answered,)).what == "ask", "nobody had asked"


def test_an_answer_that_comes_too_late_is_a_request_of_its_own() -> None:
    closed = request(status="closed", resolved_at=STALE, closed_at=NOON - LATE_WITHIN - timedelta(seconds=1))
    assert hears("es la IMP-22", UNSURE, (closed,)).what == "ask"


def test_that_an_answer_does_not_do_is_said_of_the_article_that_was_given_last() -> None:
    given = ArticleOffer(article="rooms", language="en", asks_again_at=NOON, closes_at=NOON)
    article = request(1001, topic="holiday", article=given, status="new", unseen=True, last_at=LONG_AGO)
    other = request(1002, last_at=JUST_NOW)
    said = (
        ("no me sirve", replace(UNSURE, bare="matterless", still_so=True)),
        ("that doesn't help, the page is blank", replace(UNSURE, objects=True)),
    )
    for text, reading in said:
        assert hears(text, reading, (other, article)).number == 1001
        assert hears(text, reading, (article,)) == JOINED
    elsewhere = about("laptop", objects=True)
    assert hears("no me sirve el portátil", elsewhere, (article,)).what == "ask"


def test_that_one_of_several_is_not_needed_any_more_is_said_of_the_one_it_names() -> None:
    laptop = request(1001, topic="laptop", department=DepartmentId("it"), last_at=LONG_AGO)
    payslip = request(1002, last_at=LONG_AGO)
    reading = about("payslip", withdraws=True)
    assert hears("lo del recibo ya está", reading, (laptop, payslip)).number == 1002


def test_a_word_of_assent_to_a_question_answers_it() -> None:
    waits = (request(status="pending", last_at=LONG_AGO),)
    assert hears("sí", BARE["nothing"], waits) == Heard(what="add", number=RequestNumber(1001), joined=True)


def test_who_only_announces_a_need_is_asked_for_it_and_who_asks_what_we_are_is_told() -> None:
    mine = (request(last_at=JUST_NOW),)
    assert hears("Una pregunta", BARE["opening"]) == Heard(what="greeting")
    assert hears("Una pregunta", BARE["opening"], mine).numbers == (RequestNumber(1001),)
    for serving in ((), (1009,)):
        assert hears("¿Eres un robot?", BARE["help"], mine, serving=serving) == Heard(what="help")


def test_what_is_urgent_or_ill_done_is_said_of_the_one_that_is_open_and_never_of_a_guessed_one() -> None:
    for reading in (BARE["matterless"], replace(UNSURE, complains=True)):
        one, two = request(1002, last_at=LONG_AGO), request(1001, last_at=LONG_AGO)
        assert hears("¡Urgente!", reading, (one,)) == Heard(
            what="add", number=RequestNumber(1002), joined=True
        )
        assert hears("¡Urgente!", reading, (one, two)) == Heard(
            what="which", numbers=(RequestNumber(1002), RequestNumber(1001))
        )
        assert hears("¡Urgente!", reading).what == "ask", "a person finds out"


def test_that_it_is_not_needed_where_nothing_is_open_opens_nothing() -> None:
    assert hears("olvídalo", replace(UNSURE, withdraws=True)).what == "nothing"
    assert hears("ya no hace falta el portátil", replace(about("laptop"), withdraws=True)).what == "ask"


def test_that_it_does_not_do_is_said_of_what_was_resolved_and_of_nothing_it_is_asked_what() -> None:
    objects = replace(BARE["matterless"], still_so=True)
    resolved = (request(status="resolved", last_at=LONG_AGO),)
    assert hears("No me sirve", objects, resolved).number == RequestNumber(1001)
    assert hears("No me va", objects, (request(status="closed"),)).what == "greeting"


def test_thanks_with_a_little_more_reach_whom_they_are_for_and_open_nothing() -> None:
    thanks = replace(UNSURE, bare="thanks")
    assert hears("Thanks, it is here now", thanks, (request(last_at=LONG_AGO),)).number == 1001
    assert hears("Thanks, it is here now", thanks) == Heard(what="thanks")
    assert hears("Thanks, it is here now", thanks, (request(1002), request(1001))).what == "thanks"
