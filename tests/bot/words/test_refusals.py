"""Every no has a sentence, in every language, with and without the name it would give."""

from datetime import timedelta
from typing import get_args

import pytest

from bot.domain import refusals as r
from bot.domain.commands import AnyCommand
from bot.domain.request import Status
from bot.words import LANGUAGES, of, refusal
from knowledge.directory import PersonId
from tests.bot.domain.world import NOON

ANA = PersonId("ana")
NAMES = {ANA: "Ana Prado"}
VERBS = [str(command.__struct_config__.tag) for command in get_args(AnyCommand)]
EVERY = [
    r.NoSuchRequest(),
    r.Erased(),
    r.AlreadyTaken(by=ANA),
    *(r.HasChanged(status=status, owner=ANA) for status in get_args(Status)),
    r.ReasonMissing(),
    r.NobodyAnswered(),
    r.CorrectionPast(),
    r.PastDate(due=NOON - timedelta(hours=1)),
    r.NobodyThere(person=ANA),
    r.NobodyThere(department="x"),
    r.OneOfferAtATime(asked=ANA),
    r.TooLateToUndo(),
    r.YesMissing(person=ANA),
    r.NotYourAbsence(),
    r.NotYourAbsence(today_only=True),
    *(kind(verb=verb) for kind in (r.NotYours, r.NothingToDo, r.Empty) for verb in VERBS),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", EVERY, ids=lambda why: type(why).__name__)
def test_every_refusal_is_said_in_a_sentence(why: r.AnyRefusal, language: str) -> None:
    for names in (NAMES, {}):
        for now in (None, NOON):
            said = refusal(of(language), why, names=names, zone="Europe/Madrid", now=now)
            assert said.endswith(".")
            assert said.count("Ana Prado") <= 1


def test_every_kind_of_refusal_is_tried() -> None:
    assert {type(why) for why in EVERY} == set(get_args(r.AnyRefusal))


def test_who_was_quicker_is_named() -> None:
    assert refusal(of("es"), r.AlreadyTaken(by=ANA), names=NAMES) == "Ya lo ha tomado Ana Prado."
