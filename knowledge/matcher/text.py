"""A text as the matcher sees it: lower case, no accents, words one space apart."""

import re
from functools import lru_cache

from knowledge.accents import unaccented
from knowledge.language import small_words

LOOKED_AT = 2_000  # characters; what a colleague needs stands within them, and time stays bounded
WORDS_LOOKED_AT = 300

_APOSTROPHES = "’`´‘"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[€$%]")
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")
_DIGITS = re.compile(r"\d+")


def plain(text: str) -> str:
    """`text` in lower case without accents; letters drawn out ("holaaaa") are written twice at most."""
    for apostrophe in _APOSTROPHES:  # one after the other, which is a tenth of what a table of them takes
        text = text.replace(apostrophe, "'")
    return str(_LONG_DRAWN.sub(r"\1\1", unaccented(text.casefold())))


@lru_cache(maxsize=1)
def plain_small_words() -> frozenset[str]:
    """The commonest words of Spanish and of English, as `plain` writes them."""
    return frozenset(plain(word) for language in ("es", "en") for word in small_words(language))


def words_of(text: str) -> list[str]:
    """The words of the part that is looked at, in order; a number is known by its count of digits only."""
    found = _WORD.findall(plain(text[:LOOKED_AT]))[:WORDS_LOOKED_AT]
    return [_number(word) if word[0].isdigit() else word for word in found]


def _number(word: str) -> str:
    return str(_DIGITS.sub(lambda digits: "0" * min(len(digits.group()), 4), word))
