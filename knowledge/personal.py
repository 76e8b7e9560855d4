"""Strikes what is personal from a text: names, addresses, numbers. What is left may teach, or become an answer. Pure.

A capital within a sentence marks a name, unless the company's own texts use the word ("Outlook", "Madrid"). It strikes
rather one word too many: what is left over is read by a machine, or by somebody who mends it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.directory import Directory, Topic, TopicId
from knowledge.matcher.text import plain, plain_small_words

_ADDRESS = re.compile(
    r"<[@#!][^<>\s]*>"  # a platform's own way of naming somebody
    r"|https?://\S+|www\.\S+"
    r"|[\w.+'-]+@[\w.-]+"
    r"|(?<!\w)@[\w.-]+"
)
# Whatever has a digit: amounts, dates, telephones, accounts, identity cards, with what joins their parts.
_NUMBER = re.compile(r"(?<!\w)[+(#]?[^\W_]*\d(?:[\w.,:/()+-]|[ -](?=[+(]?\w*\d))*(?:\s?[€$£%])?")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?¡¿:;\n])[\s\"'«“(*_>-]*$")
_NAMED_NEXT = re.compile(
    r"(?:(?:\bme llamo|\bmi nombre es|\bmy name is|\bmy name's)\s+(?:[^\W\d_]+\s+)?"
    r"|(?:\bsra?\.|\bsrta\.|\bdra?\.|\bprof\.|\bdon|\bdoña|\bmrs?\.?|\bms\.?)\s+)$",
    re.IGNORECASE,
)
# Behind these stands a name, or what they do: "la dra pons", "la dra no contesta".
_TITLED_NEXT = re.compile(r"\b(?:sra?|srta|dra?|prof)\s+$", re.IGNORECASE)
_GREETED = re.compile(
    r"(?:\bhola|\bbuenas|\bquerid[oa]|\bestimad[oa]|\bhi|\bhello|\bhey|\bdear),?\s+$", re.IGNORECASE
)
_LOOKS_BACK = 30  # characters before a word that say whether a sentence or a name begins with it
_SPACES = re.compile(r"[ \t]+")
_KEPT = 4  # directories: the accepted one, the one before, those of a trial


class Striker:
    """Knows whom the directory lists, and the words that the company uses of itself."""

    def __init__(self, directory: Directory) -> None:
        listed = (name for p in directory.people.values() for name in (p.name, *p.also_known_as))
        self._names = _parts(listed)
        self._known = {word for text in _own_texts(directory) for word in _words(text)} - self._names

    def struck(self, text: str, mark: str = "", *, names: Iterable[str] = ()) -> str:
        """`mark` stands where something was; `names` of people whom the directory does not list."""
        more = _parts(names)
        for pattern in (_ADDRESS, _NUMBER):
            text = pattern.sub(lambda found: (mark or " ") + _end_of_sentence(found[0]), text)
        parts, at = [], 0
        for start, end in self._personal(text, more):
            parts += [text[at:start], mark or " "]
            at = end
        kept = _SPACES.sub(" ", "".join([*parts, text[at:]]))
        if mark:  # "Jorge Pérez" leaves one mark, not two
            kept = re.sub(rf"{re.escape(mark)}(?:\s*{re.escape(mark)})+", mark, kept)
        return "\n".join(line.strip() for line in kept.splitlines()).strip()

    def _personal(self, text: str, more: set[str]) -> Iterator[tuple[int, int]]:
        found = list(_WORD.finditer(text))
        for place, word in enumerate(found):
            following = found[place + 1] if place + 1 < len(found) else None
            if more & set(_words(word[0])) or self._is_personal(text, word, following):
                yield word.span()

    def _is_personal(self, text: str, word: re.Match[str], following: re.Match[str] | None) -> bool:
        before = text[max(0, word.start() - _LOOKS_BACK) : word.start()]
        if _NAMED_NEXT.search(before):
            return True
        written = word[0]
        if _TITLED_NEXT.search(before) and not self._is_common(written):
            return True
        if not written[0].isupper() or (
            written.isupper() and len(written) > 1 and not self._is_name(written)
        ):
            return False  # "VPN" is no name
        if self._is_name(written):
            return True
        if self._is_known(written):
            return False
        if _GREETED.search(before) or not _SENTENCE_START.search(before):
            return True
        return self._begins_a_name(text, word, following)

    def _begins_a_name(self, text: str, word: re.Match[str], following: re.Match[str] | None) -> bool:
        """At the start of a sentence a capital says nothing by itself: a surname after it does, or standing alone."""
        line = text[text.rfind("\n", 0, word.start()) + 1 :].partition("\n")[0]
        alone = line.strip(" .,;-*_") == word[0] and "\n" in text
        if following is None or text[word.end() : following.start()].strip(" "):
            return alone
        capital = following[0][0].isupper() and not following[0].isupper()
        return alone or (capital and not self._is_known(following[0]))

    def _is_name(self, word: str) -> bool:
        return any(part in self._names for part in _words(word))

    def _is_common(self, word: str) -> bool:
        return self._is_known(word) or plain(word) in plain_small_words()

    def _is_known(self, word: str) -> bool:
        return all(part in self._known for part in _words(word))


def _end_of_sentence(struck: str) -> str:
    """An address and a number may hold a full stop, and end before it."""
    return struck[len(struck.rstrip(".,:;!?")) :]


_made: dict[int, tuple[Mapping[TopicId, Topic], Striker]] = {}


def striker_for(directory: Directory) -> Striker:
    """Made once for each directory: it takes 50 ms, which is not for an event loop (`bot.reader.warm` does it before)."""
    topics, striker = _made.get(id(directory.topics), (None, None))
    if striker is None or topics is not directory.topics:
        striker = Striker(directory)
        _made[id(directory.topics)] = (directory.topics, striker)
        while len(_made) > _KEPT:
            _made.pop(next(iter(_made)))
    return striker


def _parts(names: Iterable[str]) -> set[str]:
    return {word for name in names for word in _words(name) if len(word) > 1}


def _words(text: str) -> list[str]:
    return [part for word in _WORD.findall(plain(text)) for part in re.split("['’-]", word) if part]


def _own_texts(directory: Directory) -> Iterator[str]:
    """What the company says of itself: the words it uses are no stranger's name."""
    yield directory.name
    for site in directory.sites.values():
        yield from site.name.values()
    for department in directory.departments.values():
        yield from department.name.values()
    for topic in directory.topics.values():
        yield from (*topic.name.values(), *topic.description.values())
        yield from (text for texts in (*topic.examples.values(), *topic.keywords.values()) for text in texts)
    for article in directory.articles:
        yield from (article.title, *article.questions, article.body)
