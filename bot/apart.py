"""Whether what somebody writes a moment later is another thing than what they have just asked for. Pure.

Taken for another, "es urgente, tengo una presentación" would be whose templates are; taken for more of the same, a payslip
would wait with whoever mends laptops. Where it is likely and not sure, the words are added and one tap parts them.
Delicate words are not: by the time of a tap whoever has the first would have read them.
"""

from typing import Literal, TypeGuard

from bot.domain.reading import Reading
from bot.domain.request import Request
from knowledge import caution, follows
from knowledge.caution.forms import words_of
from knowledge.directory import Directory, Topic, TopicId
from knowledge.needs import FEWEST_WORDS, asks_for_something

Apart = Literal["", "perhaps", "surely"]

# Chances that the best guess is right, from which words are another thing surely, or perhaps.
SURE_WHEN_SAID, PERHAPS_WHEN_SAID = 0.5, 0.0  # where they announce it: "otra cosa:"
SURE_WHEN_BEGUN, PERHAPS_WHEN_BEGUN = 0.8, 0.3  # where they may: "también"
SURE, PERHAPS = 0.9, 0.7  # where they don't, and ask for something
NEVER = 2.0
PERHAPS_WHEN_TOLD = 0.98  # and where they only tell it: "hace un frío horrible"


def apart(text: str, reading: Reading, request: Request, directory: Directory) -> Apart:
    """`request`: the one that they would be added to, open."""
    if request.awaits_a_line:
        return ""
    return _apart(text, reading, request, directory) or (
        "perhaps" if holds_another(text, reading, request) else ""
    )


def holds_another(text: str, reading: Reading, request: Request) -> bool:
    """Whether words that go on hold a second need as well: "sí, 6 horas. Por cierto, necesito una silla"."""
    others = [need.topic for need in reading.needs if need.topic not in topics_of(request)]
    return bool(others) or follows.turns_to_another(text)


def _apart(text: str, reading: Reading, request: Request, directory: Directory) -> Apart:
    if is_delicate_apart(text, reading, request, directory):
        return "surely"
    if reading.corrects or (follows.names_no_matter(text) and not follows.announced(text)):
        return ""
    about = topics_of(request)
    read = {reading.topic} if reading.verdict == "route" else {reading.topic, *reading.choices}
    said, topic = follows.announced(text), directory.topics.get(reading.topic or TopicId(""))
    if about & read:
        return (
            "perhaps" if said == "plainly" else ""
        )  # "otra pregunta: ¿y la nómina de mayo?" may be one of its own
    if said == "plainly":
        return _line(reading, SURE_WHEN_SAID, PERHAPS_WHEN_SAID)
    if follows.goes_on(text) or topic is None or topic.department == directory.concierge:
        return ""
    if said == "perhaps":
        return _line(reading, SURE_WHEN_BEGUN, PERHAPS_WHEN_BEGUN)
    if reading.verdict != "route":
        return ""
    # "No arranca": of what, was said before.
    if not asks_for_something(text) or len(words_of(text)) < FEWEST_WORDS:
        return _line(reading, NEVER, PERHAPS_WHEN_TOLD)
    of_few = _is_delicate(topic.id, directory) and not any(_is_delicate(t, directory) for t in about)
    return _line(reading, SURE if of_few or _is_elsewhere(topic, about, directory) else NEVER, PERHAPS)


def is_delicate_apart(text: str, reading: Reading, request: Request, directory: Directory) -> bool:
    """Whether they speak of something confidential that is no part of the request, so that who has it must not read it.

    Only words that speak of it themselves: a topic that they are merely like is a guess, and "my manager approved it" is
    like harassment. What leans on the words before ("que ponga mi sueldo") is theirs.
    """
    if not reading.caution or caution.confidential_words(text) is None or follows.is_half_a_sentence(text):
        return False
    if request.awaits_a_line or (request.unseen and reading.corrects):  # it goes where they say now
        return False
    about = topics_of(request)
    if reading.verdict != "person" and reading.topic in about:
        return False
    delicate = {directory.topics[t].department for t in about if _is_delicate(t, directory)}
    if not delicate:
        return True
    # A delicate story goes on in delicate words, and one department's matters have the same few readers.
    topic = reading.topic if reading.verdict == "route" else None
    return _is_delicate(topic, directory) and directory.topics[topic].department not in delicate


def topics_of(request: Request) -> frozenset[TopicId]:
    """What it is about, or may be while the one question is open, or while it holds two things."""
    choices = request.choices.topics if request.choices is not None else ()
    topics = (request.topic, *choices, *(need.topic for need in request.needs))
    return frozenset(topic for topic in topics if topic is not None)


def _is_delicate(topic: TopicId | None, directory: Directory) -> TypeGuard[TopicId]:
    return topic is not None and topic in directory.topics and directory.is_delicate(topic)


def _is_elsewhere(topic: Topic, about: frozenset[TopicId], directory: Directory) -> bool:
    """One department's two things may be one story: the laptop is new, and the password is not taken."""
    return all(directory.topics[t].department != topic.department for t in about if t in directory.topics)


def _line(reading: Reading, sure: float, perhaps: float) -> Apart:
    if reading.verdict == "route" and reading.confidence >= sure:
        return "surely"
    return "perhaps" if reading.confidence >= perhaps else ""
