"""What somebody was shown is changed where it stands, once it is edited, deleted or taken back; nothing rings for it."""

from collections.abc import Mapping

from msgspec import Struct

from bot.delivery.card import Card
from bot.delivery.cards import correction_card
from bot.delivery.sight import Sight
from bot.domain import events as e
from bot.domain.request import WordsId
from bot.store.lanes import Sent
from knowledge.directory import PersonId

CORRECTIONS = frozenset({"edited", "deleted", "undone"})  # kinds of notices


class Copy(Struct, frozen=True):
    """A message as it stands at its reader's, and what it is to say now."""

    message: str
    card: Card


def copy_of(sight: Sight, statuses: Mapping[str, Sent]) -> Copy | None:
    """The message of these words that this reader was sent, alone and at this place; None where there is none."""
    told, words = sight.cargo.told, _words_of(sight.event)
    if words is None:
        return None
    for index, event in enumerate(sight.history[: told.event]):
        if isinstance(event, e.MessageSaid | e.QuestionPut) and event.words == words:
            kind = "said" if isinstance(event, e.MessageSaid) else "question"
            sent = statuses.get(f"{told.number}/{index}/{told.to}/{kind}")
            if sent is None or sent.status != "sent":
                return None
            return Copy(sent.detail, correction_card(sight.request, event, sight.event, sight.view))
    return None


def _words_of(event: e.AnyEvent) -> WordsId | None:
    if isinstance(event, e.MessageEdited | e.MessageDeleted | e.ActUndone):
        return event.words
    return None


def sent_to(person: PersonId, statuses: Mapping[str, Sent]) -> set[str]:
    """The platform's ids of all that this person was told of a request."""
    mine = [sent for key, sent in statuses.items() if key.split("/")[2:3] == [person]]
    return {sent.detail.rpartition(" ")[2] for sent in mine if sent.status == "sent"}
