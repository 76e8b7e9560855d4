"""What the desk answers to the writer alone: a greeting, how theirs are going, to whom loose words may go.

It opens no request, so no event tells it; it goes into the writer's own conversation, below their words.
"""

from bot.answer import Answer
from bot.delivery.card import Card, Paragraph, Quote
from bot.hearing import Said
from handlers.web.gateway import place_of
from handlers.web.room import Wanted


async def answer(said: Said, answer: Answer, wanted: Wanted) -> None:
    place = place_of(wanted.person, wanted.side)
    gateway = wanted.room.gateway
    if answer.kind != "held":  # held words are shown by the card that asks where they go
        await gateway.post(place, _echo(said, wanted), key=f"{said.id}/echo", loud=False)
    card = await _card(said, answer, wanted)
    await gateway.post(place, card, key=f"{said.id}/answer", loud=True)


def _echo(said: Said, wanted: Wanted) -> Card:
    name = wanted.room.directory.people[wanted.person].name
    return Card(kind="echo", language=wanted.language, text=said.text, blocks=(Quote(said.text, who=name),))


async def _card(said: Said, answer: Answer, wanted: Wanted) -> Card:
    return Card(kind=answer.kind, language=wanted.language, text=answer.kind, blocks=(Paragraph(answer.kind),))
