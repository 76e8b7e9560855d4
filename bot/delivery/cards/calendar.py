"""What a calendar says of somebody's absences: shown back before it holds, and said when it does."""

from collections.abc import Sequence

from bot.answer import Answer
from bot.calendars import packed
from bot.delivery.card import Button, Buttons, Card, Paragraph
from bot.delivery.cards.view import View, loose_card
from bot.words import Words, of
from bot.words.dates import Clock
from knowledge.calendar_file import Span

SHOWN = 12  # absences; of the rest it is said how many they are and when the last one ends


def calendar_card(view: View, spans: Sequence[Span] | None) -> Card:
    """None: it could not be read. Nothing holds before the tap."""
    say = of(view.language, view.directory.languages[0])
    if spans is None:
        return loose_card(view, "calendar", Paragraph(say("calendar-unread")), _otherwise(say))
    if not spans:
        return loose_card(view, "calendar", Paragraph(say("calendar-none")), _otherwise(say))
    clock = Clock(say, view.zone, view.now)
    lines = [Paragraph(_line(clock, span)) for span in spans[:SHOWN]]
    if (more := len(spans) - SHOWN) > 0:
        lines.append(Paragraph(say("calendar-more", count=more, until=clock.until(spans[-1].until))))
    note = Button(label=say("button-plan"), verb="plan", style="primary", fields={"spans": packed(spans)})
    return loose_card(
        view,
        "calendar",
        Paragraph(say("calendar-found")),
        *lines,
        Paragraph(say("calendar-dates-only"), "quiet"),
        Buttons((note,)),
        _otherwise(say),
    )


def planned_card(view: View, answer: Answer) -> Card:
    say = of(view.language, view.directory.languages[0])
    noted = say("away-planned", count=answer.planned or 0)
    return loose_card(view, "away", Paragraph(noted), Paragraph(say("away-planned-passes"), "quiet"))


def _otherwise(say: Words) -> Paragraph:
    return Paragraph(say("calendar-otherwise"), "quiet")


def _line(clock: Clock, span: Span) -> str:
    return clock.words("calendar-span", since=clock.since(span.since), until=clock.until(span.until))
