"""Short answers to an act: what was done, or the sentence that says why not. What was typed stays on the page."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.domain.request import ref
from bot.words import of
from handlers.web import render
from handlers.web.room import ROOM, Wanted

UNDO_S = 30
# What an owner may take back for half a minute; `say` only on the owner's side.
UNDOABLE = frozenset({"take", "say", "note", "promise", "wait_for", "hand_over", "resolve", "ask_requester"})


def is_fragment(request: web.Request) -> bool:
    """Asked by the page's own script, which puts the answer into the page."""
    return request.headers.get("HX-Request") == "true"


def fragment(html: str, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(text=html, status=status, content_type="text/html", charset="utf-8", headers=headers)


def events(**named: Any) -> dict[str, str]:
    """htmx raises these on the element that asked."""
    return {"HX-Trigger": json.dumps({f"desk:{name}": detail for name, detail in named.items()})}


def done(wanted: Wanted, sentence: str, undo: Sequence[int] = (), extra: str = "") -> web.Response:
    """Told in the pane's own corner, whatever was pressed; with `undo`, these requests' last act can be taken back.

    `extra`: parts that go to their own places on the page.
    """
    told = {"t": wanted.t, "act": wanted.act, "sentence": sentence, "undo": tuple(undo), "undo_s": UNDO_S}
    # Where nothing is told the corner stays empty, and unseen.
    html = render.page("told.html", refused=False, **told) if sentence or undo else ""
    headers = events(done={"refresh": wanted.side == "work"}) | {"HX-Retarget": f"#told-{wanted.side}"}
    return fragment(html + extra, headers=headers | {"HX-Reswap": "innerHTML"})


def refused(wanted: Wanted, sentence: str, *, status: int = 200) -> web.Response:
    """Told where it was typed. 200: the desk has answered, and a second press is a new act."""
    return fragment(_refusal(wanted.t, sentence), status=status, headers=events(refused={}))


def _refusal(t: Any, sentence: str) -> str:
    return render.page("told.html", t=t, act=None, sentence=sentence, refused=True, undo=(), undo_s=0)


def problem(request: web.Request, sentence: str, status: int) -> web.Response:
    """Nothing was done: a sentence for the page that asked, or a page of its own."""
    room = request.app.get(ROOM)
    language = _language(request, room.directory.languages if room else ("es", "en"))
    t = of(language)
    if is_fragment(request):
        return fragment(_refusal(t, t(sentence)), status=status, headers=events(refused={}))
    html = render.page("alone.html", t=t, language=language, title=t(sentence), body="", form=None, card=None)
    return fragment(html, status=status)


def _language(request: web.Request, spoken: Sequence[str]) -> str:
    asked = request.query.get("lang", "")
    if asked in spoken:
        return asked
    for part in request.headers.get("Accept-Language", "").split(","):
        language = part.split(";")[0].strip().split("-")[0].casefold()
        if language in spoken:
            return language
    return spoken[0]


language_asked = _language


def refs(numbers: Sequence[int]) -> str:
    return ", ".join(ref(number) for number in numbers)
