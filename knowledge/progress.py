"""Whether somebody asks how it is going with what was asked for, and with what of it. Pure.

How people ask it stands in knowledge/phrasings/state.*.txt.
"""

import re

from knowledge.caution.signals import asks_progress
from knowledge.follows import says_a_matter
from knowledge.phrasings import phrasings

_NUMBER = re.compile(r"\bR-?\d{4,9}\b", re.IGNORECASE)
_SECOND_SENTENCE = re.compile(r"[.!?;]\s*\S")


def asked_state(text: str) -> str | None:
    """None: the message is no such question. Else what it is asked of ("¿se sabe algo del recibo?"), as written; empty where
    the question says no more than that it is theirs."""
    text = _NUMBER.sub(" ", text)  # which it is, and not what it is about
    about = phrasings("state").found(text).get("state")
    if about is None or _SECOND_SENTENCE.search(about):
        return None  # what follows says what is needed
    return about if says_a_matter(about) else ""


def asks_whether_there(text: str) -> str | None:
    """Of whom it asks whether they are there, as written ("¿está Lucía hoy?"); empty where it names nobody. None: it asks no such
    thing."""
    return phrasings("state").found(text).get("there") if "?" in text else None


def tells_more(text: str) -> bool:
    """Whether it asks how it is going and tells of a matter beside, which may be one that nobody has heard of yet: "the
    bus never showed up, I'm still waiting"."""
    return asked_state(text) is None and asks_progress(text) and says_a_matter(text)
