"""Words without their accents, one way for all who compare them: nobody types accents in a hurry."""

import re
import unicodedata
from functools import lru_cache

_KEPT = 4_096  # characters; a text in every script there is must not fill the memory


_MARKED = re.compile(r"[^\x00-\x7f]+")  # few letters of a text: letter by letter is slow


class _Bare(dict[int, str]):
    """What is left of each character without its marks: worked out as characters are met."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code))
        bare = "".join(character for character in apart if not unicodedata.combining(character))
        if len(self) < _KEPT:
            self[code] = bare
        return bare


_BARE = _Bare()


def unaccented(text: str) -> str:
    """`text` without accents and other marks, its letters in their plain forms ("ﬁ" is "fi")."""
    return text if text.isascii() else _unmarked(text)


@lru_cache(maxsize=8)  # one message is read by many, of whom each needs it so
def _unmarked(text: str) -> str:
    return _MARKED.sub(lambda found: found[0].translate(_BARE), text)
