"""A calendar that somebody sends: what is one, what its button carries, and that nothing holds before the tap."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acts import Typing, Unclear
from bot.away import PLAN, clicked
from bot.calendars import is_absences, packed, unpacked
from bot.delivery.card import Button, Buttons
from bot.delivery.cards import calendar_card
from bot.domain.commands import Attached
from bot.store.store import Store
from knowledge.calendar_file import MOST, Span
from tests.bot.delivery.told import Told
from tests.bot.desks import SmallDesk
from tests.bot.domain.world import ANA

ICS = Attached(source="slack:T1/F1", name="calendario.ics", kind="text/calendar; charset=utf-8", size=900)
BLOB = Attached(source="slack:T1/F2", name="Ausencias.ICS", size=900)
PDF = Attached(source="slack:T1/F3", name="calendario.pdf", kind="application/pdf", size=900)
MONDAY = datetime(2026, 12, 6, 23, tzinfo=UTC)  # midnight in Madrid
WEEK = Span(MONDAY, MONDAY + timedelta(days=7, hours=9))
AFTERNOON = Span(datetime(2026, 12, 22, 14, tzinfo=UTC), datetime(2026, 12, 23, 8, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["", "  ", "Mis ausencias", "mi calendario:", "vacaciones", "My holidays", "here is my calendar"]
)
@pytest.mark.parametrize("file", [ICS, BLOB], ids=["by kind", "by name"])
def test_a_calendar_alone_or_with_words_that_say_so_is_ones_absences(text: str, file: Attached) -> None:
    assert is_absences(text, (file,))


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("No se me abre este calendario", (ICS,)),
        ("My calendar does not open", (ICS,)),
        ("", (PDF,)),
        ("", (ICS, PDF)),
        ("mis vacaciones", ()),
    ],
)
def test_anything_else_is_a_request_that_may_have_a_file(text: str, files: tuple[Attached, ...]) -> None:
    assert not is_absences(text, files)


instants = st.integers(0, 40_000_000).map(
    lambda minutes: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
spans = st.builds(
    lambda at, lasts: Span(at, at + timedelta(minutes=lasts)), instants, st.integers(1, 400_000)
)


@given(st.lists(spans, min_size=1, max_size=MOST))
def test_what_a_button_carries_is_read_as_it_was_written_and_fits_every_platform(found: list[Span]) -> None:
    assert unpacked(packed(found)) == tuple(found)
    assert len(packed(found)) < 1_900, "Slack's buttons hold 2,000 characters"


@given(st.text(max_size=60))
def test_what_no_button_of_ours_carries_is_refused(text: str) -> None:
    with suppress(Unclear):
        assert packed(unpacked(text)), "or it may have been one"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "es",
            [
                "Según tu calendario, vas a estar fuera:",
                "· desde el lunes 7 de diciembre hasta el lunes 14 de diciembre a las 9:00",
                "· desde el martes 22 de diciembre a las 15:00 hasta el miércoles 23 de diciembre a las 9:00",
            ],
        ),
        (
            "en",
            [
                "Your calendar says that you will be away:",
                "· from Monday, December 7 until 9:00 AM on Monday, December 14",
                "· from 3:00 PM on Tuesday, December 22 until 9:00 AM on Wednesday, December 23",
            ],
        ),
    ],
)
def test_it_is_shown_back_with_its_dates_and_one_tap_to_note_them(language: str, lines: list[str]) -> None:
    view = Told().view(ANA, language)
    card = calendar_card(view, (WEEK, AFTERNOON))
    assert card.text.splitlines()[: len(lines)] == lines
    [button] = _buttons(card)
    assert (button.verb, button.form) == (PLAN, "")
    assert len(unpacked(button.fields["spans"])) == 2


def test_a_calendar_without_absences_or_that_is_none_offers_nothing() -> None:
    view = Told().view(ANA)
    assert _buttons(calendar_card(view, ())) == _buttons(calendar_card(view, None)) == []
    many = tuple(Span(MONDAY + timedelta(days=2 * n), MONDAY + timedelta(days=2 * n + 1)) for n in range(30))
    assert "Y 18 veces más, la última hasta el jueves 4 de febrero de 2027" in calendar_card(view, many).text


async def test_nothing_holds_before_the_tap_and_a_later_calendar_takes_the_place_of_it(store: Store) -> None:
    desk = await SmallDesk.on(store)
    ana = desk.at("ana")
    typing = Typing(
        by=ana, now=await desk.now(), zone="Europe/Madrid", language="es", directory=desk.directory
    )
    now = typing.now.replace(second=0, microsecond=0)
    first, second = (Span(now - timedelta(hours=1), now + timedelta(days=days)) for days in (1, 2))
    assert await store.absences.all(now) == {}
    for span in (first, second):
        fields = {"spans": packed([span]), "person": f"person:{desk.at('luis')}"}
        answer = await desk.set_away(clicked(PLAN, fields, f"tap/{span.until}", typing))
        assert (answer.kind, answer.away, answer.planned) == ("away", ana, 1), "for nobody but oneself"
        [absence] = (await store.absences.all(now)).values()
        assert absence.until == span.until


def _buttons(card) -> list[Button]:  # type: ignore[no-untyped-def]
    return [button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons]
