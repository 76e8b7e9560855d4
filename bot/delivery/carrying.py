"""A file into somebody's conversation; where that cannot be, the way to it, or a sentence that says so."""

import structlog

from bot.delivery.bundle import twice
from bot.delivery.cards.files import file_card, file_line
from bot.delivery.cards.view import Pen
from bot.delivery.files import FileGateway, Files, safe_name
from bot.delivery.gateway import Gateway, Undeliverable
from bot.delivery.reach import PAGES
from bot.delivery.sight import Cargo, Sight
from bot.domain.commands import Attached, decode_attached
from bot.domain.request import WordsId
from bot.words import of
from knowledge.directory import PersonId

log = structlog.get_logger()

Found = tuple[WordsId, PersonId, Attached]


def attached_in(sight: Sight, words: WordsId | None) -> Found | None:
    """What is known of a file, and who sent it; None once its words are gone."""
    text = sight.view.texts.get(words) if words else None
    author = dict(sight.request.files).get(words) if words else None
    if words is None or text is None or author is None:
        return None
    return words, author, decode_attached(text.encode())


class Carrier:
    def __init__(self, files: Files) -> None:
        self._files = files

    async def carry(self, gateway: Gateway, cargo: Cargo, sight: Sight, found: Found, *, again: bool) -> str:
        """The platform's name for what was sent. `again`: it may be there already, and says so.

        Raises Postponed, Doubtful, and Undeliverable where the person cannot be reached.
        """
        words, author, attached = found
        number, pen = sight.request.number, Pen(sight.view, sight.request)
        readable = True
        if isinstance(gateway, FileGateway):
            line = file_line(pen, safe_name(attached.name), author)
            if again:
                line = f"{line} {of(sight.view.language)('delivery-twice')}"
            try:
                readable = False
                async with self._files.opened((number, author, words), attached) as opened:
                    readable = True
                    return await gateway.upload(cargo.place, opened, words=line, number=number)
            except Undeliverable as failed:
                if failed.unreachable:
                    raise
                log.info("delivery.file_not_carried", number=number, why=failed.reason)
        url = self._url(cargo, sight, words) if readable else ""
        card = file_card(pen, safe_name(attached.name), author, url)
        if again:
            card = twice(card, sight.view)
        return await gateway.post(cargo.place, card, key=cargo.told.key, loud=False)

    def _url(self, cargo: Cargo, sight: Sight, words: WordsId) -> str:
        """What is confidential is never to be had by a link alone; the local desk's pages are opened on this machine."""
        page = cargo.place.platform in PAGES
        if sight.request.confidential and not page:
            return ""
        number, to = sight.request.number, cargo.told.to
        return self._files.link(number, words, to, sight.now, absolute=not page)
