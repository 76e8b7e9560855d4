"""Examples and keywords of a topic that say nothing of any matter: told to whoever edits the directory.

"Tengo un problema", "necesito", "otros": whoever writes a first directory ends it with such a topic. It takes what is meant for
others, an illness as soon as a question; and what no topic fits has a place already, the concierge.
"""

from collections.abc import Iterator

from bot.bare import bare_of
from knowledge.loader import build
from knowledge.matcher.text import plain
from knowledge.reading.drafts import TopicDraft
from knowledge.reading.faults import Fault, shown
from knowledge.reading.whole import Files, read_all

SHOWN = 4  # in the sentence
_SAY_NOTHING = frozenset(("help", "opening", "calling", "matterless"))
# Of a keyword alone; in an example other words stand beside them.
_WISHES = frozenset(
    [
        "quiero",
        "quisiera",
        "necesito",
        "problema",
        "problemas",
        "otro",
        "otros",
        "want",
        "need",
        "problem",
        "problems",
        "issue",
        "other",
    ]
)


def vague(files: Files) -> list[Fault]:
    """One warning for each topic that has some. The concierge's own may say nothing: they are for that.

    Raises Faulty where the files have a fault that is not a warning.
    """
    concierge = build(files).concierge
    return [
        Fault(department.file, topic.line, _said(topic, found, concierge), warning=True)
        for department in read_all(files).departments
        if department.id.text != concierge
        for topic in department.topics
        if (found := list(dict.fromkeys(_found(topic))))
    ]


def _found(topic: TopicDraft) -> Iterator[str]:
    for words in topic.examples.values():
        yield from (word.text for word in words if bare_of(word.text) in _SAY_NOTHING)
    for words in topic.keywords.values():
        for word in words:
            if plain(word.text) in _WISHES or bare_of(word.text) in _SAY_NOTHING:
                yield word.text


def _said(topic: TopicDraft, found: list[str], concierge: str) -> str:
    some = ", ".join(map(shown, found[:SHOWN])) + (f" and {len(found) - SHOWN} more" if found[SHOWN:] else "")
    return (
        f"{topic.called} says what may be about anything: {some}. It takes what is meant for other topics. Take these out, or write "
        f"what the problem is; what no topic fits goes to {concierge}, the concierge, by itself."
    )
