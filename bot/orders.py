"""What is ordered by words, once it is known which request they belong to. Pure.

Which topic words are likest to that name no matter ("otra vez lo mismo", "¿y si no está?") is chance, and none of it is heeded.
"""

from msgspec.structs import replace

from bot.domain import commands as c
from bot.domain.reading import Reading
from bot.domain.request import Request, RequestNumber
from bot.hearing import Said
from knowledge.caution import confidential_words


def ask_of(said: Said, reading: Reading, *, as_new: bool = False, after: int = 0) -> c.Ask:
    if reading.verdict == "ask" and not reading.caution and reading.names_no_matter:
        # "¿Y si no está?": what such words are like is chance, and a person asks better than three choices.
        reading = replace(reading, verdict="person")
    return c.Ask(
        id=said.id,
        by=said.by,
        text=said.text,
        place=said.place,
        files=said.files,
        reading=reading,
        private=said.private,
        as_new=as_new,
        after=after,
    )


def as_before(reading: Reading, over: Request) -> Reading:
    """In the thread of what is over, words that name no matter speak of its own: "otra vez lo mismo" is no pay slip's."""
    its_own = reading.names_no_matter and reading.bare in ("", "matterless") and not over.signpost
    if not its_own or over.topic is None or reading.danger or reading.caution not in ("", "caution"):
        return reading
    return replace(
        reading,
        verdict="route",
        topic=over.topic,
        confidence=1.0,
        choices=(),
        chances=(),
        because=(),
        article=None,
        caution="topic" if over.confidential else "",
    )


def say_of(
    said: Said,
    number: RequestNumber,
    reading: Reading | None,
    *,
    joined: bool = False,
    apart: bool = False,
    ringing: tuple[RequestNumber, ...] = (),
) -> c.Say:
    return c.Say(
        id=said.id,
        by=said.by,
        number=number,
        text=said.text,
        place=said.place,
        files=said.files,
        joined=joined,
        apart=apart,
        ringing=ringing,
        calls_us=said.calls_us,
        reading=None if reading is None else _merely_likened(reading, said.text),
    )


def _merely_likened(reading: Reading, text: str) -> Reading:
    """Which topic words are likest to that name no matter, or take one back, is chance: "never mind, a colleague lent me hers"
    is likest to harassment. It is a guess, and no more."""
    of_it = reading.withdraws or reading.names_no_matter
    if reading.caution == "topic" and of_it and confidential_words(text) is None:
        return replace(reading, caution="caution")
    return reading


def complaint_of(said: Said, number: RequestNumber, reading: Reading) -> c.Complain:
    return c.Complain(
        id=said.id, by=said.by, number=number, text=said.text, for_information=reading.for_information
    )
