"""Cards about time: how urgent it is, and what a lead is told of what is late."""

from bot.delivery.card import Button, Buttons
from bot.domain import commands as c
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, MARTA


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
