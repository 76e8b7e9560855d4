"""Cards about time: how urgent it is, and what a lead is told of what is late."""

from datetime import datetime

from bot.delivery.card import Button, Buttons
from bot.domain import commands as c
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, BO, MARTA


def test_how_urgent_it_is_is_put_right_in_one_tap() -> None:
    told = Told()
    told.asks(urgency="high")

    def tap() -> Button:
        blocks = (block for block in told.card(ANA).blocks if isinstance(block, Buttons))
        [one] = [b for block in blocks for b in block.buttons if b.verb == "set_urgency" and not b.form]
        return one

    assert (tap().label, tap().fields) == ("No corre prisa", {"urgency": "normal"})
    told.does(c.SetUrgency, ANA, urgency="normal")
    assert (tap().label, tap().fields) == ("Es urgente", {"urgency": "urgent"})
    told.does(c.SetUrgency, ANA, urgency="urgent")
    assert tap().label == "No corre prisa"


def test_who_asks_for_a_person_reads_who_was_told_and_who_comes_next_until_somebody_answers() -> None:
    told = Told()
    told.asks()
    assert "Marta" not in told.card(BO).text
    told.does(c.WantPerson, BO)
    name = told.directory.people[MARTA].name
    assert f"Se lo he dicho también a {name}, responsable del equipo." in told.card(BO).text
    assert "se encargará la siguiente persona" in told.card(BO).text
    english = told.card(BO, language="en").text
    assert f"I have told {name}, who leads the team, as well." in english
    told.does(c.WantPerson, BO)  # asked again, nobody is told again, and the card goes on saying who was
    assert told.card(BO).text.count(name) == 1
    told.does(c.Say, ANA, text="La miro ahora")
    assert name not in told.card(BO).text
    assert "siguiente persona" not in told.card(BO).text


def test_a_lead_reads_whether_an_answer_or_the_resolution_is_late() -> None:
    unanswered, unresolved = Told(), Told()
    for told, target in ((unanswered, "first_response"), (unresolved, "resolution")):
        told.asks()
        if target == "resolution":
            told.does(c.Say, ANA, text="La busco")
        clock = getattr(told.is_, target)
        told.timer("breach", clock.due, target)
    assert "Nadie ha contestado a tiempo." in unanswered.card(MARTA, kind="lead_brought_in").text
    assert "No se ha resuelto a tiempo." in unresolved.card(MARTA, kind="lead_brought_in").text


def test_a_time_that_an_answer_names_is_a_promise_by_one_tap_and_not_without() -> None:
    def offered(told: Told) -> list[Button]:
        blocks = (block for block in told.card(ANA).blocks if isinstance(block, Buttons))
        return [b for block in blocks for b in block.buttons if b.verb == "promise" and "due" in b.fields]

    told = Told()
    told.asks()
    told.does(c.Say, ANA, text="Te la mando mañana a las 10")
    assert told.is_.promise is None
    [tap] = offered(told)
    assert "Has escrito que será" in told.card(ANA).text
    told.does(c.MakePromise, ANA, due=datetime.fromisoformat(tap.fields["due"]))
    assert "Has escrito que será" not in told.card(ANA).text

    plain = Told()
    plain.asks()
    plain.does(c.Say, ANA, text="La miro")
    assert offered(plain) == []


def test_who_answers_for_a_complaint_is_not_told_that_somebody_wrote_when_they_only_tapped() -> None:
    told = Told()
    told.asks()
    told.does(c.Say, ANA, text="La busco")
    told.does(c.Resolve, ANA, text="Enviada")
    told.does(c.Rate, BO, outcome="missed")
    clock = told.is_.next_response
    assert clock is not None
    told.timer("breach", clock.due, "next_response")
    card = told.card(told.is_.owner, kind="breached")
    assert card.text.splitlines()[1].startswith("Esperan una respuesta tuya")
    english = told.card(told.is_.owner, kind="breached", language="en").text
    assert "They are waiting for an answer from you" in english
