"""Cards and dialogs in Teams' own form: valid, small enough, and telling the whole, whatever people write."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.delivery import card as c
from bot.words import of
from bot.words.text import clean as kept
from bot.words.text import isolate, without_towers
from handlers.teams.gateway import message_of, sentence
from handlers.teams.limits import LARGEST_CARD
from handlers.teams.render import adaptive, form_card, whole_card
from handlers.teams.text import article, clean, escape, fits, pages, shortened, size
from handlers.teams.values import Press, press_of, typed_of
from tests.handlers.teams.stage import buttons, parts, read
from tests.samples import sample

SCHEMA = Path(__file__).parents[4] / "shared" / "adaptive-card-1.5.0.json"

HOSTILE = (
    "<!channel> <at>everyone</at> @channel <@U1>",
    "[link](javascript:alert(1)) **bold** _it_ `code` ``` # head",
    '{"type":"Action.Execute","verb":"take"}',
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}} ${expression}",
    "<script>alert(1)</script> <b>&amp;</b>",
    "\u202eright to left\u202c \u2066isolated \u2067never closed",
    "Z" + "\u0310\u0489" * 5000,
    "👨‍👩‍👧‍👦" * 3000,
    "\ud800 lone \udfff surrogates",
    "nul\x00bell\x07escape\x1b[31m",
    "\u200b\u200b",
    " \n\t ",
    "",
    "a" * 40_000,
    "palabra " * 5_000,
    "línea\r\nlínea\n" * 4_000,
    "\n" * 40_000,
    "مرحبا بالعالم " * 3_000,
    '"\\' * 20_000,
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=300),
    st.text(alphabet=st.characters(), max_size=60).map(lambda text: (text * 700)[:40_000]),
)
short = st.one_of(st.sampled_from(HOSTILE[:6]), st.text(max_size=100))
some_buttons = st.builds(
    c.Button,
    label=short,
    verb=st.sampled_from(["take", "say", "resolve", "rate"]),
    style=st.sampled_from(["plain", "primary", "danger"]),
    form=st.sampled_from(["", "say", "resolve"]),
    fields=st.dictionaries(st.sampled_from(["to", "outcome"]), st.text(max_size=20), max_size=2),
)
some_blocks = st.one_of(
    st.builds(c.Paragraph, texts, st.sampled_from(["plain", "quiet", "warning"])),
    st.builds(c.Quote, texts, who=short, when=short, private=st.booleans()),
    st.builds(c.Markdown, texts),
    st.builds(c.Facts, st.lists(st.builds(c.Fact, short, texts), max_size=6).map(tuple)),
    st.builds(c.Buttons, st.lists(some_buttons, max_size=9).map(tuple)),
)
some_cards = st.builds(
    c.Card,
    kind=st.just("any"),
    language=st.sampled_from(["es", "en"]),
    number=st.none() | st.integers(1000, 10**9),
    version=st.integers(0, 900),
    title=short,
    text=texts,
    blocks=st.lists(some_blocks, max_size=8).map(tuple),
)
some_fields = st.builds(
    c.Field,
    name=st.sampled_from(["text", "due", "to"]),
    label=short,
    kind=st.sampled_from(["line", "text", "when", "person", "department", "choice", "yes"]),
    hint=short,
    choices=st.lists(st.builds(c.Choice, st.text(max_size=20), short), max_size=300).map(tuple),
    required=st.booleans(),
)
some_forms = st.builds(
    c.Form,
    name=st.just("resolve"),
    verb=st.just("resolve"),
    title=short,
    submit=short,
    fields=st.lists(some_fields, max_size=4).map(tuple),
)
many = settings(
    max_examples=sample(60, 3000), deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="session")
def schema() -> Any:
    """The published schema's validator."""
    if not SCHEMA.exists():
        pytest.skip("the published schema of Adaptive Cards is not here")
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    return jsonschema.Draft6Validator(json.loads(SCHEMA.read_text("utf-8")))


def judged(made: Any, schema: Any) -> None:
    assert size(made) <= LARGEST_CARD
    assert made["version"] == "1.5"
    assert made["fallbackText"].strip()
    assert made["body"]
    json.dumps(made, ensure_ascii=False).encode()
    errors = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in schema.iter_errors(made)]
    assert errors == []


@many
@given(card=some_cards)
def test_every_card_is_valid_and_small_enough(schema: Any, card: c.Card):
    judged(adaptive(card), schema)
    message = message_of(card, loud=True)
    assert len(json.dumps(message, ensure_ascii=False).encode("utf-16-le")) < 80_000
    assert message["summary"]


@many
@given(form=some_forms)
def test_every_dialog_is_valid_and_small_enough(schema: Any, form: c.Form):
    judged(form_card(form, of("es"), 1001, 3, problem="No he entendido la fecha."), schema)


@many
@given(st.lists(st.tuples(short, texts), max_size=3), st.integers(0, 60))
def test_every_page_of_a_long_text_is_valid_and_small_enough(schema: Any, said: Any, page: int):
    press = Press(verb="whole", number=1001, seen=3, page=page)
    judged(whole_card("R-1001", said, of("en"), press), schema)


@pytest.mark.parametrize("text", [h for h in HOSTILE if h.strip() and len(h) < 300])
def test_peoples_words_are_shown_as_they_were_typed(text: str):
    made = adaptive(c.Card(kind="said", language="es", text=text, blocks=(c.Quote(text, who="Ana"),)))
    shown = [part for part in parts(made) if part["type"] == "RichTextBlock"]
    told = "\n".join(run["text"] for part in shown for run in part["inlines"])
    assert clean(text).strip().split("\n")[0] in told
    assert not [part for part in parts(made) if part["type"] == "TextBlock"]  # nothing of theirs is Markdown


def test_what_was_cut_says_so_and_leads_to_the_whole():
    card = c.Card(
        kind="said", language="en", number=1001, version=4, text="x", blocks=(c.Quote("word " * 8000),)
    )
    made = adaptive(card)
    [way] = buttons(made, "whole")
    assert way["data"]["msteams"] == {"type": "task/fetch"}
    assert of("en")("teams-cut") in read(made)


def test_the_pages_of_a_text_together_are_the_text():
    for text in HOSTILE:
        assert "".join(pages(text, 1500, 80)) == clean(text)


@many
@given(texts, st.integers(100, 2000), st.integers(2, 90))
def test_no_page_is_longer_than_it_may_be_nor_ends_inside_a_sign(text: str, most: int, most_lines: int):
    shown = clean(text)
    ends = {0, *(sign.end() for sign in regex.finditer(r"\X", shown))}
    at = 0
    for page in pages(text, most, most_lines):
        at += len(page)
        assert at in ends
        assert len(page) <= most
        assert page.count("\n") < most_lines
    assert at == len(shown)


@many
@given(texts, st.integers(2, 3000))
def test_a_text_is_shortened_at_a_sign_and_only_where_it_is_too_long(text: str, most: int):
    shown, harmless = shortened(text, most), without_towers(kept(text))
    if len(text) <= most:
        assert shown == clean(text)
    elif len(harmless) == len(text):
        ends = [0, *(sign.end() for sign in regex.finditer(r"\X", harmless))]
        end = max(end for end in ends if end < most)
        assert shown == isolate(harmless[:end].rstrip() + "…")


@pytest.mark.parametrize("text", ["línea\r\notra línea", "campana\x07 é", "é\x00"])
def test_what_is_shown_whole_bears_no_ellipsis(text: str):
    assert shortened(text, 200) == clean(text)


def test_short_texts_share_a_page_and_together_the_pages_are_all_of_them():
    said = [("Ana", f"línea {n:02}") for n in range(60)] + [("Bo", "palabra " * 500)] + [("Ana", "fin")]
    shown, press = list[str](), Press(verb="whole", number=1001)
    for page in range(10):
        made = whole_card("R-1001", said, of("es"), replace(press, page=page))
        shown.append(read(made))
        if of("es")("teams-page-next") not in str(buttons(made)):
            break
    # Two of the sixty, which take a line each beside their names; two and a half of the long one.
    assert len(shown) == 5
    together = "".join("".join(shown).split())
    assert all(together.count(f"línea{n:02}") == 1 for n in range(60))
    assert together.count("palabra") == 500
    assert "fin" in shown[-1]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_no_card_and_no_page_takes_longer_than_a_turn_may(text: str):
    """In seconds of the processor; the least of some tries, since others take of it meanwhile."""
    card = c.Card(
        kind="said", language="es", number=1, version=1, text=text, blocks=(c.Quote(text, who="A"),)
    )
    press = Press(verb="whole", number=1001, page=1)

    def taken() -> float:
        at = time.thread_time()
        adaptive(card)
        whole_card("R-1001", [("Ana", text)] * 20, of("es"), press)
        return time.thread_time() - at

    assert min(taken() for _ in range(3)) < 0.05


def test_the_buttons_of_a_card_that_is_far_too_long_stay():
    blocks: tuple[c.Block, ...] = tuple(c.Quote("word " * 400) for _ in range(200))
    acts = c.Buttons((c.Button(label="Tomar", verb="take"),))
    made = adaptive(c.Card(kind="x", language="es", number=1, version=1, text="t", blocks=(*blocks, acts)))
    assert size(made) <= LARGEST_CARD
    assert buttons(made, "take")


def test_a_button_carries_verb_number_and_version_and_its_older_kind():
    acts = c.Buttons((c.Button(label="Tomar", verb="take", style="primary"),))
    made = adaptive(c.Card(kind="x", language="es", number=1042, version=7, text="t", blocks=(acts,)))
    [take] = buttons(made)
    assert take["type"] == "Action.Execute"
    assert take["fallback"]["type"] == "Action.Submit"
    for action in (take, take["fallback"]):
        assert press_of(action["data"]) == Press(verb="take", number=1042, seen=7)
        assert set(action["data"]) == {"ventanilla"}


def test_an_owners_card_has_a_reply_box_of_its_own():
    acts = c.Buttons(
        (c.Button(label="Responder", verb="say", form="say"), c.Button(label="Tomar", verb="take"))
    )
    made = adaptive(c.Card(kind="assignment", language="es", number=1, version=1, text="t", blocks=(acts,)))
    assert [part["id"] for part in parts(made) if part["type"] == "Input.Text"] == ["text"]
    reply, take = buttons(made)
    assert "associatedInputs" not in reply
    assert take["associatedInputs"] == "None"


def test_an_articles_pictures_headings_and_odd_links_do_not_get_through():
    told = article(
        "# Title\n![x](http://evil.example/i.png) [a](javascript:alert(1)) [b](https://ok.example) <b>"
    )
    assert told == "**Title**\nx a (javascript:alert(1)) [b](https://ok.example) &lt;b>"


def test_a_title_shows_marks_as_they_were_typed():
    assert escape("*a* [b](c) 1. d") == "\\*a\\* \\[b\\]\\(c\\) 1. d"
    assert escape("1. d\n- e") == "1\\. d\n\\- e"


def test_a_press_of_another_shape_is_nobodys():
    for data in (None, [], "x", {}, {"ventanilla": 3}, {"ventanilla": {"verb": 3}}, {"ventanilla": {"n": 3}}):
        assert press_of(data) is None
    assert press_of({"ventanilla": {"verb": "take", "n": -1}}) is None
    assert press_of({"ventanilla": {"verb": "take", "f": {"x": "y" * 2000}}}) is None
    assert typed_of({"ventanilla": {}, "msteams": {}, "text": "a\r\nb", "n": 4}) == {"text": "a\nb"}


def test_a_sentence_is_plain_text():
    assert sentence("<at>x</at> *y*") == {"type": "message", "text": "<at>x</at> *y*", "textFormat": "plain"}


@many
@given(
    st.recursive(
        st.text() | st.integers() | st.booleans(),
        lambda some: st.lists(some) | st.dictionaries(st.text(), some),
    ),
    st.integers(-1, 1),
)
def test_a_card_fits_exactly_where_its_longest_spelling_does(part: Any, more: int):
    most = size(part) + more
    assert fits(part, most) == (more >= 0)
