"""What the next words of somebody say of themselves: that they go on, put something right, or begin another thing.

Only how they begin and what they point to; what they are about is the matcher's. "Pone error 0x80" and "it's the one by
the car park" are likest to phones and to parking, and are about neither: they go on with what was said before.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Literal

from knowledge.caution.forms import LOOKED_AT, words_of
from knowledge.caution.signals import plain
from knowledge.needs import FEWEST_WORDS, asks_for_something
from knowledge.phrasings import phrasings

_CODE = re.compile(r"\d")
FEW = 6  # words
LONGEST_LIKEWISE = 80  # characters
MOST_TURNS = 8  # places of a text where a second thing may begin
REST = 200  # characters behind each that say whether it does
# Whom a thing is for as well says nothing of what it is: "lo mismo para mi compañera Rosa", "and my husband the same".
_LIKEWISE = re.compile(
    r"\b(?:lo mismo|igual|tambien|tampoco|(?:the )?same|too|also|likewise|as well|neither)\b"
)
_SOMEBODY = re.compile(
    r"\b(?i:mi|mis|mío|tu|su|nuestr[ao]s?|la|el|my|our|the)\s+(?i:otr[ao]\s+|other\s+)?(?i:compañer[ao]s?|colegas?|pareja|marido|mujer|espos[ao]"
    r"|herman[ao]s?|hij[ao]s?|equipo|colleagues?|co-?workers?|team|partner|husband|wife|brother|sister|son|daughter|kids)\b"
    r"(?:,?\s+[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+){0,2}"
)
_ASTERISK = re.compile(r"\*[^*\n]{1,40}|[^*\n]{1,40}\*")  # "shared drive*": how a slip is put right
Announced = Literal["", "perhaps", "plainly"]


def announced(text: str) -> Announced:
    """Whether they begin with words that announce a second thing: "otra cosa:" does, "también" may."""
    said = _without("lead", plain(text))
    if _begins("another").match(said):
        return "plainly"
    return "perhaps" if _begins("perhaps").match(said) else ""


def turns_to_another(text: str) -> bool:
    """Whether after something else they announce a second thing, and ask for it: "sí, 6 horas. Por cierto, necesito …". Of
    "y otra cosa: …" its words need not say so.
    """
    said = plain(text[:LOOKED_AT].replace("\n", ". "))
    if any(_says_enough(rest) for rest in _rests("turns plainly", said)):
        return True
    return any(_says_enough(rest) and asks_for_something(rest) for rest in _rests("turns to another", said))


def begins_with_a_turn(text: str) -> bool:
    """Whether they begin so, whatever they ask for: "por cierto, se me ha roto el portátil"."""
    return _begins("turns to another").match(_without("lead", plain(text))) is not None


def _rests(section: str, said: str) -> Iterator[str]:
    """What stands behind each place where a second thing may begin, as far as it needs to be read."""
    for turn in islice(_later(section).finditer(said), MOST_TURNS):
        yield said[turn.end() : turn.end() + REST]


def _says_enough(said: str) -> bool:
    return len(words_of(said)) >= FEWEST_WORDS


def goes_on(text: str) -> bool:
    """Whether they lean on what was said before: they begin as its continuation does, or point back to it."""
    said = _without("perhaps", _without("lead", plain(text)))
    if is_half_a_sentence(text) or _begins("goes on").match(said) or _anywhere("points back").search(said):
        return True
    return _begins("goes on unless it asks").match(said) is not None and not asks_for_something(text)


def names_no_matter(text: str) -> bool:
    """Whether none of their words says what they are about (knowledge/phrasings/leaning.*.txt): "it says error 0x80".

    A figure or a code ("IMP-22", "2026-881") says it to whoever knows the matter already, and to nobody else.
    """
    if len(text) <= LONGEST_LIKEWISE and _LIKEWISE.search(plain(text)):
        text = _SOMEBODY.sub(" ", text)
    words = _without_codes(text)
    return not words or phrasings("leaning").consists(words, "leaning")


def is_half_a_sentence(text: str) -> bool:
    """Whether they begin so that they are no sentence without what was said before: "que ponga …", "because …".

    "Mi jefe …" goes on with a story as well as it begins one.
    """
    return _begins("half a sentence").match(_without("perhaps", _without("lead", plain(text)))) is not None


def says_a_matter(text: str) -> bool:
    """Whether any word of theirs is more than those, and than the words that ask how it is going: "my request" is not."""
    return phrasings("leaning").unlisted(_without_codes(text)) != ""


def _without_codes(text: str) -> list[str]:
    return [word for word in words_of(text) if not _CODE.search(word)]


def corrects(text: str) -> bool:
    """Whether they begin as words do that put right what was said before, or what was understood of it."""
    return _begins("corrects").match(plain(text)) is not None or _ASTERISK.fullmatch(text.strip()) is not None


def changes_mind(text: str) -> bool:
    """Whether they begin as words do that change what was asked for: "bueno, al final mejor en tren"."""
    said = " ".join(words_of(text))
    return _begins("changes mind").match(said) is not None or (
        len(words_of(text)) <= FEW and said.endswith((" al final", " after all", " instead"))
    )


def points_back(text: str) -> bool:
    """Whether a few words speak of what was said before and name it only so: "can I split it?"."""
    return len(words_of(text)) <= FEW and _anywhere("points back").search(plain(text)) is not None


def says_false_alarm(text: str) -> bool:
    """Whether they say, anywhere, that what somebody was alerted of was none."""
    return _anywhere("false alarm").search(plain(text)) is not None


def asks_for_privacy(text: str) -> bool:
    """Whether they begin by asking that somebody does not see what was said: "y que no la vea ella"."""
    return _begins("asks for privacy").match(plain(text)) is not None


def objects(text: str) -> bool:
    """Whether they begin by saying that what was answered does not do: "that doesn't help, the page is blank"."""
    return _begins("objects").match(_without("lead", plain(text))) is not None


def _without(section: str, said: str) -> str:
    """ "Ah, y también …": without what people say before they say anything."""
    begins = _begins(section)
    while (match := begins.match(said)) is not None and match.end() > 0:
        said = said[match.end() :]
    return said.lstrip(" ,;:.!¡-")


@cache
def _phrases() -> dict[str, list[str]]:
    """Section -> its expressions in all languages: a text may be in any, and its first word rarely says which."""
    found = defaultdict[str, list[str]](list)
    for file in sorted(Path(__file__).parent.glob("follows.*.txt")):
        section = ""
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                found[section].append(line)
    return dict(found)


@cache
def _begins(section: str) -> re.Pattern[str]:
    return re.compile(rf"\W*+(?:{'|'.join(_phrases()[section])})(?!\w)")


@cache
def _later(section: str) -> re.Pattern[str]:
    """Where a sentence or a clause begins, but for the first. "The printer, by the way, is broken" begins none."""
    words = "|".join(_phrases()[section])
    # Of a run of signs only the last few are looked at: from each of them, thousands took the better part of a second.
    between = r"(?:(?<=\w)\W?\W?|(?<=\W\W))[.;:!?)(-]\W?\W?\W?"
    return re.compile(
        rf"(?:{between}|(?<=\w),? (?:[ye]|and) |(?<=\w), (?!(?:{words}) ?,))(?:[ye] |and )?(?:{words})(?!\w)"
    )


@cache
def _anywhere(section: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_phrases()[section])})\b")
