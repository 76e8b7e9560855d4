"""Every fault of a directory with its file and line, and whether a change drops too much of it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from knowledge.directory import Directory
from knowledge.reading.answers_check import check_articles
from knowledge.reading.drafts import CompanyDraft, DepartmentDraft, PersonDraft
from knowledge.reading.faults import Fault, shown
from knowledge.reading.fields import Word
from knowledge.reading.joined import Joined
from knowledge.reading.shared import URGENCIES
from knowledge.reading.sites_check import check_sites
from knowledge.reading.topics_check import check_topics
from knowledge.reading.values import RUNGS
from knowledge.reading.whole import Drafts, Files, read_all

# A change that drops more than one in this many of the people or the topics is asked about.
DROPPED_ONE_IN = 5


def check(files: Files, today: date | None = None) -> list[Fault]:
    """All faults and warnings, by file and line. `today` decides which articles are past their review."""
    return check_drafts(read_all(files), today or datetime.now(UTC).date())


def check_drafts(drafts: Drafts, today: date) -> list[Fault]:
    joined = Joined(drafts)
    _check_company(joined)
    _check_people(joined)
    _check_departments(joined)
    check_topics(joined)
    check_articles(joined, today)
    check_sites(joined)
    return sorted({*drafts.faults, *joined.faults})


def changed_too_much(old: Directory, new: Directory) -> str | None:
    """A sentence when `new` lacks more than a fifth of the people or of the topics of `old`."""
    dropped = (
        ("people", old.people.keys() - new.people.keys(), len(old.people)),
        ("topics", old.topics.keys() - new.topics.keys(), len(old.topics)),
    )
    said = [
        f"{len(gone)} of {all_} {kind}" for kind, gone, all_ in dropped if len(gone) * DROPPED_ONE_IN > all_
    ]
    return f"This change drops {' and '.join(said)}. Say --yes if that is meant." if said else None


def _check_company(joined: Joined) -> None:
    company = joined.drafts.company
    if company is None:
        return
    for administrator in company.administrators:
        joined.listed("company.yaml", "administrator", administrator)
    for site in company.sites:
        for person in site.duty:
            joined.listed("company.yaml", f"emergency duty of site {site.id}:", person)
        _name_twice(joined, "company.yaml", f"emergency duty of site {site.id}", site.duty)
    if joined.drafts.all_departments:
        otherwise = "Write the id of a department: it has what nobody else has."
        joined.known("company.yaml", "concierge", company.concierge, joined.departments, otherwise)
        _check_open_to(joined, company)
    _check_concierge(joined, company.concierge)


def _check_open_to(joined: Joined, company: CompanyDraft) -> None:
    """Who does not answer here yet must say where they do: nobody is sent into the blue."""
    for word in company.open_to:
        joined.known("company.yaml", "open_to:", word, joined.departments, "Write the id of a department.")
    opened = {word.text for word in company.open_to}
    if not opened:
        return
    _name_twice(joined, "company.yaml", "open_to", company.open_to)
    if company.concierge.text not in opened:
        joined.fault(
            "company.yaml",
            company.open_to[0].line,
            f"open_to leaves out {company.concierge.text}, the concierge, who has what nobody else has. Add it.",
        )
    for department in joined.departments.values():
        if department.id.text not in opened and not department.address:
            joined.fault(
                department.file,
                department.line,
                f"department {department.id.text} is not in open_to of company.yaml and has no address. Add address: "
                "with where it is written to meanwhile, or open it.",
            )


def _check_concierge(joined: Joined, word: Word) -> None:
    """Any request may become confidential, and the concierge is where every ladder ends."""
    concierge = joined.departments.get(word.text)
    if concierge is None:
        return
    last = [joined.people.get(email.text) for email in (concierge.lead, concierge.backup)]
    if any(last) and not any(person.confidential for person in last if person):
        joined.warn(
            concierge.file,
            concierge.lead.line,
            "neither lead nor backup of the concierge is marked confidential: true, so a confidential request may find "
            "nobody. Mark one of them in people.yaml.",
        )


def _name_twice(joined: Joined, file: str, what: str, words: Iterable[Word]) -> None:
    seen: set[str] = set()
    for word in words:
        if word.text in seen:
            joined.warn(file, word.line, f"{what} names {shown(word.text)} twice. Keep one.")
        seen.add(word.text)


def _check_people(joined: Joined) -> None:
    by_email: dict[str, PersonDraft] = {}
    by_name: dict[str, PersonDraft] = {}
    for person in joined.drafts.people or ():
        email, name = person.email, " ".join(person.name.casefold().split())
        if email.text in by_email:
            first = by_email[email.text].email.line
            joined.fault(
                "people.yaml", email.line, f"{email.text} is here twice (first in line {first}). Keep one."
            )
        elif name and name in by_name:
            first = by_name[name].line
            joined.warn(
                "people.yaml",
                person.line,
                f"two people are named {person.name} (the other in line {first}). Tell them apart by a second surname.",
            )
        if email.text:
            by_email.setdefault(email.text, person)
        by_name.setdefault(name, person)
        _check_person(joined, person)


def _check_person(joined: Joined, person: PersonDraft) -> None:
    who = f"person {person.name}"
    if joined.drafts.all_departments:
        joined.known(
            "people.yaml", f"department of {who}", person.department, joined.departments, "Add its file."
        )
    joined.listed("people.yaml", f"backup of {who}", person.backup)
    if person.backup.text and person.backup.text == person.email.text:
        joined.fault("people.yaml", person.backup.line, f"{who} is their own backup. Name somebody else.")
    company = joined.drafts.company
    if company is None:
        return
    joined.known("people.yaml", f"site of {who}", person.site, joined.sites, "Add it to company.yaml.")
    domain = person.email.text.rpartition("@")[2]
    if domain and company.mail_domains and domain not in company.mail_domains:
        joined.warn(
            "people.yaml",
            person.email.line,
            f"{who} has an address outside mail_domains, so no platform will recognise them. Add {domain} there.",
        )


def _check_departments(joined: Joined) -> None:
    if not joined.drafts.departments and joined.drafts.all_departments:
        joined.fault(
            "company.yaml", 1, "there is no department. Add departments/ID.yaml, the concierge's first."
        )
    ids: dict[str, str] = {}
    channels: dict[tuple[str, str], str] = {}
    for department in joined.drafts.departments:
        id_, file = department.id, department.file
        if id_.text and ids.setdefault(id_.text, file) != file:
            joined.fault(
                file, id_.line, f"department {id_.text} is already in {ids[id_.text]}. Give each its own id."
            )
        for platform, channel in department.channel.items():
            other = channels.setdefault((platform, channel.text), file)
            if other != file:
                joined.fault(
                    file,
                    channel.line,
                    f"{platform} channel {shown(channel.text)} is already in {other}. Keep one.",
                )
        _check_department(joined, department)


def _check_department(joined: Joined, department: DepartmentDraft) -> None:
    what, file = f"department {department.id.text}", department.file
    joined.listed(file, f"lead of {what}", department.lead)
    joined.listed(file, f"backup of {what}", department.backup)
    if department.backup.text and department.backup.text == department.lead.text:
        joined.warn(
            file,
            department.backup.line,
            f"{what} has its lead as backup too. Name somebody else or take backup out.",
        )
    _check_ladder(joined, department, what)
    for other in department.hours_for:
        joined.nobody_is_for(file, other.line, f"hours_for of {what}", other.for_)
    company = joined.drafts.company
    is_concierge = (
        company is not None and company.concierge.text == department.id.text
    )  # has what nobody else has
    if not department.topics and not is_concierge:
        joined.warn(
            file, department.line, f"{what} has no topics, so nothing reaches it by itself. Add topics:"
        )
    targets = {**company.targets, **department.targets} if company else dict(department.targets)
    for urgency in URGENCIES:
        first, resolution = targets.get((urgency, "first_response")), targets.get((urgency, "resolution"))
        if first and resolution and first > resolution:
            joined.warn(
                file,
                department.line,
                f"{what} resolves {urgency} requests before it first responds to them. Change one of the two targets.",
            )


def _check_ladder(joined: Joined, department: DepartmentDraft, what: str) -> None:
    """A ladder only goes up: each step once, owner before backup before lead."""
    seen: list[str] = []
    for step in department.ladder:
        word = step.to
        if not word.text:
            continue
        if word.text not in RUNGS:
            joined.listed(department.file, f"step of the ladder of {what}", word)
        later = RUNGS[RUNGS.index(word.text) :] if word.text in RUNGS else (word.text,)
        if (before := next((name for name in seen if name in later), None)) is not None:
            said = "twice" if before == word.text else f"after {before}"
            joined.fault(
                department.file,
                word.line,
                f"ladder of {what} has {shown(word.text)} {said}. A ladder only goes up.",
            )
        seen.append(word.text)
