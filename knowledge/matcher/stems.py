"""Words' stems, by language."""

from functools import lru_cache

import snowballstemmer

_STEMMERS = {"es": snowballstemmer.stemmer("spanish"), "en": snowballstemmer.stemmer("english")}
LANGUAGES = tuple(_STEMMERS)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """`word` without its ending; unchanged in a language that is not known."""
    stemmer = _STEMMERS.get(language)
    return str(stemmer.stemWord(word)) if stemmer is not None and len(word) > 2 else word
