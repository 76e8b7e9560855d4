"""Whose yes a topic needs (`needs_yes_from`), and how that stands in one request. Pure."""

from bot.domain.request import Consult, Request
from knowledge.directory import Directory, PersonId


def whose_yes(request: Request, directory: Directory) -> PersonId | None:
    """Nobody where the topic needs none, or where it would be asked of who has, asked or is named in the request."""
    topic = directory.topics.get(request.topic) if request.topic else None
    whose = topic.needs_yes_from if topic is not None else None
    return None if whose in (request.owner, request.requester, *request.about) else whose


def said_by(request: Request, whose: PersonId) -> Consult | None:
    """The newest yes or no of theirs."""
    mine = (asked for asked in reversed(request.consults) if asked.colleague == whose)
    return next((asked for asked in mine if asked.yes is not None), None)


def yes_missing(request: Request, directory: Directory) -> PersonId | None:
    """Who has not said yes, though the topic needs it."""
    whose = whose_yes(request, directory)
    if whose is None:
        return None
    said = said_by(request, whose)
    return None if said is not None and said.yes else whose
