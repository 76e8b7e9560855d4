"""What anybody may read before they write: what this is, what is kept and who reads it, how it is used.

The app package for Teams names these pages. They speak of the company's own settings, and of no person.
"""

from aiohttp import web

from bot.words import Words, of
from handlers.web import render
from handlers.web.room import Room, room_of
from handlers.web.tell import fragment, language_asked
from knowledge.directory import Directory

ABOUT, PRIVACY, TERMS = "/about", "/privacy", "/terms"

_TITLES = {ABOUT: "notice-about", PRIVACY: "notice-privacy", TERMS: "notice-terms"}
_LINES = {
    ABOUT: ("notice-about-ask", "notice-about-person"),
    PRIVACY: (
        "notice-privacy-whose",
        "notice-privacy-kept",
        "notice-privacy-files",
        "notice-privacy-readers",
        "notice-privacy-private",
        "notice-privacy-erased",
        "notice-privacy-yours",
    ),
    TERMS: (
        "notice-terms-who",
        "notice-terms-times",
        "notice-terms-danger",
        "notice-terms-secrets",
        "notice-terms-licence",
    ),
}

routes = web.RouteTableDef()


@routes.get(ABOUT)
@routes.get(PRIVACY)
@routes.get(TERMS)
async def notice(request: web.Request) -> web.Response:
    room = room_of(request)
    language = language_asked(request, room.directory.languages)
    return fragment(page_of(request.path, room, language))


def page_of(path: str, room: Room, language: str) -> str:
    t = of(language)
    facts = _facts(room.directory)
    return render.page(
        "notice.html",
        t=t,
        language=language,
        title=t(_TITLES[path], **facts),
        lines=[t(line, **facts) for line in _LINES[path]],
        others=_others(path, t, facts),
    )


def _facts(directory: Directory) -> dict[str, str | int]:
    """With the longest time that any department keeps words, so that what is said here holds for all."""
    departments = directory.departments.values()
    return {
        "company": directory.name,
        "days": max(department.words_kept_days for department in departments),
        "private_days": max(department.confidential_kept_days for department in departments),
    }


def _others(path: str, t: Words, facts: dict[str, str | int]) -> list[tuple[str, str]]:
    return [(other, t(title, **facts)) for other, title in _TITLES.items() if other != path]
