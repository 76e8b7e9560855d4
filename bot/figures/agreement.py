"""What opens figures by person: an agreement with a name and a date, in force, of which every owner has been told.

A person's figures open only once they themselves have been told. So nothing is ever switched on unseen.
"""

from datetime import date

from bot.delivery.card import Card, Paragraph
from bot.figures.query import Opened
from bot.figures.said import day_said
from bot.store.store import Store
from bot.words import of
from knowledge.directory import Agreement, Directory, Person, PersonId


def in_force(directory: Directory, today: date) -> Agreement | None:
    agreement = directory.figures_by_person
    return agreement if agreement is not None and agreement.agreed <= today else None


def notice(person: PersonId, agreement: Agreement) -> str:
    """What is remembered of one telling: another agreement, or another date, is told anew."""
    return f"agreement:{agreement.agreed.isoformat()}:{agreement.name}:{person}"


async def opened(store: Store, directory: Directory, today: date) -> Opened:
    agreement = in_force(directory, today)
    if agreement is None:
        return Opened()
    people = list(directory.people)
    told = await store.letters.have_arrived([notice(person, agreement) for person in people])
    return Opened(agreement, frozenset(person for person, has in zip(people, told, strict=True) if has))


def agreement_card(person: Person, agreement: Agreement, directory: Directory) -> Card:
    words = of(person.languages[0], directory.languages[0])
    day = day_said(agreement.agreed.isoformat(), words)
    title = words("agreement-title")
    said = [
        words("agreement-says", agreement=agreement.name, day=day),
        words("agreement-what"),
        words("agreement-not"),
    ]
    return Card(
        kind="agreement",
        language=words.language,
        title=title,
        text="\n".join([title, *said]),
        blocks=tuple(map(Paragraph, said)),
    )
