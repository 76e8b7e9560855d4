"""What would become of a text, by the rules that the desk itself decides with. Pure: nothing is kept."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.domain import commands as c
from bot.domain.context import Asker, Context
from bot.domain.decide import decide_ask
from bot.domain.evolve import fold
from bot.domain.reading import Reading
from bot.domain.request import Place, Request, RequestNumber
from bot.hearing import Said, belongs
from bot.reader import Library, read
from knowledge import duty
from knowledge.directory import DepartmentId, Directory, PersonId, TopicId

NOWHERE = Place("web", "")
OPENS = ("ask", "complain", "add")


class Outcome(Struct, frozen=True, kw_only=True):
    text: str
    asker: Asker
    reading: Reading
    heard: str  # what the desk does with it, as `Heard.what`
    request: Request  # as it would stand once it was asked
    topic: TopicId | None  # whose owners the chain begins with; None: the department's own people
    department: DepartmentId
    owner: PersonId  # whose it is, or would be once the question or the article was not enough
    chain: Sequence[duty.Step]  # empty in danger: those of the site's emergency duty are told in turn

    @property
    def opens(self) -> bool:
        """Whether it opens a request; a greeting opens none."""
        return self.heard in OPENS


def outcome(text: str, asker: Asker, library: Library, now: datetime) -> Outcome:
    """As if `asker` had nothing open and wrote it now, with everybody there."""
    directory = library.directory
    reading = read(text, asker, now, library)
    said = Said(id="", by=asker.person, text=text, place=NOWHERE)
    heard = belongs(said, reading, (), (), directory, now)
    context = Context(now=now, directory=directory, situation=duty.Situation(now=now), asker=asker)
    ask = c.Ask(id="", by=asker.person, text=text, place=NOWHERE, reading=reading)
    request = fold(decide_ask(ask, RequestNumber(1), context))
    topic = reading.topic if reading.verdict == "route" else None
    if request.emergency is not None:
        department, owner, steps = request.department, request.owner, tuple[duty.Step, ...]()
    else:
        department = directory.topics[topic].department if topic else directory.concierge
        steps = whose(topic, reading, asker, directory, now, confidential=request.confidential)
        owner = next((step.person for step in steps if not step.passed_over), request.owner)
    return Outcome(
        text=text,
        asker=asker,
        reading=reading,
        heard=heard.what,
        request=request,
        topic=topic,
        department=department,
        owner=owner,
        chain=steps,
    )


def whose(
    topic: TopicId | None,
    reading: Reading,
    asker: Asker,
    directory: Directory,
    now: datetime,
    *,
    confidential: bool,
) -> tuple[duty.Step, ...]:
    """Who would be asked to have it, in order."""
    steps = duty.chain(
        directory,
        topic,
        duty.Situation(now=now),
        duty.Asker(person=asker.person or None, traits=asker.traits, language=reading.language),
        department=None if topic else directory.concierge,
        about=frozenset(reading.about),
        confidential=confidential,
    )
    return tuple(steps)
