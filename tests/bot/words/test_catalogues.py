"""The catalogues lack nothing, hold nothing that nobody says, and keep to law 12."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import ast as ftl
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from bot.words import LANGUAGES, of
from bot.words.catalogue import catalogue

ROOT = Path(__file__).parents[3]
DATE_FORMS = (
    "since-",
    "on-",
    "by-",
    "until-",
    "day-",
    "by-day-",
    "before-day-",
)  # each with today, tomorrow, a date
# What a template says: t("desk-title"), t("desk-filter-" ~ name), words("...").
IN_TEMPLATE = re.compile(r"""["']([a-z][a-z0-9]*(?:-[a-z0-9_]+)*-?)["']""")


@cache
def messages(language: str) -> dict[str, ftl.Message]:
    found: dict[str, ftl.Message] = {}
    for name, source in catalogue(language).items():
        for entry in parse(source).body:
            assert not isinstance(entry, ftl.Junk), f"{name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{name}: {entry.id.name} is there twice"
                found[entry.id.name] = entry
    return found


class _Facts(Visitor):
    """The facts that a sentence shows. One that only chooses between forms is each language's own affair."""

    def __init__(self) -> None:
        self.shown: set[str] = set()

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:
        for variant in node.variants:
            self.visit(variant.value)

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.shown.add(node.id.name)


def facts(message: ftl.Message) -> set[str]:
    visitor = _Facts()
    visitor.visit(message)
    return visitor.shown


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def written() -> tuple[frozenset[str], frozenset[str]]:
    """(whole identifiers, beginnings of put-together ones) that stand anywhere in the code and the templates."""
    whole: set[str] = set()
    beginnings: set[str] = {*DATE_FORMS}
    for path in sources("bot", "handlers"):
        tree = ast.parse(path.read_text("utf-8"))
        inside = {
            id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
                whole.add(node.value)
    for path in (ROOT / "handlers").rglob("*.html"):
        for found in IN_TEMPLATE.findall(path.read_text("utf-8")):
            (beginnings if found.endswith("-") else whole).add(found)
    return frozenset(whole), frozenset(b for b in beginnings if "-" in b)


def said_outright() -> Iterator[tuple[Path, str]]:
    """The first argument of every call of a speaker: `say("…")`, `words("…")`, `pen.says("…")`, `wanted.t("…")`."""
    speakers = {
        "say",
        "says",
        "quietly",
        "warns",
        "words",
        "t",
    }  # a platform's own catalogue is its own affair
    for path in sources("bot/delivery", "bot/words", "handlers/web"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in speakers and isinstance(node.args[0].value, str):
                    yield path, node.args[0].value


def test_there_are_spanish_and_english() -> None:
    assert LANGUAGES == ("en", "es")


def test_every_language_has_the_same_sentences_with_the_same_facts() -> None:
    spanish, english = messages("es"), messages("en")
    assert set(spanish) == set(english)
    differing = {name for name in spanish if facts(spanish[name]) != facts(english[name])}
    assert differing == set()


def test_every_sentence_that_the_code_says_is_there() -> None:
    missing = {(path.name, said) for path, said in said_outright() if said not in messages("es")}
    assert missing == set()


def test_every_sentence_is_said_somewhere() -> None:
    whole, beginnings = written()
    unused = {
        name
        for name in messages("es")
        if name not in whole
        and not name.startswith("desk-")  # those belong to the page, whose own tests know them
        and not any(name.startswith(beginning) for beginning in beginnings)
    }
    assert unused == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shouts(language: str) -> None:
    for name, source in catalogue(language).items():
        assert not re.search(r"[!¡]", source), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_praises_or_brushes_off(language: str) -> None:
    canned = {
        "es": r"excelente|estupend|genial|perfecto|estimad|lamentamos las molestias|agradecemos|no dudes|rogamos|ticket",
        "en": r"great question|awesome|fantastic|perfect|dear |inconvenience|kindly|hesitate|we apologi|ticket",
    }[language]
    for name, source in catalogue(language).items():
        assert not re.search(canned, source, re.IGNORECASE), name


def test_spanish_speaks_to_one_person_on_both_sides_of_the_ocean() -> None:
    for name, source in catalogue("es").items():
        assert not re.search(r"\b(vosotr|ustedes?\b|vuestr|os )", source, re.IGNORECASE), name
        assert not re.search(r"\b\w+(áis|éis)\b", source), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_is_told_by_a_picture_alone(language: str) -> None:
    for name, source in catalogue(language).items():
        assert not re.search(r"[\u2600-\u27bf\U0001f000-\U0001faff]", source), name


def test_a_region_is_its_language_and_an_unknown_one_is_the_company_s_first() -> None:
    assert of("es-MX")("thanks") == of("es")("thanks")
    assert of("fr", "es")("thanks") == of("es")("thanks")
    assert of("fr")("thanks") == of("en")("thanks")


def test_an_unknown_sentence_and_a_missing_fact_are_loud() -> None:
    with pytest.raises(LookupError, match="no sentence"):
        of("es")("no-such-sentence")
    with pytest.raises(ValueError, match="receipt-owner"):
        of("es")("receipt-owner", name="Ana")


def test_a_name_inside_a_sentence_cannot_break_it() -> None:
    said = of("en")("receipt-owner", name="Ana\n\u202eevil { $x }", department="IT")
    assert "\n" not in said
    assert said.endswith("IT has it.")
    assert "\u2068" in said


def test_plurals_follow_the_language() -> None:
    assert of("es")("span-days", count=1) == "1 día"
    assert of("es")("span-days", count=2) == "2 días"
    assert of("en")("span-hours", count=1) == "1 hour"
