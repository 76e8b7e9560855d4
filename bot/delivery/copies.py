"""What somebody was shown is changed where it stands: edited, deleted, taken back, or hidden. Nothing rings for it."""

from collections.abc import Mapping
from typing import Literal

from bot.delivery.card import Card
from bot.delivery.cards import correction_card
from bot.delivery.gateway import Undeliverable
from bot.delivery.patience import bounded, patiently
from bot.delivery.relevance import is_living
from bot.delivery.sight import CARD, RETRACTED, Shown, Sight
from bot.delivery.together import Bundles
from bot.delivery.turn import Drawing, Turn
from bot.domain import events as e
from bot.domain.request import WordsId
from bot.store.delivery_extra import DeliveryExtra
from bot.store.lanes import Lanes, Sent
from knowledge.directory import PersonId

CORRECTIONS = frozenset({"edited", "deleted", "undone"})  # kinds of notices
Corrected = Literal["changed", "not shown", "elsewhere"]


class Copies:
    def __init__(self, lanes: Lanes, extra: DeliveryExtra, bundles: Bundles, drawing: Drawing) -> None:
        self._lanes = lanes
        self._extra = extra
        self._bundles = bundles
        self._drawing = drawing

    async def corrected(self, turn: Turn) -> Corrected:
        """What was sent says it where it stands. Repeating it is harmless."""
        told = turn.cargo.told
        found = said_in(turn.sight)
        if found is None:
            return "elsewhere"
        key, said = found
        card: Card | None = correction_card(turn.sight.request, said, turn.sight.event, turn.sight.view)
        bundle = await self._bundles.holding(turn.hold.lane, key)
        if bundle is not None and card is not None:
            message, card = bundle.message, await self._bundles.redrawn(turn, bundle, {key: card})
        else:
            sent = (await patiently(lambda: self._lanes.statuses(told.number))).get(key)
            message = sent.detail if sent is not None and sent.status == "sent" else ""
        if not message or card is None:
            return "not shown" if told.kind == "deleted" else "elsewhere"
        await bounded(turn.gateway.update(turn.cargo.place, message, card, key=told.key))
        # "Resolved" rang: that it is not is a message of its own too, and what rang asks nothing any more.
        return "elsewhere" if isinstance(said, e.RequestResolved) else "changed"

    async def retracted(self, turn: Turn) -> None:
        """The card of who may not read it (any more) says so; what is confidential is taken back altogether."""
        sight, told, place = turn.sight, turn.cargo.told, turn.cargo.place
        shown = sight.card
        if not is_living(told) or (shown is not None and shown.version >= RETRACTED):
            return
        messages = {} if shown is None else {shown.message: self._drawing.card(sight)}
        if sight.request.confidential:
            messages = await self._hidden(turn) | messages
        for message, card in sorted(messages.items()):
            try:
                await bounded(turn.gateway.update(place, message, card, key=f"{told.key}/{message}"))
            except Undeliverable:
                continue  # it is not there any more
        if shown is not None:
            gone = str(Shown(shown.message, RETRACTED))
            await patiently(lambda: self._extra.remember_card(told.number, f"{place}\t{CARD}", gone))

    async def _hidden(self, turn: Turn) -> dict[str, Card]:
        """Every message that this person was told of the request, and what it is to say now: of a bundle the rest."""
        told = turn.cargo.told
        masked = self._drawing.card(turn.sight)
        statuses = await patiently(lambda: self._lanes.statuses(told.number))
        messages = dict.fromkeys(sent_to(told.to, statuses), masked)
        for key in keys_of(told.to, statuses):
            if (bundle := await self._bundles.holding(turn.hold.lane, key)) is not None:
                messages[bundle.message] = await self._bundles.redrawn(turn, bundle, {}) or masked
        return messages


_KINDS: dict[type, str] = {e.MessageSaid: "said", e.QuestionPut: "question", e.RequestResolved: "resolved"}


def said_in(sight: Sight) -> tuple[str, e.MessageSaid | e.QuestionPut | e.RequestResolved] | None:
    """The notice by which this reader was told the words that have changed, and its event; None where there is none."""
    told, words = sight.cargo.told, _words_of(sight.event)
    if words is None:
        return None
    for index, event in enumerate(sight.history[: told.event]):
        if isinstance(event, e.MessageSaid | e.QuestionPut | e.RequestResolved) and event.words == words:
            return f"{told.number}/{index}/{told.to}/{_KINDS[type(event)]}", event
    return None


def _words_of(event: e.AnyEvent) -> WordsId | None:
    if isinstance(event, e.MessageEdited | e.MessageDeleted | e.ActUndone):
        return event.words
    return None


def keys_of(person: PersonId, statuses: Mapping[str, Sent]) -> list[str]:
    return [key for key in statuses if key.split("/")[2:3] == [person]]


def sent_to(person: PersonId, statuses: Mapping[str, Sent]) -> set[str]:
    """The platform's ids of all that this person was told of a request."""
    mine = [statuses[key] for key in keys_of(person, statuses)]
    return {sent.detail.rpartition(" ")[2] for sent in mine if sent.status == "sent"}
