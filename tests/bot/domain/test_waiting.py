"""Waiting for somebody else (a bank, a supplier, another team) is a promise with a who and a when."""

from datetime import timedelta

import pytest

from bot.domain import commands as c
from bot.domain import events as e
from bot.domain.timers import timers
from tests.bot.delivery.told import Told
from tests.bot.domain.world import ANA, BO, NOON

TOMORROW = NOON + timedelta(days=1)


def waiting() -> Told:
    told = Told()
    told.asks()
    told.does(c.WaitFor, ANA, who="el banco", due=TOMORROW)
    return told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "es",
            "Falta la respuesta de otra parte: el banco. Ana Prado te dirá algo mañana antes de las 12:00.",
        ),
        ("en", "Ana Prado is waiting for el banco and will tell you more by 12:00 PM tomorrow."),
    ],
)
def test_the_requester_reads_for_whom_and_until_when(language: str, said: str) -> None:
    assert waiting().card(BO, language, "promise").text.splitlines()[-1] == said


def test_the_requester_is_reminded_of_nothing_and_nothing_ends_by_silence() -> None:
    told = waiting()
    kinds = {name.split("|")[1] for name in timers(told.is_)}
    assert kinds == {"promise_reminder", "foretell", "promise_due", "warn.resolution", "breach.resolution"}
    told.timer("promise_due", TOMORROW)
    assert told.is_.is_open
    assert not any(isinstance(event, e.RequesterReminded | e.RequestResolved) for event in told.history)
    assert told.is_.escalated_to, "it lapses like any promise: the lead knows"
