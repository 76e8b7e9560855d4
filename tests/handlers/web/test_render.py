from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.card import Card, Paragraph
from bot.words import of
from handlers.web import render
from handlers.web.views import Act, Entry
from knowledge.directory import PersonId
from tests.handlers.web.cards import full_card, said_card
from tests.handlers.web.parsed import elements

ACT = Act(PersonId("P1"), "asks")
ES = of("es")

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' hx-get='/desk/act' x='",
    "</textarea></blockquote><form action=//evil.example>",
    "[x](javascript:alert(1)) ![y](https://evil.example/p.png) <b>z</b>",
    "{{ 7 * 7 }} {% raw %} ${alert(1)}",
    "&lt;script&gt; &#60;script&#62;",
    "‮evil⁦ \x00 \ufffd",
]
TAGS = {
    "article", "h3", "a", "p", "span", "b", "bdi", "blockquote", "div", "dl", "dt", "dd", "form", "input", "button",
    "li", "strong", "em", "code", "pre", "ul", "ol", "h1", "h2", "h4", "h5", "h6", "hr", "br", "table", "thead",
    "tbody", "tr", "th", "td",
}  # fmt: skip


def drawn(card: Card) -> str:
    return str(render.card(card, ES, ACT, id="m1"))


def assert_inert(html: str) -> None:
    """Only the elements that we draw, nothing that runs, and nothing that the page would load or send elsewhere."""
    for element in elements(html):
        assert element.tag in TAGS, element.tag
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "src", "srcdoc", "formaction")
            if name == "href":
                assert value.startswith(("/desk", "http:", "https:", "mailto:")) or ":" not in value
            if name in ("hx-get", "hx-post", "action"):
                assert value.startswith("/desk/")


def test_hostile_text_is_inert_in_every_field_of_a_card():
    for text in HOSTILE:
        assert_inert(drawn(full_card(text)))
        assert_inert(render.added(Entry(id="m1", card=said_card(text, who=text)), ES, ACT))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_inert(text):
    assert_inert(drawn(full_card(text)))


def test_peoples_words_stand_on_the_page_as_they_were_written():
    text = "a < b & c > d «ñ»\n  segunda línea <b>no</b>"
    html = render.added(Entry(id="m1", card=said_card(text)), ES, ACT)
    [words] = [e for e in elements(html, "p") if "said" in e.attributes.get("class", "").split()]
    assert words.text == text
    assert words.attributes["dir"] == "auto"


def test_markdown_becomes_markup_but_html_images_and_script_links_do_not():
    html = str(
        render.prose(
            "**ya** <i>no</i> [a](https://a.example) [b](javascript:x) ![c](https://c.example/c.png)"
        )
    )
    assert "<strong>ya</strong>" in html
    assert "&lt;i&gt;no&lt;/i&gt;" in html
    link, picture = elements(html, "a")
    assert link.attributes == {"href": "https://a.example", "rel": "noopener noreferrer", "target": "_blank"}
    assert picture.attributes["href"] == "https://c.example/c.png"  # to be followed, never loaded
    assert elements(html, "img") == []


def test_a_button_carries_verb_number_and_the_version_shown_and_an_id_of_its_own():
    html = drawn(full_card())
    names = [(e.attributes["name"], e.attributes["value"]) for e in elements(html, "input")]
    assert ("verb", "take") in names
    assert ("number", "1042") in names
    assert ("seen", "3") in names
    assert ("f.topic", "words") in names
    ids = [value for name, value in names if name == "id"]
    assert len(ids) == len(set(ids)) == 2


def test_a_button_with_a_form_opens_it_and_orders_nothing_by_itself():
    buttons = elements(drawn(full_card()), "button")
    [opens] = [b for b in buttons if b.attributes.get("hx-get") == "/desk/form"]
    assert opens.attributes["type"] == "button"
    assert opens.attributes["aria-haspopup"] == "dialog"


def test_a_private_note_says_so_in_words():
    assert ES("desk-private") in drawn(full_card())


def test_a_card_without_blocks_shows_its_plain_text():
    assert "todo lo que hay" in drawn(Card(kind="x", language="es", text="todo lo que hay"))


def test_a_card_names_its_language():
    [article] = elements(drawn(Card(kind="x", language="en", text="hello")), "article")
    assert article.attributes["lang"] == "en"


def test_a_changed_message_takes_the_place_of_the_one_that_is_there():
    entry = Entry(id="m77", card=full_card())
    [article] = elements(render.changed(entry, ES, ACT), "article")
    assert (article.attributes["id"], article.attributes["hx-swap-oob"]) == ("m77", "morph")


def test_ones_own_words_and_anothers_stand_apart_not_by_colour_alone():
    own = render.added(Entry(id="m1", card=said_card("hola", kind="echo")), ES, ACT)
    other = render.added(Entry(id="m2", card=said_card("hola")), ES, ACT)
    assert "entry--own" in own
    assert ES("desk-you-said") in own
    assert "entry--said" in other
    assert "Ana Ruiz Peña" in other


def test_what_is_announced_is_plain_text_in_its_language():
    html = render.heard("asks", [("R-1042 <i>", "es")])
    assert elements(html, "i") == []
    [line] = elements(html, "p")
    assert (line.text, line.attributes["lang"]) == ("R-1042 <i>", "es")


def test_lines_of_a_paragraph_are_kept():
    html = drawn(Card(kind="x", language="es", text="", blocks=(Paragraph("uno\ndos"),)))
    assert "uno\ndos" in html
