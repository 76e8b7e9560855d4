"""Which of the listed people a text names, so that nobody handles a request about themselves. Pure.

A first name with a surname always counts, an address and a nickname too. A first name alone counts only where
nobody else in the directory bears it and it is written as a name, and not when it is called: "Hola Ana, ..." and
"Ana, ¿vienes?" speak *to* Ana. After "que no lo vea ..." any first name counts, for everybody who bears it: there, passing over
one person too many does no harm.
"""

import re
import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from knowledge.accents import unaccented
from knowledge.directory import Directory, Person, PersonId


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W\d_]+")  # so "Ana's" names Ana and "Ruiz-Peña" Ruiz
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w.-]+")  # a long word without @ is tried once only
_SENTENCE_START = re.compile(r"(?:^|[.!?¡¿:\n])[\s\"'«“*_>-]*$")
# What stands between the parts of a name and may be left out.
_PARTICLES = _set("de del la las los y e i o d da do dos das van von der den di el al bin ben mc")
# Second first names: "María José García" is named by "José García" no more than by "María José".
_SECOND_NAMES = _set(
    "jose maria luis carlos antonio manuel angel jesus javier francisco miguel juan pedro alberto fernando"
    " ignacio enrique andres alejandro isabel carmen teresa pilar luisa dolores elena victoria mercedes"
    " guadalupe fernanda jean marie anne ann john paul lee mary jane james david"
)
_TITLES = _set(
    "sr sra srta senor senora senorita don dona dr dra doctor doctora lic ing licenciado licenciada ingeniero"
    " ingeniera prof profesor profesora mr mrs ms miss mx sir madam"
)
_GREETINGS = _set(
    "hola buenas buenos dias tardes noches gracias querido querida estimado estimada saludos oye perdona hi hello"
    " hey dear morning afternoon evening thanks thank you cheers"
)
# What tells of whom one speaks: "Lucía, la de informática".
_TELLS_WHO = _set(
    "la el los las de del mi mis tu su nuestra nuestro una un que quien cuya the my our your her his a an from who whose of"
)
# Names that are ordinary words too: at the start of a sentence their capital says nothing.
_ALSO_WORDS = _set(
    "abril alba alma angel angeles art bill blanca bruno candela clara consuelo cruz dawn dolores esperanza faith"
    " gloria grace hope iris jack joy june leal linda luz mar marina mark may mercedes modesto nieves olivo paloma"
    " pat paz pilar prudencia ray remedios reyes rich rob rocio rosa rose salvador socorro sol soledad stella sue"
    " victor victoria violeta will"
)
_HIDDEN_FROM = re.compile(
    r"(?:\bque no (?:lo|la|los|las)? ?(?:vea|vean|lea|lean|sepa|sepan|lleve|gestione|atienda|toque|se entere)"
    r"|\bsin que (?:lo|la|se)? ?(?:vea|sepa|lea|entere)|\bno se lo (?:digas|digáis|diga|cuentes) a"
    r"|\b(?:don'?t|do not) (?:let|tell|show)(?: (?:it|this) to)?|\bwithout"
    r"|\b(?:not|never) (?:be )?(?:seen|read|handled) by|\bkeep (?:it|this) from) ",
    re.IGNORECASE,
)
_BEGINNING = 200  # characters in which somebody is called
WORDS_KEPT = 20_000
_KEPT = 4  # directories whose index is kept: the accepted one and those of a trial


class _Index(Struct, frozen=True):
    people: Mapping[PersonId, Person]  # held, so that its identity stays its own
    by_word: dict[
        str, list[tuple[PersonId, tuple[str, ...]]]
    ]  # any word of a name -> whose, and the whole name
    nicknames: dict[str, list[tuple[PersonId, tuple[str, ...]]]]  # first word -> whose, and all words
    addresses: dict[str, PersonId]
    first_names: Counter[str]
    surnames: Counter[str]


class _Word(Struct, frozen=True):
    plain: str
    written: str
    start: int
    end: int


_indexes: OrderedDict[int, _Index] = OrderedDict()


def people_named(directory: Directory, text: str) -> frozenset[PersonId]:
    """Whom the text names, by the rules above; accents and case do not matter but where a capital is asked for."""
    index = _index(directory.people)
    text = unicodedata.normalize("NFC", text)
    addresses = (
        [address.casefold().strip(".'-+") for address in _ADDRESS.findall(text)] if "@" in text else []
    )
    named = {index.addresses[address] for address in addresses if address in index.addresses}
    bare = _ADDRESS.sub(lambda match: " " * len(match[0]), text) if addresses else text
    plain = list(map(_plain, _WORD.findall(bare)))
    if index.by_word.keys().isdisjoint(plain) and index.nicknames.keys().isdisjoint(plain):
        return frozenset(named)
    matches = _WORD.finditer(bare)
    words = [_Word(word, m[0], m.start(), m.end()) for word, m in zip(plain, matches, strict=True)]
    for position, word in enumerate(words):
        named.update(
            person
            for person, nickname in index.nicknames.get(word.plain, ())
            if tuple(w.plain for w in words[position : position + len(nickname)]) == nickname
        )
        for person, name in index.by_word.get(word.plain, ()):
            if person not in named and _is_named(index, bare, words, position, name):
                named.add(person)
    named.update(_kept_out(index, bare))
    return frozenset(named)


def called(text: str, directory: Directory) -> frozenset[PersonId]:
    """Whom it begins by calling by their first name, after a greeting or without: "gracias Lucía, …"; all who bear it."""
    index = _index(directory.people)
    text = unicodedata.normalize("NFC", text[:_BEGINNING])
    words = [_Word(_plain(m[0]), m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    at = next((place for place, word in enumerate(words) if word.plain not in _GREETINGS), len(words))
    if at == len(words) or not (_addressed(text, words, at) or _greeted(text, words, at)):
        return frozenset()
    word = words[at].plain
    nicknamed = (person for person, nickname in index.nicknames.get(word, ()) if nickname == (word,))
    return frozenset(nicknamed).union(
        person for person, name in index.by_word.get(word, ()) if name[0] == word
    )


def _is_named(index: _Index, text: str, words: list[_Word], position: int, name: tuple[str, ...]) -> bool:
    word, surnames = words[position], _surnames(name)
    if word.plain == name[0]:
        return _continues_as(words, position, name) or _stands_alone(index, text, words, position, name)
    if word.plain not in surnames:
        return False
    if _is_reversed(text, words, position, name):
        return True
    return index.surnames[word.plain] == 1 and index.first_names[word.plain] == 0 and _titled(words, position)


def _continues_as(words: list[_Word], position: int, name: tuple[str, ...]) -> bool:
    """Whether a surname of theirs follows, with nothing but more of the name between."""
    surnames = _surnames(name)
    for word in words[position + 1 : position + 1 + len(name) + 3]:
        if word.plain in surnames:
            return True
        if word.plain not in _PARTICLES and word.plain not in name:
            return False
    return False


def _is_reversed(text: str, words: list[_Word], position: int, name: tuple[str, ...]) -> bool:
    """As lists write it: "Ruiz Peña, Ana"."""
    for before, after in zip(words[position:], words[position + 1 : position + 4], strict=False):
        if after.plain == name[0]:
            return text[before.end : after.start].strip() == ","
        if after.plain not in name and after.plain not in _PARTICLES:
            return False
    return False


def _stands_alone(index: _Index, text: str, words: list[_Word], position: int, name: tuple[str, ...]) -> bool:
    """A first name by itself: nobody else's, written as a name, not the greeting, not another person's surname next."""
    word = words[position]
    if index.first_names[word.plain] != 1 or index.surnames[word.plain]:
        return False
    if _titled(words, position):
        return True
    if not word.written[0].isupper() or _greeted(text, words, position) or _addressed(text, words, position):
        return False
    if word.plain in _ALSO_WORDS and _SENTENCE_START.search(text[max(0, word.start - 20) : word.start]):
        return False
    return not _surname_of_another_follows(text, words, position, name)


def _titled(words: list[_Word], position: int) -> bool:
    return position > 0 and words[position - 1].plain in _TITLES


def _greeted(text: str, words: list[_Word], position: int) -> bool:
    before = words[position - 1] if position else None
    return (
        before is not None
        and before.plain in _GREETINGS
        and not text[before.end : words[position].start].strip(" ,")
    )


def _addressed(text: str, words: list[_Word], position: int) -> bool:
    """ "Lucía, ¿vienes hoy?" speaks to Lucía; "Lucía, la de informática, …" of her."""
    word, following = words[position], words[position + 1 : position + 2]
    first = all(before.plain in _GREETINGS for before in words[:position])
    called = text[word.end :].lstrip(" ")[:1] in (",", ":")
    return first and called and not any(after.plain in _TELLS_WHO for after in following)


def _surname_of_another_follows(text: str, words: list[_Word], position: int, name: tuple[str, ...]) -> bool:
    """ "Ana Gómez" is not our Ana Ruiz. Where all is in capitals a capital says nothing."""
    if position + 1 >= len(words):
        return False
    word, following = words[position], words[position + 1]
    apart = following.plain in name or not text[word.end : following.start].isspace()
    written = following.written[0].isupper() and not (word.written.isupper() and following.written.isupper())
    return written and not apart


def _kept_out(index: _Index, text: str) -> Iterator[PersonId]:
    """Everybody who bears the name after "que no lo vea ...", whatever its capital."""
    text = " ".join(text.split())
    for phrase in _HIDDEN_FROM.finditer(text):
        following = [_plain(m[0]) for m in _WORD.finditer(text, phrase.end(), phrase.end() + 60)][:3]
        for word in following:  # "mi jefe Luis": the name may be the third
            bearers = [person for person, name in index.by_word.get(word, ()) if name[0] == word]
            yield from bearers
            if bearers:
                break


def _surnames(name: tuple[str, ...]) -> tuple[str, ...]:
    """All after the first names. Of four words the first two are first names, as of three whose second is one."""
    has_two = len(name) >= 4 or (len(name) == 3 and name[1] in _SECOND_NAMES)
    return name[2:] if has_two else name[1:]


def _index(people: Mapping[PersonId, Person]) -> _Index:
    index = _indexes.get(id(people))
    if index is None or index.people is not people:
        index = _indexes[id(people)] = _indexed(people)
        while len(_indexes) > _KEPT:
            _indexes.popitem(last=False)
    return index


def _indexed(people: Mapping[PersonId, Person]) -> _Index:
    index = _Index(people, {}, {}, {}, Counter(), Counter())
    for person in people.values():
        index.addresses[person.email.casefold()] = person.id
        name = tuple(word for word in _words(person.name) if word not in _PARTICLES and len(word) > 1)
        if name:
            index.first_names[name[0]] += 1
            index.surnames.update(set(_surnames(name)))
        for word in set(name):
            index.by_word.setdefault(word, []).append((person.id, name))
        for nickname in person.also_known_as:
            words = _words(nickname)
            if words:
                index.nicknames.setdefault(words[0], []).append((person.id, words))
    return index


def _words(text: str) -> tuple[str, ...]:
    return tuple(_plain(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=WORDS_KEPT)
def _plain(word: str) -> str:
    """Without accents and case, so that "RUÍZ" is "ruiz"."""
    return unaccented(word.casefold())
