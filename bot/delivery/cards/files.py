"""A file that came with words, for where it cannot be written into the conversation itself."""

from bot.delivery.card import Card, Link, Paragraph
from bot.delivery.cards.view import Pen
from bot.words.text import one_line
from knowledge.directory import PersonId


def file_line(pen: Pen, name: str, author: PersonId) -> str:
    """What stands beside a file: whose it is, and to which request it belongs."""
    return pen.say("file-from", name=one_line(pen.name(author)), file=name, ref=pen.request.ref)


def file_card(pen: Pen, name: str, author: PersonId, url: str) -> Card:
    """`url`: where they get it; "" where they cannot, and are told how they may."""
    if url:
        line = Paragraph(file_line(pen, name, author))
        return pen.card("file", line, Link(pen.say("file-open", file=name), url), title="")
    return pen.card("file", pen.says("file-lost", file=name, name=one_line(pen.name(author))), title="")
