"""One small function per kind of Block Kit block, each within Slack's limits whatever it is given."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from handlers.slack import limits
from handlers.slack.text import clean, cut, split

Block = dict[str, Any]
Element = dict[str, Any]
Thing = TypeVar("Thing")

NOTHING = "—"  # Slack refuses an empty text


def plain(text: str, most: int) -> Element:
    """Shown as it is written: no mention, link or markup in it acts."""
    shown = cut(clean(text), most)
    return {"type": "plain_text", "text": shown if shown.strip() else NOTHING, "emoji": False}


def sections(text: str) -> list[Block]:
    """All of the text, in as many sections as it takes; none for an empty one."""
    return [
        {"type": "section", "text": {"type": "plain_text", "text": piece, "emoji": False}}
        for piece in split(clean(text), limits.SECTION_TEXT)
        if piece.strip()
    ]


def section(text: str, accessory: Element | None = None, block_id: str = "") -> Block:
    """One section, cut to fit, with what stands at its side."""
    made: Block = {"type": "section", "text": plain(text, limits.SECTION_TEXT)}
    made |= {"accessory": accessory} if accessory is not None else {}
    return made | ({"block_id": block_id} if block_id else {})


def link(label: str, url: str) -> list[Block]:
    """An address of ours; what stands on it is not parsed."""
    element = {"type": "link", "url": url, "text": clean(label)}
    return [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]},
    ]


def header(text: str) -> list[Block]:
    """A title too long for a header stands in a section, whole."""
    shown = " ".join(clean(text).split())
    if limits.length(shown) > limits.HEADER_TEXT:
        return sections(shown)
    return [{"type": "header", "text": plain(shown, limits.HEADER_TEXT)}] if shown else []


def context(text: str) -> list[Block]:
    pieces = [piece for piece in split(clean(text), limits.CONTEXT_TEXT) if piece.strip()]
    return [
        {
            "type": "context",
            "elements": [{"type": "plain_text", "text": piece, "emoji": False} for piece in some],
        }
        for some in _by(limits.CONTEXT_ELEMENTS, pieces)
    ]


def quote(text: str) -> list[Block]:
    """A person's words, set off. Rich text is not parsed: what looks like a mention stays text."""
    return [
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": piece}]}],
        }
        for piece in split(clean(text), limits.RICH_TEXT)
        if piece.strip()
    ]


def markdown(text: str) -> list[Block]:
    """An article that the company wrote."""
    return [
        {"type": "markdown", "text": piece}
        for piece in split(clean(text), limits.MARKDOWN_TEXT)
        if piece.strip()
    ]


def fields(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    told = [plain(f"{label}: {value}", limits.FIELD_TEXT) for label, value in pairs]
    return [{"type": "section", "fields": some} for some in _by(limits.SECTION_FIELDS, told)]


def actions(elements: Sequence[Element], block_id: str = "") -> list[Block]:
    some = _by(limits.ACTIONS_ELEMENTS, elements)
    found: list[Block] = [{"type": "actions", "elements": part} for part in some]
    for index, block in enumerate(found):
        if block_id:
            block["block_id"] = f"{block_id}{index or ''}"
    return found


def button(label: str, action: str, value: str, style: str = "") -> Element:
    made: Element = {
        "type": "button",
        "action_id": action,
        "text": plain(label, limits.BUTTON_TEXT),
        "value": value,
    }
    return made | ({"style": style} if style in ("primary", "danger") else {})


def option(label: str, value: str) -> Element:
    """Raises ValueError for a value that Slack would not take: values are ours, never people's."""
    if not 0 < limits.length(value) <= limits.OPTION_VALUE:
        raise ValueError(f"an option's value of {len(value)} characters")
    return {"text": plain(label, limits.OPTION_TEXT), "value": value}


def select(action: str, hint: str, options: Sequence[Element], chosen: str = "") -> Element:
    made: Element = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(hint, limits.PLACEHOLDER),
        "options": list(options[: limits.OPTIONS]),
    }
    initial = next((o for o in made["options"] if o["value"] == chosen), None)
    return made | ({"initial_option": initial} if initial else {})


def search_select(action: str, hint: str) -> Element:
    """For more options than a list may have: what fits is asked for as one types."""
    return {
        "type": "external_select",
        "action_id": action,
        "min_query_length": 1,
        "placeholder": plain(hint, limits.PLACEHOLDER),
    }


def select_several(action: str, hint: str, options: Sequence[Element]) -> Element:
    return {
        "type": "multi_static_select",
        "action_id": action,
        "placeholder": plain(hint, limits.PLACEHOLDER),
        "options": list(options[: limits.OPTIONS]),
    }


def select_person(action: str, hint: str) -> Element:
    return {"type": "users_select", "action_id": action, "placeholder": plain(hint, limits.PLACEHOLDER)}


def pick_time(action: str) -> Element:
    """A day and an hour of it, in the zone of whoever picks."""
    return {"type": "datetimepicker", "action_id": action}


def tick(action: str, label: str) -> Element:
    """One box: "yes" where it is ticked."""
    return {"type": "checkboxes", "action_id": action, "options": [option(label, "yes")]}


def text_input(action: str, *, lines: bool, hint: str = "", initial: str = "") -> Element:
    made: Element = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": lines,
        "max_length": limits.PLAIN_INPUT,
    }
    if hint.strip():
        made["placeholder"] = plain(hint, limits.PLACEHOLDER)
    if initial:
        made["initial_value"] = cut(clean(initial), limits.PLAIN_INPUT)
    return made


def field(block_id: str, label: str, element: Element, *, required: bool = True, hint: str = "") -> Block:
    made: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.INPUT_LABEL),
        "element": element,
        "optional": not required,
    }
    return made | ({"hint": plain(hint, limits.INPUT_HINT)} if hint.strip() else {})


def divider() -> Block:
    return {"type": "divider"}


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str = "",
    submit: str = "",
    close: str = "",
    metadata: str = "",
) -> dict[str, Any]:
    """Raises ValueError for metadata that would not fit: it is ours to keep small."""
    if limits.length(metadata) > limits.PRIVATE_METADATA:
        raise ValueError("a view's metadata is too long")
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(title, limits.VIEW_TITLE),
        "blocks": list(blocks[: limits.MODAL_BLOCKS]),
    }
    if callback:
        view["callback_id"] = callback
    if submit:
        view["submit"] = plain(submit, limits.VIEW_SUBMIT)
    if close:
        view["close"] = plain(close, limits.VIEW_CLOSE)
    return view | ({"private_metadata": metadata} if metadata else {})


def home(blocks: Sequence[Block], metadata: str) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks[: limits.HOME_BLOCKS]), "private_metadata": metadata}


def _by(most: int, things: Sequence[Thing]) -> list[list[Thing]]:
    return [list(things[start : start + most]) for start in range(0, len(things), most)]
