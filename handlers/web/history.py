"""A request's history as the page shows it: the lines of the history card, people's words beside their faces."""

from datetime import datetime

from bot.delivery.card import Paragraph, Quote
from bot.delivery.cards import View, history_card
from bot.views import Seen
from handlers.web.feed import initials
from handlers.web.room import Wanted
from handlers.web.views import Step
from knowledge.directory import PersonId

# Where an event names somebody whom the request itself no longer does.
_PEOPLE = ("by", "person", "asked", "owner", "colleague", "lead", "requester", "author", "answerable")


async def view_of(seen: Seen, wanted: Wanted, now: datetime) -> View:
    """All that a card about this request needs, for whoever looks."""
    room = wanted.room
    named = {getattr(event, field, None) for event in seen.history for field in _PEOPLE}
    missing = [PersonId(person) for person in named if person and person not in seen.names]
    return View(
        viewer=wanted.person,
        language=wanted.language,
        zone=wanted.zone,
        now=now,
        directory=room.directory,
        names={**await room.views.names(missing, room.directory), **seen.names},
        texts=seen.texts,
        history=seen.history,
    )


def steps(seen: Seen, view: View) -> tuple[Step, ...]:
    own = view.names.get(view.viewer, "")
    found = []
    for block in history_card(seen.request, view).blocks:
        if isinstance(block, Paragraph):
            found.append(Step(text=block.text))
        elif isinstance(block, Quote):
            found.append(
                Step(
                    text=block.text,
                    said=True,
                    when=block.when,
                    who=block.who,
                    initials=initials(block.who),
                    private=block.private,
                    mine=block.who == own,
                )
            )
    return tuple(found)
