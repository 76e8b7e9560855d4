"""Every card and every modal that the desk has, with the worst that people write in every place where words go."""

import html
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.delivery.bundle import Part, together_card
from bot.delivery.card import Card
from bot.delivery.cards import KINDS, View, card_for, history_card, opened_card
from bot.delivery.cards.loose import greeting_card, held_card, progress_card
from bot.delivery.forms import FORMS, OWN_FORMS, form_for
from bot.delivery.notices import Notice, notices
from bot.domain import events as e
from bot.domain.evolve import evolve
from bot.domain.request import Request
from handlers.slack.forms import ask_view, record_view
from handlers.slack.home import SEARCH, shown_of
from handlers.slack.render import card_modal, form_modal, message
from handlers.slack.shapes import State, StateValue, ViewShape
from handlers.slack.values import Sheet, Shown, packed_sheet
from handlers.slack.words import words_in
from tests.bot.delivery import stories
from tests.bot.delivery.every_event import EVERY_EVENT
from tests.bot.delivery.told import Told, contents
from tests.bot.domain.world import ANA, BO, HUGO, MARTA
from tests.handlers.slack.hostile import HOSTILE, texts
from tests.samples import sample
from tests.slack_server.check import check_message, check_view

LANGUAGES = ("es", "en")
BROUGHT = {"answer_consult": {"consult": "q1"}, "rate": {"outcome": "met"}, "edit": {"words": "w1"}}

Drawn = tuple[Notice, Request, e.AnyEvent | None, View]


@cache
def told_stories() -> tuple[Told, ...]:
    made = [make for make in vars(stories).values() if getattr(make, "__module__", "") == stories.__name__]
    return tuple(make() for make in made if isinstance(make, Callable) and make is not stories.asked)  # type: ignore[arg-type]


@cache
def every_notice() -> tuple[Drawn, ...]:
    """One of each kind and side, of each story in which there is one."""
    found: dict[tuple[str, str, int], Drawn] = {}
    for n, told in enumerate(told_stories()):
        for event in (*told.history, *EVERY_EVENT):
            after = told.is_ if event in told.history else evolve(told.is_, event)
            for notice in notices(told.is_, event, after, len(told.history)):
                view = told.view(notice.to, history=(*told.history, event))
                found.setdefault((notice.kind, notice.side, n), (notice, after, event, view))
    return tuple(found.values())


def hostile(view: View, text: str, language: str) -> View:
    """The same, with this text wherever a person's words or name could stand."""
    names = {person: text[:300] or person for person in view.names}
    texts = dict.fromkeys(view.texts, text)
    return replace(view, language=language, texts=texts, names=names, titles=names)


def takes_message(card: Card) -> None:
    shown = message(card)
    check_message(shown.text, shown.blocks)
    for block in shown.blocks:
        parsed = SdkBlock.parse(block)
        assert parsed is not None, block["type"]
        parsed.validate_json()
    json.dumps([shown.text, shown.blocks], ensure_ascii=False).encode()


def takes_view(view: dict[str, Any]) -> None:
    check_view(view)
    SdkView(**view).validate_json()
    json.dumps(view, ensure_ascii=False).encode()


def draws(drawn: Drawn, text: str, language: str) -> None:
    notice, request, event, view = drawn
    view = hostile(view, text, language)
    card = card_for(notice.kind, notice.side, request, event, view)
    takes_message(card)
    words = words_in(language)
    metadata = Sheet(verb="open", numbers=(request.number,), shown=shown_with(text))
    takes_view(card_modal(opened_card(request, view), words, packed_sheet(metadata)))
    takes_message(history_card(request, view))
    part = Part(notice, event or EVERY_EVENT[0], request, card)
    takes_message(together_card([part] * 60, view))


def shown_with(text: str) -> Shown:
    """App Home, where somebody searches for this."""
    state = State(values={SEARCH: {SEARCH: StateValue(value=text)}})
    return shown_of(ViewShape(type="home", state=state))


def test_there_is_one_of_every_kind() -> None:
    assert {notice.kind for notice, *_ in every_notice()} == KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_beside_the_blocks_tells_the_whole_message_alone(language: str) -> None:
    """Of a notification, and to a screen reader."""
    for notice, request, event, view in every_notice():
        card = card_for(notice.kind, notice.side, request, event, replace(view, language=language))
        told = html.unescape(message(card).text)
        for part in (card.title, *contents(card.blocks)):
            assert part in told, (card.kind, part)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_kind_of_card_with_every_hostile_text(text: str, language: str) -> None:
    one_of_each = {notice.kind: drawn for drawn in every_notice() for notice in drawn[:1]}
    for drawn in one_of_each.values():
        notice, request, event, view = drawn
        takes_message(card_for(notice.kind, notice.side, request, event, hostile(view, text, language)))


@given(which=st.integers(0, 10_000), text=texts, language=st.sampled_from(LANGUAGES))
@settings(max_examples=sample(40, 4000), deadline=None)
def test_every_card_in_every_state_with_whatever_text(which: int, text: str, language: str) -> None:
    draws(every_notice()[which % len(every_notice())], text, language)


@given(text=texts, language=st.sampled_from(LANGUAGES), viewer=st.sampled_from([ANA, BO, HUGO, MARTA]))
@settings(max_examples=sample(15, 2000), deadline=None)
def test_every_form_and_what_is_said_beside_requests(text: str, language: str, viewer: Any) -> None:
    words = words_in(language)
    told = stories.consulted()
    view = hostile(told.view(viewer), text, language)
    for name in FORMS:
        form = form_for(name, told.is_, view, BROUGHT.get(name))
        takes_view(form_modal(form, words, [1001] * 100, 7, shown=shown_with(text)))
        takes_view(form_modal(form_for(name, None, view, BROUGHT.get(name)), words, (), None))
    for name in OWN_FORMS:
        takes_view(form_modal(form_for(name, None, view, {}), words, (), None))
    for card in (
        greeting_card(view, [told.is_] * 3),
        progress_card(view, [told.is_] * 20),
        held_card(view, text, "slack:T1:D1:1.1", [told.is_] * 3),
    ):
        takes_message(card)
    takes_view(ask_view(words, shown_with(text)))
    takes_view(record_view(words, shown_with(text)))


def read_in(part: Any) -> list[str]:
    """Every text in a view, each as often as it stands there."""
    if isinstance(part, list):
        return [text for one in part for text in read_in(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    return own + [text for value in part.values() for text in read_in(value)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*FORMS, *OWN_FORMS])
def test_what_a_form_asks_and_hints_is_read_whole_and_once(name: str, language: str) -> None:
    told = stories.consulted()
    view = replace(told.view(ANA), language=language)
    form = form_for(name, told.is_ if name in FORMS else None, view, BROUGHT.get(name) or {})
    shown = read_in(form_modal(form, words_in(language), [1001], 7))
    assert form.title in shown
    assert not any(text.endswith("…") for text in shown[:1])
    for hint in {field.hint for field in form.fields if field.hint}:
        assert shown.count(hint) == sum(field.hint == hint for field in form.fields)
