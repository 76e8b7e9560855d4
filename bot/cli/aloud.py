"""What would become of a text, said to whoever looks after a directory: a sentence a line, none of the code's words."""

from collections.abc import Iterator, Mapping, Sequence

from bot.cli.outcome import Outcome, whose
from bot.domain.reading import Cautious
from bot.domain.request import LOOKED_AT, DangerKind, is_ref
from bot.who import meant
from knowledge import duty
from knowledge.calendar import zone_of
from knowledge.directory import Directory, For, PersonId, TopicId
from knowledge.who import asked_of

DANGERS: Mapping[DangerKind, str] = {
    "life": "somebody's life or health",
    "violence": "violence",
    "distress": "somebody in distress",
    "stolen_device": "a stolen device",
    "password": "a password that was given away",
}
NOTHING: Mapping[str, str] = {
    "greeting": "it is greeted back and asked what is needed",
    "thanks": "it only says thanks",
    "help": "it is told what the desk is and does",
    "nothing": "it waits for no answer",
    "which": "it says nothing of any matter, so it is asked what it is about",
    "progress": "whoever asks is told how their own requests are going",
    "readers": "whoever asks is told who can read their own requests",
    "held": "it is kept until a tap says to which request it belongs",
}
CAUTIONS: Mapping[Cautious, str] = {
    "": "what it may be about is",
    "topic": "its topic is",
    "words": "its words speak of something that few should read",
    "caution": "it may be about a topic that is; a person settles it",
    "requester": "whoever asks wants it so",
}
RUNGS: Mapping[str, str] = {
    "owner": "Owner",
    "backup": "Backup",
    "lead": "Lead",
    "concierge": "Concierge",
}
PASSED_OVER: Mapping[duty.Reason, str] = {
    "": "",
    "absent": "is away",
    "unreachable": "cannot be written to",
    "about": "is named in it, or asks it",
    "not_cleared": "is not marked confidential: true in people.yaml",
    "closed": "is not at work now",
}


def aloud(found: Outcome, directory: Directory) -> Iterator[str]:
    names = _Names(directory)
    if not found.opens:
        yield from _opens_nothing(found, names)
        return
    yield from _result(found, names)
    if found.request.emergency is not None or found.request.signpost:
        return
    yield from _read_with_it(found, names)
    yield from _because(found.reading.because)
    if found.request.choices is None:
        yield from _chain(found, names)
    yield from _for_others(found, names)


def _because(reasons: Sequence[str]) -> Iterator[str]:
    """A lesson is told by the number of the request that it comes from."""
    if examples := [f"“{reason}”" for reason in reasons if not is_ref(reason)]:
        yield f"It is like these examples: {'; '.join(examples)}."
    if lessons := [reason for reason in reasons if is_ref(reason)]:
        yield f"It is like what was taught with {' and '.join(lessons)}; ventanilla lessons show says more."


class _Names:
    """How things are called in the directory's first language; what is written in its files stands in brackets."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.language = directory.languages[0]

    def person(self, person: PersonId) -> str:
        listed = self.directory.people[person]
        return f"{listed.name} ({listed.email})"

    def topic(self, topic: TopicId) -> str:
        return f"{self.directory.topics[topic].name[self.language]} ({topic})"

    def team(self, person: PersonId) -> str:
        return self.directory.departments[self.directory.people[person].department].name[self.language]


def _opens_nothing(found: Outcome, names: _Names) -> Iterator[str]:
    if found.heard != "who":
        yield f"It opens no request: {NOTHING[found.heard]}."
        return
    yield "It opens no request: whoever asks is told who looks after it."
    directory, asked = names.directory, asked_of(found.text, names.directory)
    if asked.people:
        yield from (f"Named: {names.person(person)}, {names.team(person)}." for person in asked.people)
    elif asked.department is not None:
        yield f"Named: {names.person(asked.department.lead)}, who leads {asked.department.name[names.language]}."
    else:
        for topic in meant(found.reading, directory):
            yield f"Named: {_whose(topic, found, names)}."


def _whose(topic: TopicId | None, found: Outcome, names: _Names) -> str:
    """ "Ana Ruiz (…) for Nóminas (payslip)"."""
    directory = names.directory
    if topic is not None and directory.topics[topic].signpost is not None:
        return f"the official way of {names.topic(topic)}"
    confidential = found.request.confidential or (topic is not None and directory.topics[topic].confidential)
    steps = whose(
        topic, found.reading, found.asker, directory, found.request.asked_at, confidential=confidential
    )
    person = next((step.person for step in steps if not step.passed_over), found.request.owner)
    return f"{names.person(person)} for {names.topic(topic) if topic else 'what no topic covers'}"


def _result(found: Outcome, names: _Names) -> Iterator[str]:
    request, reading = found.request, found.reading
    if request.emergency is not None:
        yield from _danger(found, names)
    elif request.signpost and found.topic is not None:
        yield f"Nobody has it: the official way of {names.topic(found.topic)} is shown, and nothing of the text is kept."
    elif request.article is not None and found.topic is not None:
        yield f"The article {request.article.article} answers it: {names.topic(found.topic)}."
        yield f"Where that is not enough, {names.person(found.owner)} has it."
    elif request.choices is not None:
        yield "One question is asked first, whether it is:"
        chances = dict(zip(reading.choices, reading.chances, strict=True))
        for topic in request.choices.topics:
            yield f"  {_in_100(chances[topic])}: {_whose(topic, found, names)}"
        yield f"  or something else: {names.person(found.owner)}"
        unanswered = "the first of them" if request.topic is not None else "the concierge, who may ask"
        yield f"Unanswered for ten minutes, it goes to {unanswered}."
    else:
        yield from _owned(found, names)


def _danger(found: Outcome, names: _Names) -> Iterator[str]:
    emergency, directory = found.request.emergency, names.directory
    if emergency is None:
        return
    site = directory.sites[emergency.site]
    yield f"It tells of danger: {DANGERS[emergency.kind]}."
    contact = f"{site.emergency.contact[names.language]} ({site.name[names.language]})"
    calls_elsewhere = not emergency.near and emergency.kind in {"life", *LOOKED_AT}
    first = "" if not calls_elsewhere else "the emergency number of where they are is what to call, and "
    yield f"Whoever asks reads at once: {first}{contact}."
    if found.request.confidential:
        yield f"It is treated as confidential: {CAUTIONS[found.reading.caution]}."
    yield f"{names.person(found.owner)} is told at once and answers for it."
    others = [names.person(person) for person in site.emergency.duty if person != found.owner]
    if others:
        yield f"Then, every two minutes until one of them takes it: {', '.join(others)}."


def _owned(found: Outcome, names: _Names) -> Iterator[str]:
    reading = found.reading
    if found.topic is not None:
        yield f"{names.person(found.owner)} has it: {names.topic(found.topic)}."
        yield f"The chance that this is meant is {_in_100(reading.confidence)}."
        if reading.needs:
            both = " and ".join(names.topic(need.topic) for need in reading.needs)
            yield f"It asks for two things, of which one tap makes a request each: {both}."
        return
    yield f"{names.person(found.owner)} has it, as the concierge: {_why_concierge(found)}."
    if reading.topic is not None:
        yield f"The nearest topic is {names.topic(reading.topic)}, with a chance of {_in_100(reading.confidence)}."


def _why_concierge(found: Outcome) -> str:
    if found.reading.wants_person:
        return "they ask for a person and say no matter that is sure"
    if found.reading.complains or found.reading.files_complaint:
        return "a complaint is asked no question, and what it is about is not sure"
    return "it is like nothing that there is a topic for"


def _read_with_it(found: Outcome, names: _Names) -> Iterator[str]:
    """What else the words say."""
    request, reading = found.request, found.reading
    if request.confidential:
        yield f"It is treated as confidential: {CAUTIONS[reading.caution]}."
    if request.about:
        yield f"It names them, so they neither have nor read it: {', '.join(map(names.person, request.about))}."
    if request.complaint is not None:
        yield f"It is a complaint, which {names.person(request.complaint.answerable)} answers for."
    if reading.wants_person and found.topic is not None:
        yield "They ask for a person, so no article and no question comes first."
    if reading.urgency is not None:
        yield "Its words say that it is urgent, so the shorter times count."
    if reading.wanted_by is not None:
        by = reading.wanted_by.astimezone(zone_of(found.asker.zone))
        yield (
            f"They need it by {by:%Y-%m-%d}."
            if reading.wanted_day_only
            else f"They need it by {by:%Y-%m-%d %H:%M}."
        )


def _chain(found: Outcome, names: _Names) -> Iterator[str]:
    yield "Who is asked to have it, in order:"
    for step in found.chain:
        why = f", passed over: {PASSED_OVER[step.passed_over]}" if step.passed_over else ""
        yield f"  {RUNGS[step.rung]}: {names.person(step.person)}{why}"


def _for_others(found: Outcome, names: _Names) -> Iterator[str]:
    """Owners of the topic who are not for whoever asks."""
    if found.topic is None:
        return
    directory, traits = names.directory, found.asker.traits
    others = [one for one in directory.topics[found.topic].owners if not one.for_.holds(traits)]
    for owner in others:
        yield f"  Not asked: {names.person(owner.person)}, who is only for people {_for(owner.for_, names)}"
    if others and not found.asker.person:
        yield "Where whoever asks works is not known here; --for EMAIL says it for somebody of people.yaml."


def _for(selector: For, names: _Names) -> str:
    sites = [
        names.directory.sites[site].name[names.language]
        for site in selector.site
        if site in names.directory.sites
    ]
    said: Sequence[tuple[str, Sequence[str]]] = (
        ("in", selector.country),
        ("of", sites),
        ("of", selector.company),
        ("employed as", selector.employment),
    )
    return ", ".join(f"{word} {' or '.join(values)}" for word, values in said if values)


def _in_100(chance: float) -> str:
    """A chance below one is never said to be sure, nor one above none to be nothing."""
    return f"{min(99, max(1, round(100 * chance)))} in 100"
