"""`route`: who would own a request, and why."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.cli.fail import Failed
from bot.cli.learned import data_option, library_as_of_now
from bot.cli.offline import folder_option
from bot.desk import LONGEST_TEXT
from bot.domain.context import Asker
from bot.reader import Library, read
from knowledge import duty
from knowledge.directory import PersonId


@click.command()
@click.argument("text")
@click.option("--for", "asker", metavar="EMAIL", default="", help="As if this person asked.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@folder_option
@data_option
def route(text: str, asker: str, folder: Path, data: Path | None, *, as_json: bool) -> None:
    """Show who would own this request, and why."""
    library, since = library_as_of_now(folder, data)
    answer = routed(text, asker, library) | {"learned": since.as_json()}
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    topic = answer["topic"] or "no known topic"
    about = f"the nearest topic is {topic}" if answer["unsure"] else f"for {topic}"
    click.echo(f"{answer['owner']} ({answer['department']}), {about}")
    sure = "unsure, it would ask or hand to a person" if answer["unsure"] else "sure"
    click.echo(f"confidence {answer['confidence']:.2f}: {sure}")
    if answer["needs"]:
        click.echo(f"two needs, which one tap makes a request of each: {', '.join(answer['needs'])}")
    if answer["article"]:
        click.echo(f"answered first by the article {answer['article']}")
    for reason in answer["because"]:
        click.echo(f"because: {reason}")
    for step in answer["chain"]:
        passed = f" (passed over: {step['passed_over']})" if step["passed_over"] else ""
        click.echo(f"  {step['rung']}: {step['person']}{passed}")
    click.echo(since.said)


def routed(text: str, email: str, library: Library) -> dict[str, Any]:
    """Raises Failed for an asker whom the directory does not list, and for a text that opens nothing."""
    if not text.strip():
        raise Failed('The text is empty. Give what somebody would ask, such as "No me va el wifi".')
    if len(text) > LONGEST_TEXT:
        raise Failed(f"The text has {len(text)} characters; a message has {LONGEST_TEXT} at most.")
    accepted = library.directory
    person = accepted.by_email(email) if email else None
    if email and person is None:
        raise Failed(f"{email} is not in the directory; ventanilla directory --json lists who is.")
    now = datetime.now(UTC)
    who = Asker(
        person=person.id if person else PersonId(""),
        traits=accepted.traits(person.id) if person else accepted.whereabouts(),
        zone=person.hours.zone if person else accepted.zone,
    )
    reading = read(text, who, now, library)
    topic = reading.topic if reading.verdict == "route" else None
    chain = duty.chain(
        accepted,
        topic,
        duty.Situation(now=now),
        duty.Asker(person=who.person or None, traits=who.traits, language=reading.language),
        department=None if topic else accepted.concierge,
        about=frozenset(reading.about),
        confidential=bool(reading.caution),
        urgent=reading.danger is not None,
    )
    steps = tuple(chain)
    prediction = library.matcher.predict(text)
    return {
        "topic": reading.topic,
        "department": accepted.topics[topic].department if topic else accepted.concierge,
        "owner": accepted.people[duty.on_duty(steps).person].email,
        "confidence": round(reading.confidence, 4),
        "unsure": reading.verdict != "route",
        "verdict": reading.verdict,
        "confidential": bool(reading.caution),
        "danger": reading.danger,
        "article": reading.article.article if reading.article else None,
        "needs": [need.topic for need in reading.needs],
        "alternatives": [
            {"topic": g.topic, "confidence": round(g.confidence, 4)} for g in prediction.guesses[1:]
        ],
        "because": list(reading.because),
        "chain": [
            {"person": accepted.people[s.person].email, "rung": s.rung, "passed_over": s.passed_over}
            for s in steps
        ],
    }
