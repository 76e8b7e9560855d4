"""What one correction changes, and what it cannot: one person's mistake does not undo what many taught."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge.directory import DepartmentId, PersonId, TopicId
from knowledge.lessons import (
    NOT_THIS_OF_ONE,
    WEIGHTS,
    Grounds,
    Learned,
    Lesson,
    Refitted,
    is_worse,
    learned,
)
from knowledge.matcher import Matcher, Prediction, Right, examples_of, fit
from tests.bot.desks import small_matcher
from tests.handlers.web.stage import example_library
from tests.knowledge.directories import build_three_topics

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
COPIER = "La fotocopiadora de la segunda planta saca rayas"
COPIER_AGAIN = "otra vez la fotocopiadora saca rayas"


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    directory = build_three_topics()
    return Grounds(directory=directory, matcher=small_matcher(), own=len(examples_of(directory)[0]))


def lesson(number: int, text: str, topic: str = "", by: str = "bo", **more: Any) -> Lesson:
    given: dict[str, Any] = {"kind": "file_under", "topic": TopicId(topic) if topic else None} | more
    at = MONDAY + timedelta(minutes=number)
    return Lesson(number=number, text=text, language="es", by=PersonId(by), at=at, **given)


def verdicts(of: Learned) -> list[str]:
    return [judged.verdict for judged in of.judged]


def best(of: Prediction) -> str:
    return of.guesses[0].topic


def test_after_one_correction_the_next_like_it_goes_right(grounds: Grounds) -> None:
    assert best(grounds.matcher.predict(COPIER_AGAIN)) != "laptop"
    taught = learned(grounds, [lesson(1, COPIER, "laptop")])
    assert verdicts(taught) == ["applied"]
    found = taught.matcher.predict(COPIER_AGAIN)
    assert (best(found), found.verdict) == ("laptop", "route")
    assert taught.right_after == taught.right_before


def test_a_lesson_is_a_reason_by_its_number_and_never_by_its_words(grounds: Grounds) -> None:
    taught = learned(grounds, [lesson(1042, COPIER, "laptop")])
    because = taught.matcher.predict(COPIER_AGAIN).because
    assert because[0] == "R-1042"
    assert not any("fotocopiadora" in reason for reason in because)


def test_a_handover_teaches_the_likeliest_topic_of_the_department_that_took_it(grounds: Grounds) -> None:
    over = lesson(1, COPIER, kind="handover", department=DepartmentId("it"))
    taught = learned(grounds, [over])
    assert (taught.judged[0].topic, taught.judged[0].verdict) == ("laptop", "applied")
    assert best(taught.matcher.predict(COPIER_AGAIN)) == "laptop"


def test_not_this_makes_the_desk_less_sure_of_the_like(grounds: Grounds) -> None:
    said = "No me ha llegado el recibo de la lavandería"
    topic = TopicId(best(grounds.matcher.predict(said)))
    before = grounds.matcher.predict(said).guesses[0].confidence
    taught = learned(grounds, [lesson(1, said, kind="not_this", not_topic=topic)])
    assert verdicts(taught) == ["applied"]
    assert taught.matcher.predict(said).guesses[0].confidence < before


def test_not_this_has_nothing_to_say_of_where_it_would_not_go(grounds: Grounds) -> None:
    taught = learned(grounds, [lesson(1, COPIER, kind="not_this", not_topic=TopicId("holiday"))])
    assert verdicts(taught) == ["needless"]


WIFI = (
    "No hay wifi en la tercera planta", "la wifi no va en la sexta", "no tengo wifi en mi mesa", "se cae la wifi de la sala grande",
    "internet va lentísimo hoy", "sin conexión en el almacén", "la tableta no coge la wifi", "no me conecto a la red",
    "se corta internet en recepción", "no hay cobertura wifi en el sótano",
)  # fmt: skip
WIFI_OF_OTHERS = (
    "no va la wifi en la cuarta planta", "no tengo wifi", "la wifi no funciona", "el wifi de la quinta se cae", "wifi muy lenta",
    "no hay internet en administración", "There is no wifi on the third floor", "the internet is down", "se ha caído la red",
)  # fmt: skip


def test_whoever_says_not_this_ten_times_of_one_topic_leaves_it_to_all_others() -> None:
    library = example_library()
    own = len(examples_of(library.directory)[0])
    grounds = Grounds(directory=library.directory, matcher=library.matcher, own=own)
    topic = TopicId(best(grounds.matcher.predict(WIFI_OF_OTHERS[0])))
    said = [lesson(n, text, kind="not_this", not_topic=topic) for n, text in enumerate(WIFI)]
    taught = learned(grounds, said)
    assert verdicts(taught).count("repeated") == len(WIFI) - NOT_THIS_OF_ONE

    def straight(of: Matcher) -> int:
        found = [of.predict(text) for text in WIFI_OF_OTHERS]
        return sum(one.verdict == "route" and best(one) == topic for one in found)

    assert straight(taught.matcher) >= straight(grounds.matcher) - 1


def test_what_makes_the_directorys_own_examples_look_new_to_it_is_worse() -> None:
    before = Right(of=40, as_they_stand=40, left_out=36, heard=35)
    assert not is_worse(before, before)
    assert not is_worse(Right(of=40, as_they_stand=40, left_out=36, heard=34), before)
    assert is_worse(Right(of=40, as_they_stand=40, left_out=36, heard=33), before)


def test_of_two_who_disagree_the_newer_counts(grounds: Grounds) -> None:
    taught = learned(grounds, [lesson(1, COPIER, "holiday", "ana"), lesson(2, COPIER_AGAIN, "laptop", "bo")])
    assert verdicts(taught) == ["outvoted", "applied"]


@pytest.mark.parametrize("first", ["hostile", "others"])
def test_who_misteaches_twenty_times_changes_no_route_that_three_others_confirmed(
    grounds: Grounds, first: str
) -> None:
    wrongly = [
        "La fotocopiadora saca rayas",
        "Rayas en la fotocopiadora otra vez",
        "Mi fotocopiadora saca unas rayas",
        "fotocopiadora con rayas",
    ] * 5
    rightly = [(COPIER, "ana"), (COPIER_AGAIN, "luis"), ("La fotocopiadora saca las hojas con rayas", "iris")]
    begins = (1, 101) if first == "hostile" else (101, 1)
    lessons = [lesson(begins[0] + n, text, "payslip", "hugo") for n, text in enumerate(wrongly)]
    lessons += [lesson(begins[1] + n, text, "laptop", by) for n, (text, by) in enumerate(rightly)]
    taught = learned(grounds, lessons).matcher
    for text in (*wrongly, *(text for text, _ in rightly), "Salen rayas en la fotocopiadora"):
        assert best(taught.predict(text)) == "laptop", text


def test_twenty_times_of_one_person_is_one_voice_however_late_it_comes(grounds: Grounds) -> None:
    rightly = [lesson(1, COPIER, "laptop", "ana"), lesson(2, COPIER_AGAIN, "laptop", "luis")]
    wrongly = [lesson(100 + n, COPIER_AGAIN, "payslip", "hugo") for n in range(20)]
    taught = learned(grounds, rightly + wrongly)
    assert verdicts(taught) == ["applied", "applied", *["outvoted"] * 20]
    assert best(taught.matcher.predict(COPIER_AGAIN)) == "laptop"


def test_twenty_pushes_from_afar_coming_last_turn_nothing_that_three_others_confirmed(
    grounds: Grounds,
) -> None:
    """Each in words that are not alike, so that none is outvoted, and each too weak to turn anything by itself."""
    rightly = [(COPIER, "ana"), (COPIER_AGAIN, "luis"), ("La fotocopiadora saca las hojas con rayas", "iris")]
    things = ["cristal", "camisa", "pared", "foto", "piscina", "acera", "libreta", "cebra", "regla", "disco"]
    wrongly = [f"{thing} {what}" for thing in things for what in ("segunda planta", "saca rayas ya")]
    lessons = [lesson(n, text, "laptop", by) for n, (text, by) in enumerate(rightly, start=1)]
    lessons += [lesson(100 + n, text, "payslip", "hugo") for n, text in enumerate(wrongly)]
    taught = learned(grounds, lessons)
    assert len(wrongly) == 20
    assert [best(taught.matcher.predict(text)) for text, _ in rightly] == ["laptop"] * 3


def test_saying_it_again_weighs_no_more_than_saying_it_once(grounds: Grounds) -> None:
    again = learned(grounds, [lesson(n, COPIER, "laptop") for n in range(1, 11)])
    assert sum(judged.weight for judged in again.judged) == pytest.approx(WEIGHTS[0])


def test_a_lesson_that_costs_the_directorys_own_examples_is_reported_and_not_applied(
    grounds: Grounds,
) -> None:
    """Payroll's own sentences, filed under the laptops one by one by somebody who has not understood."""
    own = build_three_topics().topics[TopicId("payslip")].examples["es"]
    taught = learned(grounds, [lesson(n, text, "laptop", f"p{n}") for n, text in enumerate(own, start=1)])
    assert "worse" in verdicts(taught)
    assert taught.right_after is not None
    assert taught.right_before is not None
    assert taught.right_after.as_they_stand >= taught.right_before.as_they_stand
    assert taught.right_after.left_out >= taught.right_before.left_out - 1


@pytest.mark.parametrize("topic", ["harassment", "gone"])
def test_nothing_is_learned_for_a_confidential_topic_or_one_that_is_gone(
    grounds: Grounds, topic: str
) -> None:
    taught = learned(grounds, [lesson(1, COPIER, topic)])
    assert verdicts(taught) == ["elsewhere"]
    assert taught.matcher is grounds.matcher


def test_fitted_anew_it_says_the_same_and_goes_on_from_there(grounds: Grounds) -> None:
    first, second = lesson(1, COPIER, "laptop"), lesson(2, "El toner se ha acabado", "laptop", "iris")
    once = learned(grounds, [first])
    examples, texts = examples_of(grounds.directory)
    anew = fit([*examples, *(example for _, example in once.examples)], texts)
    included = {j.lesson.number: (j.lesson.at, j.topic, j.weight) for j in once.judged}
    refitted = Refitted(matcher=anew, included=included)
    then = learned(grounds, [first, second], refitted)
    assert verdicts(then) == ["applied", "applied"]
    assert best(then.matcher.predict(COPIER_AGAIN)) == "laptop"
    assert anew.right_of(grounds.own) == grounds.matcher.right_of(grounds.own)
    without = learned(grounds, [second], refitted)
    assert best(without.matcher.predict(COPIER_AGAIN)) == best(
        learned(grounds, [second]).matcher.predict(COPIER_AGAIN)
    )
