"""The parts of an Adaptive Card, each a small function. Words of people go into text runs, which are never Markdown."""

from base64 import b64encode
from typing import Any

from handlers.teams.text import clean, escape

Element = dict[str, Any]

MOST_LINES = 100  # of one text; the rest is behind "all of it"
LONGEST_TITLE = 80  # of a button
ROW_PX, SIGN_PX, AROUND_PX = 300, 7, 30  # what a phone leaves for buttons, and what one takes of it
ACTIONS_IN_A_ROW = 5  # Teams hides more than six, other clients of this protocol more than five


def heading(text: str) -> Element:
    return {
        "type": "TextBlock",
        "text": escape(clean(text)),
        "style": "heading",
        "weight": "bolder",
        "size": "medium",
        "wrap": True,
    }


def run(text: str, **style: Any) -> Element:
    return {"type": "TextRun", "text": text, **style}


def rich(*runs: Element, spacing: str = "") -> Element:
    found: Element = {"type": "RichTextBlock", "inlines": list(runs)}
    return found | ({"spacing": spacing} if spacing else {})


def lines(text: str, **style: Any) -> list[Element]:
    """Every line a block of its own, since a run shows no line end."""
    told = [line for line in clean(text).split("\n") if line.strip()]
    if len(told) > MOST_LINES:
        told = [*told[: MOST_LINES - 1], "…"]
    return [rich(run(line, **style), spacing="small" if i else "") for i, line in enumerate(told)]


def picture(png: bytes, alt: str) -> Element:
    """Carried along, so that nobody's server is asked for it."""
    address = f"data:image/png;base64,{b64encode(png).decode()}"
    return {"type": "Image", "url": address, "altText": clean(alt), "size": "stretch"}


def markdown(text: str) -> Element:
    return {"type": "TextBlock", "text": text, "wrap": True}


def box(items: list[Element]) -> Element:
    return {"type": "Container", "style": "emphasis", "items": items}


def actions(made: list[Element]) -> list[Element]:
    """In rows that fit a chat's width: what goes beyond it is cut off by some clients, and cannot be pressed."""
    rows: list[list[Element]] = []
    left = 0
    for act in made:
        wide = len(act["title"]) * SIGN_PX + AROUND_PX
        if not rows or len(rows[-1]) == ACTIONS_IN_A_ROW or wide > left:
            rows.append([])
            left = ROW_PX
        rows[-1].append(act)
        left -= wide
    return [{"type": "ActionSet", "actions": row} for row in rows]


_STYLES = {"primary": "positive", "danger": "destructive"}


def submit(title: str, data: Element, style: str = "plain", *, inputs: bool = False) -> Element:
    """`inputs`: takes along what was typed."""
    found: Element = {"type": "Action.Submit", "title": title, "data": data}
    if len(title) * SIGN_PX + AROUND_PX > ROW_PX:
        found["tooltip"] = title  # a client may cut it
    if not inputs:
        found["associatedInputs"] = "None"
    if style in _STYLES:
        found["style"] = _STYLES[style]
    return found


def execute(title: str, verb: str, data: Element, style: str = "plain", *, inputs: bool = False) -> Element:
    """With the older kind of button for clients that do not know this one."""
    old = submit(title, data, style, inputs=inputs)
    return old | {"type": "Action.Execute", "verb": verb, "fallback": old}


def text_input(
    name: str, label: str, *, tall: bool, hint: str = "", required: str = "", value: str = ""
) -> Element:
    """`required`: what is said where nothing was typed; `value`: what stands there already."""
    found: Element = {"type": "Input.Text", "id": name, "isMultiline": tall}
    if label:
        found["label"] = label
    if hint:
        found["placeholder"] = hint
    if value:
        found["value"] = clean(value)
    return _required(found, required)


def choices(
    name: str, label: str, options: list[tuple[str, str]], *, required: str = "", chosen: str = ""
) -> Element:
    """`options`: (value, what one reads). `chosen`: the one that stands there already."""
    found: Element = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": "compact",
        "wrap": True,
        "choices": [{"title": title, "value": value} for value, title in options],
    }
    if chosen:
        found["value"] = chosen
    return _required(found, required)


def toggle(name: str, title: str, *, chosen: str = "") -> Element:
    found: Element = {
        "type": "Input.Toggle",
        "id": name,
        "title": title,
        "valueOn": "yes",
        "valueOff": "",
        "wrap": True,
    }
    return found | {"value": chosen} if chosen else found


def _required(found: Element, sentence: str) -> Element:
    return found | {"isRequired": True, "errorMessage": sentence} if sentence else found


def card(body: list[Element], *, text: str, language: str, speak: str = "") -> Element:
    """`text` alone tells it, for a client that cannot show it."""
    text = text if text.strip() else "…"
    return {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.5",
        "lang": language,
        "fallbackText": text,
        "speak": speak or text,
        "body": body,
    }
