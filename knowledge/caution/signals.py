"""What a short message is, or asks, beside its matter."""

import re
from functools import lru_cache
from pathlib import Path

from knowledge.accents import unaccented
from knowledge.caution.forms import WORDS_KEPT, forms, words_of
from knowledge.caution.own import beside
from knowledge.language import is_small_word

SHORT = 14  # words; a longer message is about something, whatever it says in passing
NAMES_AT_MOST = 2  # words in a greeting or thank-you that are none of the known ones: a name

_NAME = r"[^\W\d_][\w'’-]*"
_PERSON = (
    rf"(?:mi\s+|my\s+|la\s+|el\s+|al\s+|the\s+)?{_NAME}(?:\s+(?!que\b|por\b|and\b|please\b|porque\b|because\b|ni\b|or\b)"
    rf"{_NAME}){{0,3}}"
)
_TO = r"(?:a\s+|(?=al\s))"
# Whoever says of somebody else that they do not send something asks nothing of us.
_OTHERS = (
    "i we they he she it who which that customers clients people "
    "does did will would could can may might has have had is are was do"
)
_OF_OTHERS = "".join(rf"(?<!\b{word}\s)" for word in _OTHERS.split())
_SEEING = (
    r"(?:vean?|lean?|sepan?|reciban?|lleven?|gestionen?|atiendan?|coja|coga|tenga|conteste|tramite|toque)"
)
_NOT_SEEN_BY = (
    re.compile(
        rf"\bno\s+(?:quiero\s+que\s+)?(?:se\s+)?(?:lo|la|los|las|esto)\s+{_SEEING}\s+(?:a\s+)?({_PERSON})",
        re.I,
    ),
    re.compile(rf"\bno\s+se\s+(?:lo\s+)?(?:entere|enteren)\s+(?:de\s+esto\s+)?({_PERSON})", re.I),
    re.compile(
        rf"\bno\s+(?:quiero|quisiera)\s+que\s+({_PERSON})\s+(?:lo|la|se|esto)\s+(?:{_SEEING}|entere)", re.I
    ),
    re.compile(
        rf"\bno\s+se\s+l[oa]\s+(?:digas?|digan|enseñes?|enseñen|mandes?|manden|pases?|pasen|cuentes?)\s+{_TO}({_PERSON})",
        re.I,
    ),
    re.compile(rf"\bque\s+no\s+(?:le\s+)?llegue\s+{_TO}({_PERSON})", re.I),
    re.compile(
        rf"{_OF_OTHERS}\b(?:don'?t|do\s+not|never|not)\s+(?:show|tell|send|forward|give|mention|assign)\s+(?:it|this|that)?\s*(?:to\s+)?({_PERSON})",
        re.I,
    ),
    re.compile(
        rf"(?<!\bwe\s)(?<!\bthey\s)\b(?:don'?t|do\s+not)\s+(?:let|want)\s+({_PERSON})\s+(?:to\s+)?(?:see|read|know|handle|find|have|get)",
        re.I,
    ),
    re.compile(rf"\bwithout\s+({_PERSON})\s+(?:seeing|reading|knowing|finding)", re.I),
    re.compile(rf"\b({_PERSON})\s+(?:must|should|may)\s*(?:not|n'?t)\s+(?:see|read|know|handle|find)", re.I),
    re.compile(rf"\bsin\s+que\s+(?:lo\s+(?:vea|sepa|lea)|se\s+entere)\s+({_PERSON})", re.I),
)
_SHUTS_OUT = frozenset(  # one of them is in each
    ["no", "sin", "not", "never", "without", "dont", "mustnt", "shouldnt", "maynt", "nt"]
)
_NOBODY = frozenset(
    [
        "nadie",
        "nadie",
        "mas",
        "ninguno",
        "nobody",
        "anyone",
        "anybody",
        "no",
        "one",
        "noone",
        "people",
        "else",
        "others",
        "otros",
        "gente",
        "ti",
        "usted",
        "you",
        "me",
        "it",
        "this",
    ]
)
_NOT_A_NAME = frozenset(
    ["mi", "my", "la", "el", "the", "a", "al", "de", "del", "que", "por", "and", "please", "or", "ni", "to"]
)
_ARTICLES = frozenset(["la", "el", "al", "the"])
# Behind an article a word is a thing ("the invoice", "al almacén"), unless it says what somebody is.
_IS_SOMEBODY = re.compile(
    r"^(?:de|jef|boss|manager|responsable|lead|head|director|encargad|supervisor|coordinador|gerente|equipo|team|"
    r"compañer|colleague|coworker|becari|intern|chic|tip|señor|guy|woman|man|person|gente|hr|rrhh|personal|company|empresa|"
    r"sindicat|union|comit|secretari|assistant|tutor|client)",
    re.I,
)


def confidential_words(text: str, own: frozenset[str] = frozenset()) -> str | None:
    """The kind of confidential matter the words speak of: health, harassment, pay, union, conduct.

    `own`: what the company calls ordinary things by (`own_words`).
    """
    found = forms("confidential").find_all(text)
    found = beside(own, text, found) if own else found
    return found[0].kind if found else None


def asks_for_person(text: str) -> bool:
    """Whether the message asks for a person rather than a bot."""
    return "person" in _signals(text)


def asks_progress(text: str) -> bool:
    """Whether the message asks how an earlier request is going."""
    return _is_short(text) and "progress" in _signals(text)


def is_complaint(text: str) -> bool:
    """Whether the message complains of the service it got."""
    return "complaint" in _signals(text)


def names_complaint(text: str) -> bool:
    """Whether the message says that it is a complaint, whatever about: "quiero poner una queja"."""
    return "files_complaint" in _signals(text)


def is_for_information(text: str) -> bool:
    """Whether what is told is only to be known: "solo para que lo sepan"."""
    return "for_information" in _signals(text)


def is_still_so(text: str) -> bool:
    """Whether the message says that what was told of before is still so, or so again: "sigue sin llegar"."""
    return "still" in _signals(text)


def takes_too_long(text: str) -> bool:
    """Whether it says that it takes too long: to a person who has it already, this is more than a question."""
    return "too_long" in _signals(text)


@lru_cache(maxsize=8)
def plain(text: str) -> str:
    """Without case, accents and doubled spaces."""
    return " ".join(unaccented(text.casefold().replace("’", "'")).split())


def wants_private(text: str) -> bool:
    """Whether the message asks that others do not see it."""
    return "private" in _signals(text) or bool(not_seen_by(text))


def wants_withdraw(text: str) -> bool:
    """Whether the message says that the request is no longer needed."""
    return _is_short(text) and "withdraw" in _signals(text)


def urgency_words(text: str) -> str | None:
    """The words that say why it cannot wait, without accents and case."""
    return _signals(text).get("urgency")


def is_greeting(text: str) -> bool:
    """Whether the message is a greeting and nothing else."""
    return _nothing_but(text, "greeting") or text.strip() in {"👋", "🙋", "🙋‍♀️", "🙋‍♂️"}


def is_thanks(text: str) -> bool:
    """Whether the message is a thank-you and nothing else."""
    return _nothing_but(text, "thanks") or text.strip() in {"🙏", "❤️", "👍🙏", "🙌"}


@lru_cache(maxsize=8)  # asked twice of each message
def not_seen_by(text: str) -> tuple[str, ...]:
    """Who is not to see it, as written: names after "que no lo vea …", "don't show it to …"."""
    found: dict[str, None] = {}
    text = text[:4_000]
    for pattern in () if _SHUTS_OUT.isdisjoint(words_of(text)) else _NOT_SEEN_BY:
        for match in pattern.finditer(text):
            words = match.group(1).split()
            if words[0].casefold() in _ARTICLES and not any(map(_IS_SOMEBODY.match, words[1:2])):
                continue
            while words and words[0].casefold() in _NOT_A_NAME:
                words.pop(0)
            if words and _may_be_somebody(words[0]):
                found.setdefault(" ".join(words))
    return tuple(found)


def _may_be_somebody(word: str) -> bool:
    word = word.casefold()
    return word not in _NOBODY and (not is_small_word(word) or _IS_SOMEBODY.match(word) is not None)


@lru_cache(maxsize=1)  # one message is asked many questions in a row; nobody changes the answer
def _signals(text: str) -> dict[str, str]:
    return {found.kind: found.words for found in forms("signals").find_all(text)}


def _is_short(text: str) -> bool:
    return len(words_of(text)) <= SHORT


def _nothing_but(text: str, kind: str) -> bool:
    words = words_of(text)
    if not words or len(words) > SHORT or kind not in _signals(text):
        return False
    known = known_words()
    strange = [word for word in words if word not in known and (word.isdigit() or not _is(word, kind))]
    return len(strange) <= NAMES_AT_MOST and (not strange or _looks_like_names(text, strange))


@lru_cache(maxsize=WORDS_KEPT)
def _is(word: str, kind: str) -> bool:
    return any(found.kind == kind for found in forms("signals").find_all(word))


def _looks_like_names(text: str, strange: list[str]) -> bool:
    """Names are written with a capital letter and not at the very beginning."""
    capitals = {word for token in text.split()[1:] if token[:1].isupper() for word in words_of(token)}
    return all(word in capitals for word in strange)


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Those that may stand around a greeting or a thank-you without making it anything more."""
    lines = (Path(__file__).parent / "fillers.txt").read_text("utf-8").splitlines()
    return frozenset(words_of(" ".join(line for line in lines if not line.startswith("#"))))
