"""Slack's own strictness: what a message or a view breaks of the table of limits, by Slack's error codes.

Reads the same data file as the product (`handlers.slack.limits`), but shares none of its code.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from handlers.slack import limits
from handlers.slack.limits import length

MESSAGE_BLOCKS = {
    "section",
    "header",
    "context",
    "actions",
    "divider",
    "markdown",
    "rich_text",
    "image",
    "file",
}
VIEW_BLOCKS = (MESSAGE_BLOCKS - {"markdown", "file"}) | {"input"}
TEXT_KINDS = {"plain_text", "mrkdwn"}
SELECTS = {"static_select", "external_select", "users_select", "conversations_select"}
BOXES = {"checkboxes": limits.CHECKBOXES, "radio_buttons": limits.RADIO_BUTTONS}


class Breach(Exception):
    """`code` is what Slack answers; `why` is for the reader of the test."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code, self.why = code, why


def check_message(text: str, blocks: list[dict[str, Any]] | None) -> None:
    if not text.strip() and not blocks:
        raise Breach("no_text", "neither text nor blocks")
    if length(text) > limits.MESSAGE_TEXT:
        raise Breach("msg_too_long", f"{length(text)} characters")
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise Breach("invalid_blocks_format", "blocks are not a list")
    if len(blocks) > limits.MESSAGE_BLOCKS:
        raise Breach("invalid_blocks", f"{len(blocks)} blocks")
    _all(blocks, MESSAGE_BLOCKS)
    if sum(map(_size, blocks)) > limits.MESSAGE_CHARS:
        raise Breach("msg_blocks_too_long", "all blocks together")


def check_view(view: dict[str, Any]) -> None:
    kind = view.get("type")
    _must(kind in ("modal", "home"), "a view is a modal or a home")
    _must(1 <= len(view.get("blocks", [])) <= limits.MODAL_BLOCKS, "blocks of a view")
    if kind == "modal":
        _plain(view.get("title"), limits.VIEW_TITLE, "title")
        for part, most in (("submit", limits.VIEW_SUBMIT), ("close", limits.VIEW_CLOSE)):
            if part in view:
                _plain(view[part], most, part)
        inputs = any(block.get("type") == "input" for block in view.get("blocks", []))
        _must(not inputs or "submit" in view, "a modal with inputs has a submit")
    _must(length(view.get("private_metadata", "")) <= limits.PRIVATE_METADATA, "private_metadata")
    for name in ("callback_id", "external_id"):
        _must(length(view.get(name, "")) <= limits.IDS, name)
    _all(view.get("blocks", []), VIEW_BLOCKS)


def _all(blocks: list[dict[str, Any]], known: set[str]) -> None:
    for block in blocks:
        _must(isinstance(block, dict), "a block is an object")
        _must(block.get("type") in known, f"block type {block.get('type')!r}")
        _must(length(block.get("block_id", "")) <= limits.IDS, "block_id")
        _CHECKS[block["type"]](block)
    _once([b["block_id"] for b in blocks if b.get("block_id")], "block_id")


def _section(block: dict[str, Any]) -> None:
    _must("text" in block or block.get("fields"), "a section without text")
    if "text" in block:
        _text(block["text"], limits.SECTION_TEXT)
    fields = block.get("fields", [])
    _must(len(fields) <= limits.SECTION_FIELDS, "fields")
    for field in fields:
        _text(field, limits.FIELD_TEXT)
    if "accessory" in block:
        _element(block["accessory"])


def _context(block: dict[str, Any]) -> None:
    elements = block.get("elements", [])
    _must(1 <= len(elements) <= limits.CONTEXT_ELEMENTS, "context elements")
    for element in elements:
        _text(element, limits.CONTEXT_TEXT)


def _actions(block: dict[str, Any]) -> None:
    elements = block.get("elements", [])
    _must(1 <= len(elements) <= limits.ACTIONS_ELEMENTS, "actions elements")
    for element in elements:
        _element(element)
    _once([e["action_id"] for e in elements if "action_id" in e], "action_id")


def _rich(block: dict[str, Any]) -> None:
    _must(bool(block.get("elements")), "rich text without elements")
    for part in block["elements"]:
        _must(part.get("type", "").startswith("rich_text_"), "rich text part")
        for element in part.get("elements", []):
            if element.get("type") == "text":
                _must(bool(element.get("text")), "an empty rich text")
    _must(_size(block) <= limits.RICH_TEXT, "rich text too long")


def _input(block: dict[str, Any]) -> None:
    _plain(block.get("label"), limits.INPUT_LABEL, "label")
    if "hint" in block:
        _plain(block["hint"], limits.INPUT_HINT, "hint")
    _element(block.get("element") or {})


def _header(block: dict[str, Any]) -> None:
    _plain(block.get("text"), limits.HEADER_TEXT, "header")


def _markdown(block: dict[str, Any]) -> None:
    _must(0 < length(block.get("text", "")) <= limits.MARKDOWN_TEXT, "markdown")


_CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": lambda _: None,
    "markdown": _markdown,
    "rich_text": _rich,
    "image": lambda _: None,
    "file": lambda _: None,
    "input": _input,
}


def _element(element: dict[str, Any]) -> None:
    kind = element.get("type", "")
    _must(length(element.get("action_id", "")) <= limits.IDS, "action_id")
    if "placeholder" in element:
        _plain(element["placeholder"], limits.PLACEHOLDER, "placeholder")
    if kind == "button":
        _button(element)
    elif kind in SELECTS or kind.startswith("multi_"):
        _options(element, limits.OPTIONS)
    elif kind == "overflow":
        _options(element, limits.OVERFLOW_OPTIONS)
    elif kind in BOXES:
        _options(element, BOXES[kind])
    elif kind == "plain_text_input":
        _must(element.get("max_length", 1) <= limits.PLAIN_INPUT, "max_length")
        _must(length(element.get("initial_value", "")) <= limits.PLAIN_INPUT, "initial_value")
    else:
        _must(kind in ("datepicker", "timepicker", "datetimepicker"), f"element {kind!r}")


def _button(button: dict[str, Any]) -> None:
    _plain(button.get("text"), limits.BUTTON_TEXT, "button")
    _must(length(button.get("value", "")) <= limits.BUTTON_VALUE, "button value")
    _must(length(button.get("url", "")) <= limits.BUTTON_URL, "button url")
    _must(button.get("style", "primary") in ("primary", "danger"), "button style")


def _options(element: dict[str, Any], most: int) -> None:
    if "options" not in element:
        _must(element["type"] not in ("static_select", "overflow", *BOXES), "no options")
        return
    options = element["options"]
    _must(1 <= len(options) <= most, f"{len(options)} options")
    for option in options:
        _text(option.get("text"), limits.OPTION_TEXT)
        _must(0 < length(option.get("value", "")) <= limits.OPTION_VALUE, "option value")
    _once([option["value"] for option in options], "option value")
    chosen = element.get("initial_option")
    _must(chosen is None or chosen in options, "initial_option is none of the options")


def _text(text: Any, most: int) -> None:
    _must(isinstance(text, dict) and text.get("type") in TEXT_KINDS, "not a text object")
    value = text.get("text")
    _must(isinstance(value, str) and bool(value.strip()), "an empty text")
    _must(length(value) <= most, f"a text of {length(value)}, {most} fit")


def _plain(text: Any, most: int, what: str) -> None:
    _must(isinstance(text, dict) and text.get("type") == "plain_text", f"{what} is not plain text")
    _text(text, most)


def _size(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(_size, part))
    if not isinstance(part, dict):
        return 0
    own = length(part["text"]) if isinstance(part.get("text"), str) else 0
    return own + sum(_size(value) for value in part.values() if isinstance(value, dict | list))


def _once(names: Iterable[str], what: str) -> None:
    twice = [name for name, times in Counter(names).items() if times > 1]
    _must(not twice, f"{what} twice: {twice}")


def _must(holds: bool, why: str) -> None:
    if not holds:
        raise Breach("invalid_blocks", why)
