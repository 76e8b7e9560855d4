"""Card -> Adaptive Card 1.5 and Form -> dialog: the one place where a neutral card becomes Teams' own.

What does not fit into 28 KB is cut between graphemes, and a button leads to the whole.
"""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType

import structlog
from msgspec.structs import replace

from bot.delivery import card as c
from bot.words import Words, of
from handlers.teams import blocks as b
from handlers.teams.blocks import Element
from handlers.teams.limits import LARGEST_CARD
from handlers.teams.text import article, clean, fits, pages, shortened, size
from handlers.teams.values import Press, data_of, without_dialogs, without_invokes

log = structlog.get_logger()

SHORTEST = 40  # a text is cut no shorter, however many there are
WHOLE = "whole"  # the verb of the button that leads to all of a text that was cut
MORE = "more"  # the verb of the button that leads to all that can be done
SAMPLE = 500  # code points, by which is judged how much room a text takes
SPOKEN = 400
FALLBACK = 3_000
PAGE, PAGE_LINES = 1_500, 80  # code points and lines of a long text that a dialog shows at once
REPLY = "text"  # the reply box of an owner's card


def adaptive(card: c.Card) -> Element:
    """The card, at most 28 KB; its `fallbackText` alone tells the message where a client cannot show it.

    What is done less often stands behind one button, which opens the request with all of it.
    """
    return _fitting(replace(card, blocks=tuple(_first_acts(block, card) for block in card.blocks)))


def adaptive_whole(card: c.Card) -> Element:
    """The card for a dialog, with every button; dialogs know the older kind alone, and open no others by themselves."""
    made: Element = without_dialogs(without_invokes(_fitting(card)))
    return made


def _first_acts(block: c.Block, card: c.Card) -> c.Block:
    if not isinstance(block, c.Buttons) or not block.first or len(block.buttons) <= block.first + 1:
        return block
    if card.number is None:
        return block
    more = c.Button(label=of(card.language)("teams-more-acts"), verb=MORE, form=MORE)
    return c.Buttons((*block.buttons[: block.first], more))


def _fitting(card: c.Card) -> Element:
    lengths = [len(text) for text in _texts(card)]
    if sum(lengths) <= LARGEST_CARD and fits(found := _made(card, FALLBACK, cut=False), LARGEST_CARD):
        return found
    longest = max(_texts(card), key=len, default="")[:SAMPLE]
    spelled = size(longest) / max(len(longest), 1)  # letters of some scripts take six times the room
    share = min(max(lengths, default=0), int(LARGEST_CARD / max(spelled, 1)))
    found = {}
    while share > SHORTEST or not found:
        share = max(SHORTEST, share * 3 // 5)
        found = _made(_shorter(card, share), min(FALLBACK, share), cut=True)
        if fits(found, LARGEST_CARD):
            return found
    return _stripped(found)


def _stripped(found: Element) -> Element:
    """Far too many parts: as many as fit, buttons before all else."""
    acts = [part for part in found["body"] if part["type"] in ("ActionSet", "Input.Text")]
    others = [part for part in found["body"] if part["type"] not in ("ActionSet", "Input.Text")]
    while acts and size(found | {"body": acts}) > LARGEST_CARD:
        acts.pop()
    kept: list[Element] = []
    room = LARGEST_CARD - size(found | {"body": acts})
    for part in others:
        room -= size(part) + 2
        if room < 0:
            break
        kept.append(part)
    return found | {"body": kept + acts}


def _texts(card: c.Card) -> Iterable[str]:
    yield card.title
    for block in card.blocks:
        match block:
            case c.Paragraph(text=text) | c.Quote(text=text) | c.Markdown(text=text):
                yield text
            case c.Facts(facts):
                yield from (fact.value for fact in facts)


def _shorter(card: c.Card, share: int) -> c.Card:
    return c.Card(
        kind=card.kind,
        language=card.language,
        number=card.number,
        version=card.version,
        title=shortened(card.title, min(share, 200)),
        text=card.text,
        blocks=tuple(_short(block, share) for block in card.blocks),
    )


def _short(block: c.Block, share: int) -> c.Block:
    match block:
        case c.Paragraph(text, tone):
            return c.Paragraph(shortened(text, share), tone)
        case c.Quote(text, who, when, private):
            return c.Quote(shortened(text, share), shortened(who, 100), shortened(when, 100), private)
        case c.Markdown(text):
            return c.Markdown(shortened(text, share))
        case c.Facts(facts):
            return c.Facts(tuple(c.Fact(shortened(f.label, 80), shortened(f.value, share)) for f in facts))
        case _:
            return block


def _made(card: c.Card, fallback: int, *, cut: bool) -> Element:
    say = of(card.language)
    body = [b.heading(card.title)] if card.title.strip() else []
    body += body_of(card)
    if cut:
        body += _way_to_whole(card, say)
    text = shortened(card.text, fallback)
    if not body:
        body = b.lines(text) or [b.rich(b.run("…"))]
    spoken = html.escape(shortened(card.text, min(fallback, SPOKEN)), quote=False)
    return b.card(body, text=text, language=card.language, speak=spoken)


def body_of(card: c.Card) -> list[Element]:
    """What stands below the title."""
    say = of(card.language)
    return [part for block in card.blocks for part in _block(block, card, say)]


def _way_to_whole(card: c.Card, say: Words) -> list[Element]:
    line = b.lines(say("teams-cut"), isSubtle=True, size="small")
    if card.number is None:
        return line
    press = Press(verb=WHOLE, number=card.number, seen=card.version, form=WHOLE)
    return [*line, *b.actions([b.submit(say("teams-whole"), data_of(press, dialog=True))])]


def _block(block: c.Block, card: c.Card, say: Words) -> list[Element]:
    match block:
        case c.Paragraph(text, "quiet"):
            return b.lines(text, isSubtle=True, size="small")
        case c.Paragraph(text, "warning"):
            return b.lines(text, weight="bolder", color="attention")
        case c.Paragraph(text):
            return b.lines(text)
        case c.Quote():
            return [b.box([*_who(block, say), *(b.lines(block.text) or [b.rich(b.run("…"))])])]
        case c.Markdown(text):
            return [b.markdown(article(clean(part))) for part in text.split("\n\n") if part.strip()]
        case c.Facts(facts):
            return [_fact(fact) for fact in facts]
        case c.Link(label, url):
            return [b.rich(b.run(clean(label), selectAction={"type": "Action.OpenUrl", "url": url}))]
        case c.Picture(alt, png):
            return [b.picture(png, shortened(alt, SPOKEN))]
        case c.Buttons(buttons):
            return _buttons(buttons, card, say)


def _fact(fact: c.Fact) -> Element:
    value = " ".join(clean(fact.value).split())
    return b.rich(b.run(f"{clean(fact.label)}: ", weight="bolder"), b.run(value or "…"), spacing="small")


def _who(quote: c.Quote, say: Words) -> list[Element]:
    private = say("text-private") if quote.private else ""
    line = " · ".join(part for part in (quote.who, quote.when, private) if part.strip())
    return b.lines(line, weight="bolder", size="small") if line else []


def _buttons(buttons: Sequence[c.Button], card: c.Card, say: Words) -> list[Element]:
    reply = next((x for x in buttons if x.verb == "say" and x.form), None)
    box = [_reply_box(reply, say)] if reply is not None else []
    return box + b.actions([_button(button, card, has_box=button is reply) for button in buttons])


def _reply_box(reply: c.Button, say: Words) -> Element:
    return b.text_input(REPLY, clean(reply.label), tall=True, hint=say("teams-reply-hint"))


def _button(button: c.Button, card: c.Card, *, has_box: bool) -> Element:
    form = "" if has_box else button.form
    number, seen = (button.about, None) if button.about is not None else (card.number, card.version)
    press = Press(verb=button.verb, number=number, seen=seen, form=form, fields=dict(button.fields))
    title = shortened(button.label, b.LONGEST_TITLE) or "…"
    if form:
        return b.submit(title, data_of(press, dialog=True), button.style)
    return b.execute(title, button.verb, data_of(press), button.style, inputs=has_box)


# Dialogs


def form_card(
    form: c.Form,
    say: Words,
    number: int | None,
    seen: int | None,
    problem: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Element:
    """`problem`: why what was typed was not understood. `typed` stands in its fields again, where there is room for it."""
    press = Press(
        verb=form.verb, number=number, seen=seen, form=form.name, sent=True, fields=dict(form.fixed)
    )
    body: list[Element] = b.lines(problem, weight="bolder", color="attention") if problem else []
    for field in form.fields:
        body += _field(replace(field, value=typed.get(field.name) or field.value), say)
    body += b.actions(
        [b.submit(shortened(form.submit, b.LONGEST_TITLE) or "…", data_of(press), "primary", inputs=True)]
    )
    made = b.card(body, text=shortened(form.title, 200), language=say.language)
    while not fits(made, LARGEST_CARD) and (longest := _longest_choice(body)) is not None:
        longest["choices"] = longest["choices"][: len(longest["choices"]) * 4 // 5]
        log.warning("teams.choices_cut", form=form.name, left=len(longest["choices"]))
    return made if fits(made, LARGEST_CARD) or not typed else form_card(form, say, number, seen, problem)


def sent_words_card(why: str, words: str, say: Words) -> Element | None:
    """Why a form did nothing, above what was written in it; None where that is too long for a card."""
    written = b.text_input(REPLY, say("teams-wrote"), tall=True, value=words)
    body = [*b.lines(why, weight="bolder", color="attention"), written]
    made = b.card(body, text=why, language=say.language)
    return made if fits(made, LARGEST_CARD) else None


def _longest_choice(body: Sequence[Element]) -> Element | None:
    found = [part for part in body if part["type"] == "Input.ChoiceSet" and len(part["choices"]) > 1]
    return max(found, key=lambda part: len(part["choices"]), default=None)


def _field(field: c.Field, say: Words) -> list[Element]:
    needed = say("teams-needed") if field.required and field.kind != "yes" else ""
    label = shortened(field.label, 200)
    match field.kind:
        case "text" | "line" | "when":
            return [
                b.text_input(
                    field.name,
                    label,
                    tall=field.kind == "text",
                    hint=shortened(field.hint, 300),
                    required=needed,
                    value=field.value,
                )
            ]
        case "yes":
            return [b.toggle(field.name, label, chosen=field.value)]
        case "person" | "department" | "choice":
            options = [(choice.value, shortened(choice.label, 100)) for choice in field.choices]
            hint = b.lines(field.hint, isSubtle=True, size="small") if field.hint else []
            return [*hint, b.choices(field.name, label, options, required=needed, chosen=field.value)]


def whole_card(title: str, parts: Iterable[tuple[str, str]], say: Words, press: Press) -> Element:
    """One page of texts whole, each with whose it is, and the way to the next. `press` says which request and page."""
    wanted = max(press.page, 0)
    leaves = list(
        islice(_leaves(parts), wanted + 2)
    )  # no more than is needed to know whether there is a next
    at = min(wanted, max(len(leaves) - 1, 0))
    body = [b.heading(title)]
    for who, text in leaves[at] if leaves else ():
        body += [*b.lines(shortened(who, 200), weight="bolder", size="small"), *b.lines(text)]
    turns = [(at - 1, "teams-page-before")] if at > 0 else []
    turns += [(at + 1, "teams-page-next")] if at + 1 < len(leaves) else []
    acts = []
    for page, label in turns:
        turn = Press(verb=WHOLE, number=press.number, seen=press.seen, form=WHOLE, sent=True, page=page)
        acts.append(b.submit(say(label), data_of(turn)))
    return b.card(body + b.actions(acts), text=title, language=say.language)


def _leaves(parts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Pages of as many texts as fit; a longer one goes on on the next."""
    leaf: list[tuple[str, str]] = []
    signs = lines = 0
    for who, text in parts:
        for piece in pages(text, PAGE, PAGE_LINES):
            piece_lines = piece.count("\n") + 2  # with whose it is
            if leaf and (signs + len(piece) > PAGE or lines + piece_lines > PAGE_LINES):
                yield leaf
                leaf, signs, lines = [], 0, 0
            leaf.append((who, piece))
            signs, lines = signs + len(piece), lines + piece_lines
    if leaf:
        yield leaf
