"""Who can be played on the local desk: everybody whom the directory lists, and who stands there at first."""

from collections.abc import Iterable
from datetime import datetime

from bot.words import text_in
from handlers.web.feed import initials
from handlers.web.said import time_of_day
from handlers.web.views import Group, Who
from knowledge.directory import Directory, Person, PersonId


def who(person: Person, directory: Directory, language: str, now: datetime | None = None) -> Who:
    site = directory.sites[person.site]
    return Who(
        id=person.id,
        name=person.name,
        initials=initials(person.name),
        line=f"{text_in(person.title, language)} · {_short(text_in(site.name, language))}",
        zone=site.zone,
        local=time_of_day(now, site.zone, language) if now else "",
    )


def _short(site: str) -> str:
    return site.partition(" (")[0]


def groups(directory: Directory, language: str) -> tuple[Group, ...]:
    """By department, in the directory's order."""
    by_department: dict[str, list[Who]] = {}
    for person in directory.people.values():
        by_department.setdefault(person.department, []).append(who(person, directory, language))
    return tuple(
        Group(text_in(department.name, language), tuple(by_department[id_]))
        for id_, department in directory.departments.items()
        if id_ in by_department
    )


def first_requester(directory: Directory, language: str) -> PersonId:
    """Somebody who answers for nothing that the sentences to try are about, and speaks the page's language."""
    helper = first_owner(directory, None)
    served = directory.people[helper].department
    leads = {department.lead for department in directory.departments.values()}
    people = [p for p in directory.people.values() if p.department not in (served, directory.concierge)]
    ranked = sorted(people, key=lambda p: (p.languages[:1] != (language,), p.id in leads))
    return ranked[0].id if ranked else helper


def first_owner(directory: Directory, requester: PersonId | None) -> PersonId:
    """Who would have the story's request: an owner of the first topic that speaks of payslips, or of the first one."""
    topics = list(directory.topics.values())
    topic = next((t for t in topics if "payslip" in t.id), topics[0] if topics else None)
    if topic is None:
        return next(iter(directory.people))
    traits = directory.traits(requester) if requester else None
    meant = [o for o in topic.owners if traits is None or o.for_.holds(traits)]
    nearer = sorted(meant or topic.owners, key=lambda o: o.for_.is_everybody)
    return nearer[0].person if nearer else directory.departments[topic.department].lead


def names(people: Iterable[PersonId], directory: Directory) -> dict[PersonId, str]:
    return {p: directory.people[p].name for p in people if p in directory.people}
