"""Card, Form and page -> HTML. Everything a person wrote is escaped; only an article's Markdown becomes markup, and
no HTML passes through it.
"""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.delivery.card import Card
from handlers.web.views import Act, Entry, Hint, Side, Step, Translate

OWN = frozenset({"echo", "joined"})  # cards that are one's own words
SAID = frozenset({"said", "question", "edited", "note"})  # cards that are another person's words

# No images: the desk loads nothing from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def prose(text: str) -> Markup:
    """Markdown -> markup. Raw HTML in it stays text; javascript: and data: links are not made into links."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer")
                child.attrSet("target", "_blank")
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))  # noqa: S704 - html is off


def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("handlers.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["prose"] = prose
    env.filters["data_address"] = lambda picture: f"data:image/png;base64,{b64encode(picture.png).decode()}"
    env.filters["kind"] = lambda block: type(block).__name__
    env.tests["own"] = lambda card: card.kind in OWN
    env.tests["said"] = lambda card: card.kind in SAID
    return env


_ENV = _environment()
for _name in _ENV.list_templates(
    extensions=["html"]
):  # made into code at start, not for the first who opens a page
    _ENV.get_template(_name)


def page(template: str, **names: Any) -> str:
    return _ENV.get_template(template).render(**names)


def _macro(name: str, *args: Any, **names: Any) -> Markup:
    macro = getattr(_ENV.get_template("card.html").module, name)
    return Markup(macro(*args, **names))  # noqa: S704 - the template has escaped it


def card(card: Card, t: Translate, act: Act, *, id: str = "", buttons: bool = True) -> Markup:  # noqa: A002
    """`t` speaks the card's own language."""
    return _macro("card_html", card, t, act, id, "", buttons)


def added(entry: Entry, t: Translate, act: Act) -> str:
    """A new message at the end of a conversation, for the live connection."""
    inner = _macro("entry_html", entry, t, act)
    return str(Markup('<div hx-swap-oob="beforeend:#stream-{}">{}</div>').format(act.side, inner))


def changed(entry: Entry, t: Translate, act: Act) -> str:
    """A message that is there already, as it is now."""
    return str(_macro("message", entry, t, act, "morph"))


def heard(side: Side, said: Sequence[tuple[str, str]]) -> str:
    """What a screen reader announces: the plain text of each new message, in its language."""
    lines = Markup("").join(Markup('<p lang="{}">{}</p>').format(language, text) for text, language in said)
    return str(Markup('<div id="heard-{}" hx-swap-oob="innerHTML">{}</div>').format(side, lines))


def hinted(hint: Hint | None, t: Translate) -> str:
    """Whom to be on the other side, or nothing."""
    inner = Markup(page("hint.html", hint=hint, t=t)) if hint else Markup("")  # noqa: S704 - escaped there
    return str(Markup('<div id="hint-asks" hx-swap-oob="innerHTML">{}</div>').format(inner))


def seen_to(side: Side, last: str) -> str:
    """Where the browser asks on from."""
    return str(Markup('<i id="last-{}" data-last="{}" hx-swap-oob="true" hidden></i>').format(side, last))


def reload(side: Side) -> str:
    """What the page shows is of another life: it must be drawn anew."""
    return str(
        Markup('<i id="last-{}" data-last="0-0" data-reload hx-swap-oob="true" hidden></i>').format(side)
    )


def receipt(steps: Sequence[Step], t: Translate) -> Markup:
    """The history of a request, whole, for its requester."""
    return Markup(page("history.html", steps=steps, t=t))  # noqa: S704 - escaped there
