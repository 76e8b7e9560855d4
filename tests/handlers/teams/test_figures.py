"""Figures in Teams: three sentences with the chart in the card itself, which nobody's server is asked for."""

import json
from base64 import b64decode

from bot.simulation import kept
from handlers.teams.text import size
from tests.handlers.teams.stage import Stage
from tests.teams_server.server import User

LARGEST = 28_000


async def known(stage: Stage, mail: str) -> User:
    await stage.everybody()
    person = stage.library.directory.by_email(f"{mail}@faro.example")
    assert person is not None
    return stage.user_of(person.id)


async def test_a_lead_asks_in_words_and_sees_sentences_and_a_picture_in_one_card(stage: Stage):
    await kept.keep(stage.store, stage.library.directory, 200, seed=3, until=await stage.store.now(), days=60)
    javier = await known(stage, "javier.montero")
    await stage.say(javier, "¿Cómo vamos?")
    card = stage.shown(javier)[-1].card
    [picture] = [part for part in card["body"] if part["type"] == "Image"]
    head, _, data = picture["url"].partition(",")
    assert head == "data:image/png;base64"
    assert b64decode(data).startswith(b"\x89PNG")
    assert "peticiones" in picture["altText"]
    assert "Entraron" in json.dumps(card, ensure_ascii=False)
    assert size(card) <= LARGEST


async def test_who_leads_nothing_sees_their_own(stage: Stage):
    lucia = await known(stage, "lucia.ferrando")
    await stage.say(lucia, "mis cifras")
    assert "Solo las ves tú" in json.dumps(stage.shown(lucia)[-1].card, ensure_ascii=False)
