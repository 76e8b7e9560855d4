import re
from pathlib import Path

import handlers.web
from bot.words.catalogue import catalogue

WEB = Path(handlers.web.__file__).parent
KEY = re.compile(r"desk-[a-z0-9_-]+")


def named_in_the_page() -> set[str]:
    sources = [p for p in WEB.rglob("*") if p.suffix in (".py", ".html") and "vendor" not in p.parts]
    return {key for source in sources for key in KEY.findall(source.read_text("utf-8"))}


def test_the_page_names_no_sentence_that_is_not_there_and_no_sentence_is_there_for_nothing():
    named = named_in_the_page()
    families = tuple(key for key in named if key.endswith("-"))
    for language in ("es", "en"):
        source = catalogue(language)[f"desk.{language}.ftl"]
        known = set(re.findall(r"^(desk-[a-z0-9_-]+) =", source, flags=re.MULTILINE))
        assert named - known - set(families) == set()
        assert {key for key in known - named if not key.startswith(families)} == set()
