"""Cards and forms in Block Kit: within every limit whatever the text, and nobody's words act."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.delivery import card as c
from bot.views import Load, Overview, Row
from handlers.slack import home, limits
from handlers.slack.render import form_modal, message, pages_modal
from handlers.slack.text import clean, cut, escaped_cut, split
from handlers.slack.values import press_of
from handlers.slack.words import words_in
from tests.handlers.slack.hostile import HOSTILE, short, texts
from tests.handlers.slack.rows import late_row
from tests.samples import sample
from tests.slack_server.check import Breach, check_message, check_view

MANY = sample(60, 5_000)

buttons = st.builds(
    c.Button,
    label=short,
    verb=st.sampled_from(["take", "say", "resolve"]),
    style=st.sampled_from(["plain", "primary", "danger"]),
    form=st.sampled_from(["", "resolve"]),
    fields=st.dictionaries(st.sampled_from(["topic", "held"]), st.text(max_size=30), max_size=2),
)
blocks = st.one_of(
    st.builds(c.Paragraph, texts, st.sampled_from(["plain", "quiet", "warning"])),
    st.builds(c.Quote, texts, short, short, st.booleans()),
    st.builds(c.Markdown, texts),
    st.builds(c.Facts, st.lists(st.builds(c.Fact, short, texts), max_size=14).map(tuple)),
    st.builds(c.Buttons, st.lists(buttons, max_size=30).map(tuple)),
)
cards = st.builds(
    c.Card,
    kind=st.just("any"),
    language=st.sampled_from(["es", "en", "pt"]),
    number=st.one_of(st.none(), st.just(1001)),
    version=st.integers(0, 99),
    title=short,
    text=texts,
    blocks=st.lists(blocks, max_size=12).map(tuple),
)
fields = st.builds(
    c.Field,
    name=st.uuids().map(str),
    label=short,
    kind=st.sampled_from(["line", "text", "when", "person", "department", "choice", "yes"]),
    hint=short,
    choices=st.integers(0, 130).flatmap(
        lambda n: short.map(lambda label: tuple(c.Choice(f"person:P{i}", label) for i in range(n)))
    ),
    required=st.booleans(),
)
forms = st.builds(
    c.Form,
    name=st.just("resolve"),
    verb=st.just("resolve"),
    title=short,
    submit=short,
    fields=st.lists(fields, max_size=8, unique_by=lambda field: field.name).map(tuple),
)


def sdk_takes_blocks(shown: list[dict[str, Any]]) -> None:
    for block in shown:
        parsed = SdkBlock.parse(block)
        assert parsed is not None, block["type"]
        parsed.validate_json()


@given(card=cards)
@settings(max_examples=MANY, deadline=None)
def test_every_card_is_a_message_that_slack_takes(card: c.Card):
    shown = message(card)
    check_message(shown.text, shown.blocks)
    sdk_takes_blocks(shown.blocks)
    json.dumps([shown.text, shown.blocks]).encode()
    assert shown.text.encode("utf-8")


@given(form=forms)
@settings(max_examples=MANY, deadline=None)
def test_every_form_is_a_modal_that_slack_takes(form: c.Form):
    view = form_modal(form, words_in("es"), [1001], 7)
    check_view(view)
    SdkView(**view).validate_json()


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def row(number: int, text: str) -> Row:
    own = {"requester": text, "owner": text, "first_words": text}
    return late_row(number, NOON, version=7, topic={"es": text}, department={"es": text}, taken=False, **own)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["es", "en"])
def test_home_is_a_view_that_slack_takes_however_much_there_is(text: str, language: str):
    many = [row(n, text) for n in range(1001, 1121)]
    load = tuple(Load(name=text, open=n, away_until=NOON if n % 2 else None) for n in range(20))
    overview = Overview(name={"es": text}, late=tuple(many[:9]), load=load)
    scene = home.Scene(
        words=words_in(language),
        zone="Europe/Madrid",
        now=NOON,
        shown=home.Shown("mine", cut(clean(text), 200)),
        asked=many[:15],
        queue=many,
        serves=True,
        away_until=NOON,
        overviews=[overview] * 8,
        escalated=many[:9],
    )
    view = home.home_view(scene)
    check_view(view)
    SdkView(**view).validate_json()
    json.dumps(view).encode()


@given(parts=st.lists(st.tuples(short, texts), max_size=30))
@settings(max_examples=MANY, deadline=None)
def test_whatever_was_said_can_be_read_whole_in_a_modal(parts: list[tuple[str, str]]):
    view = pages_modal("R-1001", parts, words_in("en"))
    check_view(view)


@pytest.mark.parametrize("text", HOSTILE)
def test_nobodys_words_mention_link_or_format_anything(text: str):
    card = c.Card(
        kind="said",
        language="es",
        text=text,
        title=text[:200],
        blocks=(c.Quote(text, who=text[:100]), c.Paragraph(text), c.Facts((c.Fact("Nombre", text),))),
    )
    shown = message(card)
    kinds = {found["type"] for found in _all_texts(shown.blocks)}
    assert kinds <= {"plain_text", "text"}  # never mrkdwn: nothing in it is parsed
    assert "<" not in shown.text
    assert ">" not in shown.text


def _all_texts(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for one in part for found in _all_texts(one)]
    if not isinstance(part, dict):
        return []
    own = [part] if isinstance(part.get("text"), str) else []
    return own + [found for value in part.values() for found in _all_texts(value)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_no_message_and_no_modal_takes_longer_than_a_turn_may(text: str):
    """In seconds of the processor; the least of some tries, since others take of it meanwhile."""
    said = c.Card(
        kind="said", language="es", number=1, version=1, text=text, blocks=(c.Quote(text, who="A"),)
    )

    def taken() -> float:
        at = time.thread_time()
        message(said)
        pages_modal("R-1001", [("Ana", text)] * 20, words_in("es"))
        return time.thread_time() - at

    assert min(taken() for _ in range(3)) < 0.15


def test_a_text_that_was_cut_has_a_button_to_the_whole():
    long = "Esto es muy largo. " * 2000
    card = c.Card(
        kind="said",
        language="es",
        number=1001,
        version=3,
        text=long,
        blocks=(c.Quote(long), c.Buttons((c.Button(label="Lo tomo", verb="take"),))),
    )
    shown = message(card)
    found = [
        press_of(e["value"])
        for block in shown.blocks
        if block["type"] == "actions"
        for e in block["elements"]
    ]
    assert [press.verb for press in found if press] == ["whole", "take"]


def test_a_text_that_fits_is_neither_cut_nor_has_a_button_to_the_whole():
    text = "Una frase. " * 900
    shown = message(c.Card(kind="said", language="es", number=1, text=text, blocks=(c.Quote(text),)))
    assert "".join(found["text"] for found in _all_texts(shown.blocks)) == text
    assert "whole" not in json.dumps(shown.blocks)


@given(text=texts.map(clean), most=st.integers(80, 3000))
@settings(max_examples=MANY, deadline=None)
def test_a_cut_text_fits_and_never_ends_inside_a_grapheme(text: str, most: int):
    short_ = cut(text, most)
    assert limits.length(short_) <= most
    if short_ != text:
        whole = regex.findall(r"\X", text)
        head = regex.findall(r"\X", short_[:-1])
        assert head == whole[: len(head)]


@given(text=texts, most=st.integers(40, 3000))
@example(text="\U0001f3fb" * 100, most=40)  # one grapheme, and no end of it
@settings(max_examples=MANY, deadline=None)
def test_a_split_text_is_all_there(text: str, most: int):
    pieces = split(text, most)
    assert "".join(pieces) == text
    assert all(limits.length(piece) <= most for piece in pieces)


@given(text=texts)
@settings(max_examples=MANY, deadline=None)
def test_an_escaped_text_is_never_cut_inside_an_escape(text: str):
    short_ = escaped_cut(text, 500)
    assert limits.length(short_) <= 500
    for after in short_.split("&")[1:]:
        assert after.startswith(("amp;", "lt;", "gt;"))


@pytest.mark.parametrize(
    ("breach", "shown"),
    [
        ("51 blocks", [{"type": "divider"}] * 51),
        ("long section", [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}]),
        ("eleven fields", [{"type": "section", "fields": [{"type": "plain_text", "text": "x"}] * 11}]),
        ("long field", [{"type": "section", "fields": [{"type": "plain_text", "text": "x" * 2001}]}]),
        ("long header", [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]),
        (
            "long button",
            [
                {
                    "type": "actions",
                    "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}],
                }
            ],
        ),
        (
            "long value",
            [
                {
                    "type": "actions",
                    "elements": [
                        {"type": "button", "text": {"type": "plain_text", "text": "x"}, "value": "x" * 2001}
                    ],
                }
            ],
        ),
        ("empty text", [{"type": "section", "text": {"type": "plain_text", "text": ""}}]),
        ("long markdown", [{"type": "markdown", "text": "x" * 12_001}]),
        ("input in a message", [{"type": "input"}]),
        ("too long together", [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}] * 5),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_tests_slack_refuses_what_slack_refuses(breach: str, shown: list[dict[str, Any]]):
    with pytest.raises(Breach):
        check_message("text", shown)
