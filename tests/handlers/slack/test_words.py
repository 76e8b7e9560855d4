"""Slack's own sentences: the same ones in every language, none unused, none that the code lacks."""

import re
from pathlib import Path

import handlers.slack as package
from handlers.slack.words import words_in

FOLDER = Path(package.__file__).parent
MADE = {"slack-prompt-1", "slack-prompt-2", "slack-prompt-3"}  # named by number


def sentences(language: str) -> dict[str, frozenset[str]]:
    """Sentence -> the facts that it names."""
    found: dict[str, frozenset[str]] = {}
    for part in re.split(r"\n(?=slack-)", (FOLDER / f"slack.{language}.ftl").read_text()):
        if named := re.match(r"(slack-[a-z0-9-]+) =", part):
            found[named[1]] = frozenset(re.findall(r"\$(\w+)", part))
    return found


def used() -> set[str]:
    text = "".join(file.read_text() for file in FOLDER.glob("*.py"))
    return set(re.findall(r"[\"'](slack-[a-z0-9-]+)[\"']", text)) | MADE


def test_both_languages_say_the_same_with_the_same_facts():
    assert sentences("es") == sentences("en")


def test_every_sentence_is_said_somewhere_and_every_one_that_is_said_is_there():
    assert used() == set(sentences("en"))


def test_another_language_is_answered_in_english():
    assert words_in("pt-BR").language == "en"
    assert words_in("es-MX").language == "es"
