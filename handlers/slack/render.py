"""Card -> message and Form -> modal in Block Kit: the one place where a neutral card becomes Slack's.

Everything a person wrote goes into plain text or rich text, which Slack does not parse. What does not fit is cut
between graphemes, and a button leads to the whole.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.delivery import card as c
from bot.domain.request import ref
from handlers.slack import blocks as b
from handlers.slack import limits
from handlers.slack.text import clean, cut, escaped_cut
from handlers.slack.values import FORM, PICKED, Press, Sheet, Shown, action_id, packed, packed_sheet
from handlers.slack.words import SlackWords, words_in

log = structlog.get_logger()

WHOLE = "whole"  # the verb of the button that leads to all of a text that was cut
MORE = "more"  # of the button that opens the request, with all that can be done
SHORTEST = 200  # a person's words are cut no shorter, however much stands around them
_ROOM = 600  # kept free for the button to the whole and its line


class Message(Struct, frozen=True):
    """What chat.postMessage and chat.update take."""

    text: str
    blocks: list[b.Block]


def message(card: c.Card) -> Message:
    """`text` alone tells the whole message (screen readers, notifications); blocks are cut to what a message may hold.

    What is done less often stands behind one button, which opens the request.
    """
    return _drawn(_folded(card))


def _drawn(card: c.Card) -> Message:
    words = words_in(card.language)
    shown, was_cut = _fitting(card, words)
    if was_cut:
        shown = _with_way_to_whole(shown, card, words)
    if not shown:
        shown = b.sections(card.text)[:1]
    text = escaped_cut(clean(card.text), limits.MESSAGE_TEXT)
    return Message(text=text if text.strip() else b.NOTHING, blocks=shown)


def _folded(card: c.Card) -> c.Card:
    blocks = tuple(
        _behind_one(block, card) if isinstance(block, c.Buttons) else block for block in card.blocks
    )
    return replace(card, blocks=blocks)


def _behind_one(acts: c.Buttons, card: c.Card) -> c.Buttons:
    if not acts.first or len(acts.buttons) <= acts.first + 1 or card.number is None:
        return acts
    more = c.Button(label=words_in(card.language)("slack-more"), verb=MORE)
    return c.Buttons((*acts.buttons[: acts.first], more))


def _fitting(card: c.Card, words: SlackWords) -> tuple[list[b.Block], bool]:
    """The card's blocks; where they are too many or too long, its long texts cut to an equal share."""
    whole = _blocks(card, words)
    if _fits(whole, limits.MESSAGE_BLOCKS, limits.MESSAGE_CHARS):
        return whole, False
    share = limits.MESSAGE_CHARS // max(1, len(card.blocks) + 1)
    while share >= SHORTEST:
        shorter = _blocks(_shortened(card, share), words)
        if _fits(shorter, limits.MESSAGE_BLOCKS - 3, limits.MESSAGE_CHARS - _ROOM):
            return shorter, True
        share //= 2
    return _first(shorter := _blocks(_shortened(card, SHORTEST), words)), len(shorter) > 0


def _first(shown: Sequence[b.Block]) -> list[b.Block]:
    """As many as fit, the buttons before all else: without them the message cannot be answered."""
    acts = [block for block in shown if block["type"] == "actions"][: limits.MESSAGE_BLOCKS // 2]
    kept: list[b.Block] = []
    room = limits.MESSAGE_CHARS - _ROOM - sum(map(_size, acts))
    for block in shown:
        if block["type"] == "actions":
            continue
        room -= _size(block)
        if room < 0 or len(kept) + len(acts) >= limits.MESSAGE_BLOCKS - 3:
            break
        kept.append(block)
    return kept + acts


def _shortened(card: c.Card, share: int) -> c.Card:
    return c.Card(
        kind=card.kind,
        language=card.language,
        number=card.number,
        version=card.version,
        title=cut(card.title, share),
        text=card.text,
        blocks=tuple(_short(block, share) for block in card.blocks),
    )


def _short(block: c.Block, share: int) -> c.Block:
    match block:
        case c.Paragraph(text, tone):
            return c.Paragraph(cut(clean(text), share), tone)
        case c.Quote(text, who, when, private):
            return c.Quote(cut(clean(text), share), who, when, private)
        case c.Markdown(text):
            return c.Markdown(cut(clean(text), share))
        case c.Picture():
            return block
        case c.Facts(facts):
            each = max(20, share // max(1, len(facts)))
            return c.Facts(tuple(c.Fact(cut(f.label, each), cut(f.value, each)) for f in facts))
        case _:
            return block


def _with_way_to_whole(shown: list[b.Block], card: c.Card, words: SlackWords) -> list[b.Block]:
    line = b.context(words("slack-cut"))
    if card.number is None:
        return [*shown, *line]
    value = packed(Press(verb=WHOLE, number=card.number, seen=card.version)) or ""
    way = b.actions([b.button(words("slack-whole"), action_id(WHOLE, 0), value)])
    acts = next((i for i, block in enumerate(shown) if block["type"] == "actions"), len(shown))
    return [*shown[:acts], *line, *way, *shown[acts:]]


def _blocks(card: c.Card, words: SlackWords) -> list[b.Block]:
    shown = b.header(card.title) if card.title.strip() else []
    position = 0
    for block in card.blocks:
        if isinstance(block, c.Buttons):
            made = _buttons(block.buttons, card, position)
            position += len(block.buttons)
            shown += b.actions(made)
        else:
            shown += _block(block, words)
    return shown


def _block(
    block: c.Paragraph | c.Quote | c.Markdown | c.Facts | c.Link | c.Picture, words: SlackWords
) -> list[b.Block]:
    match block:
        case c.Paragraph(text, "quiet"):
            return b.context(text)
        case c.Picture():
            return []  # shared below the message, as a file
        case c.Paragraph(text, "warning"):
            return b.sections(f"⚠️ {text}") if text.strip() else []
        case c.Paragraph(text):
            return b.sections(text)
        case c.Quote():
            return [*_who(block, words), *b.quote(block.text)]
        case c.Markdown(text):
            return b.markdown(text)
        case c.Facts(facts):
            return b.fields((fact.label, fact.value) for fact in facts)
        case c.Link(label, url):
            return b.link(label, url)


def _who(quote: c.Quote, words: SlackWords) -> list[b.Block]:
    private = f"🔒 {words('slack-private-note')}" if quote.private else ""
    line = " · ".join(part for part in (private, quote.who, quote.when) if part.strip())
    return b.context(cut(line, limits.FIELD_TEXT)) if line else []


def _buttons(buttons: Iterable[c.Button], card: c.Card, position: int) -> list[b.Element]:
    made = []
    for index, button in enumerate(buttons, position):
        number, seen = (button.about, None) if button.about is not None else (card.number, card.version)
        press = Press(verb=button.verb, number=number, seen=seen, form=button.form, fields=button.fields)
        value = packed(press)
        if value is None:  # a fault of ours: the rest of the message is better than nothing
            log.error("slack.button_too_large", verb=button.verb, number=card.number)
            continue
        made.append(b.button(button.label, action_id(button.verb, index), value, button.style))
    return made


def _fits(shown: Sequence[b.Block], most_blocks: int, most_chars: int) -> bool:
    return len(shown) <= most_blocks and sum(map(_size, shown)) <= most_chars


def _size(block: Any) -> int:
    """The characters that people read in a block."""
    if isinstance(block, dict):
        text = block.get("text")
        own = limits.length(text) if isinstance(text, str) else 0
        return own + sum(_size(part) for key, part in block.items() if isinstance(part, dict | list))
    if isinstance(block, list):
        return sum(map(_size, block))
    return 0


# Modals


def card_modal(card: c.Card, words: SlackWords, metadata: str) -> dict[str, Any]:
    """A card as a page of its own, with its buttons. Slack shows no Markdown there."""
    title = ref(card.number) if card.number is not None else words("slack-close")
    blocks = [block for block in _drawn(card).blocks if block["type"] != "markdown"]
    return b.modal(title, blocks or b.sections(card.text), close=words("slack-close"), metadata=metadata)


def form_modal(
    form: c.Form,
    words: SlackWords,
    numbers: Sequence[int],
    seen: int | None,
    *,
    shown: Shown | None = None,
) -> dict[str, Any]:
    """A form as a modal: what is typed comes back under the fields' names.

    A question that is longer than a modal's title is asked whole, above its fields.
    """
    fits = limits.length(form.title) <= limits.VIEW_TITLE
    about = ref(numbers[0]) if len(numbers) == 1 else "Ventanilla"
    asked = [block for field in form.fields for block in _field(field, words)]
    sheet = Sheet(verb=form.verb, numbers=tuple(numbers), seen=seen, fixed=form.fixed, shown=shown)
    return b.modal(
        form.title if fits else about,
        [*([] if fits and asked else b.sections(form.title)), *asked] or b.sections(b.NOTHING),
        callback=FORM,
        submit=form.submit.strip() or words("slack-ask-submit"),
        close=words("slack-cancel"),
        metadata=packed_sheet(sheet),
    )


def _field(field: c.Field, words: SlackWords) -> list[b.Block]:
    """The block's id is the field's name, so that what is not understood is said beside it. A time is typed or picked."""
    element = _element(field, words)
    hint = words("slack-when-hint") if field.kind == "when" and not field.hint else field.hint
    if field.kind in ("line", "text", "when") and limits.length(hint) <= limits.PLACEHOLDER:
        hint = ""  # it stands in the box
    required = field.required and field.kind not in ("yes", "when")
    asked = b.field(field.name, field.label, element, required=required, hint=hint)
    if field.kind != "when":
        return [asked]
    picker = f"{field.name}{PICKED}"
    return [asked, b.field(picker, words("slack-when-pick"), b.pick_time(picker), required=False)]


def _element(field: c.Field, words: SlackWords) -> b.Element:
    match field.kind:
        case "text":
            return b.text_input(field.name, lines=True, hint=_in_the_box(field.hint), initial=field.value)
        case "line":
            return b.text_input(field.name, lines=False, hint=_in_the_box(field.hint), initial=field.value)
        case "when":
            hint = _in_the_box(field.hint or words("slack-when-hint"))
            return b.text_input(field.name, lines=False, hint=hint)
        case "yes":
            return b.tick(field.name, words("slack-yes"))
        case "person" | "department" | "choice":
            return _choice(field, words)


def _in_the_box(hint: str) -> str:
    """A longer one stands below, whole."""
    return hint if limits.length(hint) <= limits.PLACEHOLDER else ""


def _choice(field: c.Field, words: SlackWords) -> b.Element:
    """Up to a hundred as a list; more are searched for as one types."""
    if len(field.choices) > limits.OPTIONS:
        return b.search_select(field.name, words("slack-choose"))
    options = [b.option(choice.label, choice.value) for choice in field.choices]
    if not options:
        return b.text_input(field.name, lines=False, hint=field.hint)
    return b.select(field.name, words("slack-choose"), options, field.value)


def pages_modal(title: str, parts: Iterable[tuple[str, str]], words: SlackWords) -> dict[str, Any]:
    """Texts whole, each under its line: what a cut message leads to."""
    shown: list[b.Block] = []
    for line, text in parts:
        if len(shown) >= limits.MODAL_BLOCKS:
            break
        shown += [*b.context(cut(line, limits.FIELD_TEXT)), *b.sections(text)]
    return b.modal(title, shown or b.sections(b.NOTHING), close=words("slack-close"))
