"""What people are shown. Snapshots hold the whole text of the main cards: read them aloud before accepting a change."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from bot.delivery.card import Buttons, Card, Fact, Facts, Markdown, Paragraph, Quote
from bot.delivery.cards import (
    KINDS,
    LIVING,
    Pen,
    View,
    card_for,
    greeting_card,
    held_card,
    help_card,
    history_card,
    nothing_card,
    plain,
    progress_card,
    thanks_card,
    which_card,
)
from bot.delivery.cards.owner import watched_card
from bot.delivery.notices import notices
from bot.domain import commands as c
from bot.domain.evolve import evolve
from bot.domain.request import WordsId
from bot.words import of
from knowledge.directory import PersonId
from tests.bot.delivery.every_event import EVERY_EVENT
from tests.bot.delivery.stories import (
    asked,
    asked_which,
    breached,
    complained,
    consult_answered,
    consulted,
    danger_over,
    handed_over,
    helped,
    lapsed,
    nonsense,
    nudged,
    offered,
    offered_article,
    private,
    promised,
    questioned,
    rated,
    reopened,
    resolved,
    silent,
    smoke,
    taken,
    undone,
    unreached,
    waiting,
    wanted_person,
    warned,
    wished,
    withdrawn,
)
from tests.bot.delivery.told import ASKED, Told, buttons, contents, friday
from tests.bot.domain.world import ANA, BO, CARMEN, DIRECTORY, GUEST, HUGO, LUIS, MARTA
from tests.samples import sample

LANGUAGES = ("es", "en")
AUTOMATIC = ("article", "choices", "danger", "signpost", "article_again")


MAIN: tuple[tuple[Callable[[], Told], PersonId, str], ...] = (
    (wished, BO, "living"),
    (wished, ANA, "living"),
    (nonsense, BO, "living"),
    (offered_article, BO, "living"),
    (asked_which, BO, "living"),
    (smoke, BO, "living"),
    (smoke, CARMEN, "living"),
    (private, BO, "living"),
    (private, HUGO, "living"),
    (taken, BO, "said"),
    (taken, BO, "living"),
    (taken, ANA, "living"),
    (promised, BO, "promise"),
    (waiting, BO, "promise"),
    (waiting, BO, "living"),
    (lapsed, BO, "lapse"),
    (lapsed, BO, "living"),
    (lapsed, ANA, "promise_lapsed"),
    (lapsed, MARTA, "lead_brought_in"),
    (warned, ANA, "warned"),
    (breached, ANA, "breached"),
    (breached, BO, "living"),
    (questioned, BO, "question"),
    (questioned, BO, "living"),
    (offered, LUIS, "living"),
    (offered, ANA, "living"),
    (handed_over, BO, "new_owner"),
    (handed_over, ANA, "living"),
    (handed_over, LUIS, "living"),
    (unreached, BO, "new_owner"),
    (consulted, HUGO, "consult"),
    (consult_answered, ANA, "consult_answered"),
    (resolved, BO, "resolved"),
    (resolved, BO, "living"),
    (resolved, ANA, "living"),
    (rated, BO, "living"),
    (rated, ANA, "rated"),
    (complained, BO, "complaint"),
    (complained, MARTA, "living"),
    (nudged, ANA, "nudged"),
    (reopened, ANA, "reopened"),
    (helped, BO, "living"),
    (silent, BO, "resolved"),
    (withdrawn, BO, "living"),
    (withdrawn, ANA, "living"),
    (undone, BO, "undone"),
    (wanted_person, MARTA, "lead_brought_in"),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("story", "viewer", "kind"), MAIN, ids=lambda v: getattr(v, "__name__", str(v).partition("@")[0])
)
def test_the_main_cards_read_like_this(
    story: Callable[[], Told], viewer: PersonId, kind: str, language: str, snapshot: SnapshotAssertion
) -> None:
    assert story().card(viewer, language, kind).text == snapshot


def _others() -> dict[str, tuple[Told, Any, PersonId]]:
    """Of each kind of card that no main story tells, the first that one event after a story gives."""
    shown = {kind for *_, kind in MAIN} | LIVING
    found: dict[str, tuple[Told, Any, PersonId]] = {}
    for event in EVERY_EVENT:
        about_a_consult = "consult" in event.__struct_fields__
        stories = (wished, taken, offered, resolved, smoke, complained)
        for story in (consulted,) if about_a_consult else stories:
            told = story()
            happens = replace(event, consult=told.is_.consults[0].id) if about_a_consult else event
            for notice in notices(told.is_, happens, evolve(told.is_, happens), len(told.history)):
                if notice.kind not in shown:
                    found.setdefault(notice.kind, (told, happens, notice.to))
    return found


class _Said(dict[WordsId, str]):
    """Whatever is asked for was written once: what matters is what stands around it."""

    def get(self, words: WordsId, default: Any = None) -> str:  # type: ignore[override]
        return super().get(words, "…")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS - LIVING - {kind for *_, kind in MAIN}))
def test_the_other_cards_read_like_this(kind: str, language: str, snapshot: SnapshotAssertion) -> None:
    told, event, viewer = _others()[kind]
    view = told.view(viewer, language, history=(*told.history, event), texts=_Said(told.texts))
    side = "asks" if viewer == told.requester else "work"
    assert card_for(kind, side, evolve(told.is_, event), event, view).text == snapshot


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_beside_requests_reads_like_this(language: str, snapshot: SnapshotAssertion) -> None:
    told = taken()
    view = told.view(BO, language)
    cards = [
        greeting_card(view),
        greeting_card(view, [told.is_]),
        help_card(view),
        thanks_card(view),
        nothing_card(view),
        which_card(view, [told.is_, asked_which().is_]),
        progress_card(view, []),
        progress_card(view, [told.is_, asked_which().is_]),
        held_card(told.view(ANA, language), "Ya está enviada", "w1", [told.is_]),
        history_card(consult_answered().is_, consult_answered().view(BO, language)),
    ]
    assert "\n---\n".join(card.text for card in cards) == snapshot


# --- what every card owes its reader --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVERY_EVENT, ids=lambda event: type(event).__name__)
def test_every_event_can_be_told_in_every_language_to_everybody_whom_it_concerns(
    event: Any, language: str
) -> None:
    for story in (wished, taken, consult_answered, offered, resolved, smoke, private, asked_which):
        told = story()
        before = told.is_
        after = evolve(before, event)
        view = told.view(BO, language, history=(*told.history, event))
        found = notices(before, event, after, len(told.history))
        for notice in found:
            card = card_for(notice.kind, notice.side, after, event, replace(view, viewer=notice.to))
            assert_whole(card)
        for viewer in (BO, ANA, MARTA, GUEST):
            assert_whole(history_card(after, replace(view, viewer=viewer)))


def assert_whole(card: Card) -> None:
    """The text tells all of it, and nothing in it is a gap."""
    assert card.text.strip()
    assert "{" not in card.text
    for part in (card.title, *contents(card.blocks)):
        assert part in card.text


def test_every_kind_of_notice_has_a_card() -> None:
    used = set()
    for event in EVERY_EVENT:
        for story in (wished, taken, consult_answered, offered, resolved, smoke, complained):
            told = story()
            after = evolve(told.is_, event)
            used |= {n.kind for n in notices(told.is_, event, after, 7)}
    assert used <= KINDS
    assert KINDS - used == set()


@pytest.mark.parametrize("story", dict.fromkeys(case[0] for case in MAIN), ids=lambda story: story.__name__)
def test_nobody_is_named_twice_in_one_message(story: Callable[[], Told]) -> None:
    told = story()
    for language in LANGUAGES:
        for notice in told.told:
            event = told.history[notice.event]
            view = told.view(notice.to, language)
            card = card_for(notice.kind, notice.side, told.is_, event, view)
            for person in DIRECTORY.people.values():
                mentions = [part for part in contents(card.blocks) if person.name in part]
                assert len(mentions) <= 1, (card.kind, mentions)


def test_a_private_note_is_on_no_card_of_the_requester() -> None:
    told = taken()
    told.does(c.WriteNote, ANA, text="NOTA: ya es la tercera vez")
    told.does(c.WriteNote, LUIS, text="NOTA: otra") if "note" in told.view(LUIS).texts else None
    told.does(c.Resolve, ANA, text="Hecho")
    for notice in told.told:
        if notice.to == BO:
            event = told.history[notice.event]
            card = card_for(notice.kind, notice.side, told.is_, event, told.view(BO))
            assert "NOTA" not in card.text
    assert "NOTA" not in history_card(told.is_, told.view(BO)).text
    assert "NOTA" in history_card(told.is_, told.view(ANA)).text


def test_a_consulted_colleague_reads_the_question_and_nothing_of_the_request() -> None:
    told = consulted()
    card = told.card(HUGO, kind="consult")
    assert "¿Bo estaba de alta en octubre?" in card.text
    assert "nómina de octubre" not in card.text
    assert told.is_.ref in card.text


def test_whoever_may_not_read_a_request_gets_its_number_alone() -> None:
    told = private()
    for kind, event in (("living", None), ("assigned", None), ("said", told.history[0])):
        card = card_for(kind, "work", told.is_, event, told.view(LUIS))
        assert card.kind == "masked"
        assert "acos" not in card.text.casefold()
        assert told.is_.ref in card.text
    assert "acos" not in history_card(told.is_, told.view(LUIS)).text.casefold()


def test_the_title_of_a_confidential_request_does_not_say_what_it_is_about() -> None:
    assert "Acoso" not in private().card(BO).title


@pytest.mark.parametrize("story", [offered_article, asked_which, smoke])
def test_a_person_is_one_tap_away_in_every_automatic_message(story: Callable[[], Told]) -> None:
    card = story().card(BO)
    assert card.kind in AUTOMATIC
    assert "want_person" in buttons(card)


def test_what_ended_without_a_person_still_has_one_a_tap_away() -> None:
    assert {"reopen", "want_person"} <= set(buttons(helped().card(BO)))
    assert {"reopen", "want_person"} <= set(buttons(silent().card(BO, kind="resolved")))


def test_once_somebody_has_answered_an_emergency_its_card_is_an_ordinary_receipt() -> None:
    assert smoke().card(BO).kind == "danger"
    assert danger_over().card(BO).kind == "receipt"


def test_danger_shows_the_emergency_contact_before_anything_else() -> None:
    for language in LANGUAGES:
        card = smoke().card(BO, language)
        first = card.blocks[0]
        assert isinstance(first, Paragraph)
        assert DIRECTORY.sites["madrid"].emergency.contact[language] in first.text
        assert first.tone == "warning"


def test_the_receipt_names_owner_department_number_wish_and_time() -> None:
    card = wished().card(BO)
    for fact in ("R-1001", "Ana Prado", "Nóminas", "viernes 27 de noviembre", "hoy antes de las 16:00"):
        assert fact in card.text
    assert {"not_this", "make_private", "want_person", "withdraw"} <= set(buttons(card))


def test_a_lead_reads_what_spoke_for_the_route_and_whoever_asked_does_not() -> None:
    told = wished()
    why = "Se parece a «nómina», «octubre»."
    assert why in told.card(ANA).text
    assert why in watched_card(Pen(told.view(MARTA), told.is_)).text
    assert why in history_card(told.is_, told.view(MARTA)).text
    assert why not in history_card(told.is_, told.view(BO)).text
    assert why not in told.card(BO).text


def test_what_a_lesson_spoke_for_is_told_by_its_request_without_quotes() -> None:
    told = asked(because=("nómina", "R-1007"))
    assert "Se parece a «nómina», R-1007." in told.card(ANA).text


def test_who_steps_in_for_another_department_is_not_said_to_be_of_it() -> None:
    told = asked(about=(ANA, LUIS, MARTA))
    assert (DIRECTORY.people[told.is_.owner].department, told.is_.department) == ("concierge", "payroll")
    assert f"Se encarga {DIRECTORY.people[told.is_.owner].name}, de Conserjería." in told.card(BO).text
    assert "de Nóminas" not in told.card(BO).text


def test_the_receipt_says_when_an_owner_who_is_closed_opens() -> None:
    told = Told(now=friday() + timedelta(hours=3))
    told.asks()
    assert "el lunes 30 de noviembre a las 9:00" in told.card(BO).text


def test_make_it_private_is_not_offered_where_it_is_so_already() -> None:
    assert "make_private" not in buttons(private().card(BO))


def test_buttons_are_only_those_that_would_work_now() -> None:
    told = resolved()
    assert "promise" not in buttons(told.card(ANA))
    assert "withdraw" not in buttons(told.card(BO))
    assert {"reopen", "rate"} <= set(buttons(told.card(BO, kind="resolved")))


def test_before_the_rating_buttons_the_rater_reads_who_sees_it() -> None:
    card = resolved().card(BO, kind="resolved")
    order = [i for i, block in enumerate(card.blocks) if isinstance(block, Buttons) and _rates(block)]
    told_who = [
        i for i, b in enumerate(card.blocks) if getattr(b, "text", "").startswith("Tu respuesta la ve")
    ]
    assert told_who[0] < order[0]


def _rates(block: Buttons) -> bool:
    return any(button.verb == "rate" for button in block.buttons)


def test_undo_is_offered_for_half_a_minute() -> None:
    told = taken()
    assert "undo" in buttons(told.card(ANA))
    told.later(seconds=31)
    assert "undo" not in buttons(told.card(ANA))


def test_erased_words_and_names_leave_a_plain_remark() -> None:
    told = taken()
    view = told.view(ANA, texts={}, names={})
    card = card_for("living", "work", told.is_, None, view)
    assert "ya no se guarda" in card.text
    asks = Told(GUEST)
    asks.asks()
    shown = card_for("living", "work", asks.is_, None, asks.view(asks.is_.owner, gone=frozenset({GUEST})))
    assert "alguien que ya no está" in shown.text


@pytest.mark.parametrize(
    ("language", "says"), [("es", "Falta la respuesta de otra parte"), ("en", "waiting for somebody else")]
)
def test_once_whom_they_wait_for_is_erased_it_is_a_sentence_still(language: str, says: str) -> None:
    told = waiting()
    view = told.view(BO, language, texts={})
    notice = next(n for n in told.told if n.kind == "promise")
    promise = card_for("promise", "asks", told.is_, told.history[notice.event], view)
    for card in (card_for("living", "asks", told.is_, None, view), promise):
        assert says in card.text
        assert of(language)("words-gone") not in card.text
    assert says in history_card(told.is_, view).text


HOSTILE = (
    "</quote>",
    "<!channel> <@U1>",
    "\u202eabc",
    "a\u2069b",
    "**x**\n\n* y",
    "\ud800",
    "\x00",
    "{ $name }",
    "é" * 400,
)


@settings(max_examples=sample(60, 2_000), deadline=None)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=200)), st.sampled_from(LANGUAGES))
def test_whatever_somebody_writes_is_shown_as_data_and_can_be_encoded(text: str, language: str) -> None:
    told = wished()
    words = told.is_.first_words
    assert words is not None
    view = told.view(ANA, language, texts={words: text}, names={BO: text})
    for card in (
        card_for("living", "work", told.is_, None, view),
        history_card(told.is_, view),
        held_card(view, text, "w1", [told.is_]),
    ):
        card.text.encode()
        assert "\x00" not in card.text
        quotes = [block for block in card.blocks if isinstance(block, Quote)]
        assert quotes
        assert all(block.text in card.text for block in quotes)


parts = st.one_of(
    st.builds(Paragraph, st.text()),
    st.builds(Quote, st.text(), who=st.text(), when=st.text(), private=st.booleans()),
    st.builds(Markdown, st.text()),
    st.builds(Facts, st.lists(st.builds(Fact, st.text(), st.text())).map(tuple)),
)


@settings(max_examples=sample(100, 5_000), deadline=None)
@given(st.text(), st.lists(parts, max_size=6))
def test_the_plain_text_holds_every_fact_quote_and_paragraph(title: str, blocks: list[Any]) -> None:
    text = plain(title, blocks, of("es"))
    for part in (title, *contents(blocks)):
        assert part in text


def test_an_unread_language_is_said_in_the_company_s_first() -> None:
    assert wished().card(BO, "fr").text == wished().card(BO, "es").text


def test_no_view_no_event_no_card_of_its_own() -> None:
    told = wished()
    with pytest.raises(ValueError, match="needs its event"):
        card_for("said", "asks", told.is_, None, told.view(BO))
    assert isinstance(told.view(BO), View)
    assert WordsId("x") not in told.view(BO).texts
    assert ASKED in told.card(ANA).text
