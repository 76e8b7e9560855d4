"""Drafts without a fault → the Directory: references become ids, and what was left out takes its usual value."""

from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.calendar import HolidayPlace, WorkingHours
from knowledge.directory import (
    Article,
    Department,
    DepartmentId,
    Directory,
    Emergency,
    HoursFor,
    LadderStep,
    Person,
    PersonId,
    Site,
    Target,
    Topic,
    TopicId,
    TopicOwner,
)
from knowledge.reading.drafts import (
    ArticleDraft,
    CompanyDraft,
    DepartmentDraft,
    HoursDraft,
    LadderDraft,
    PersonDraft,
    SiteDraft,
    TopicDraft,
)
from knowledge.reading.fields import Word
from knowledge.reading.shared import URGENCIES
from knowledge.reading.whole import Drafts

Ids = Mapping[str, PersonId]  # case-folded e-mail address -> id


def finish(drafts: Drafts, version: str, ids: Ids) -> Directory:
    """The drafts must have no fault: unknown references would be a KeyError."""
    company = drafts.company
    if company is None or drafts.people is None:
        raise ValueError("company.yaml and people.yaml must be read")
    sites = {site.id: _site(site, ids) for site in company.sites}
    people = [_person(person, company, sites[person.site.text], ids) for person in drafts.people]
    lead_site = {person.email: sites[person.site] for person in people}
    return Directory(
        version=version,
        tenant=company.id,
        name=company.name,
        languages=company.languages,
        zone=company.zone,
        mail_domains=company.mail_domains,
        slack_workspaces=company.slack_workspaces,
        microsoft_tenants=company.microsoft_tenants,
        administrators=frozenset(ids[word.text] for word in company.administrators),
        concierge=DepartmentId(company.concierge.text),
        surveys_per_week=company.surveys_per_week,
        guided=company.guided,
        figures_by_person=company.figures_by_person,
        sites=sites,
        people={person.id: person for person in people},
        departments={
            DepartmentId(d.id.text): _department(
                d, company, lead_site[d.lead.text], tuple(sites.values()), ids
            )
            for d in drafts.departments
        },
        topics={
            TopicId(t.id): _topic(t, d, ids, _elsewhere(d, company))
            for d in drafts.departments
            for t in d.topics
        },
        articles=tuple(_article(article, ids) for article in drafts.articles),
    )


def _optional(word: Word, ids: Ids) -> PersonId | None:
    return ids[word.text] if word.text else None


def _site(draft: SiteDraft, ids: Ids) -> Site:
    duty = tuple(dict.fromkeys(ids[word.text] for word in draft.duty))
    return Site(
        id=draft.id,
        name=draft.name,
        country=draft.country,
        region=draft.region,
        zone=draft.zone,
        emergency=Emergency(contact=draft.contact, duty=duty),
    )


def _person(draft: PersonDraft, company: CompanyDraft, site: Site, ids: Ids) -> Person:
    return Person(
        id=ids[draft.email.text],
        email=draft.email.text,
        name=draft.name,
        department=DepartmentId(draft.department.text),
        site=site.id,
        title=draft.title,
        languages=draft.languages,
        hours=WorkingHours(
            week=draft.week or company.week,
            zone=draft.zone or site.zone,
            holidays=draft.holidays or HolidayPlace(site.country, site.region),
            days_off=company.days_off | draft.days_off,
        ),
        backup=_optional(draft.backup, ids),
        confidential=draft.confidential,
        also_known_as=draft.also_known_as,
        company=draft.company,
        employment=draft.employment,
    )


def _department(
    draft: DepartmentDraft, company: CompanyDraft, lead_site: Site, sites: Sequence[Site], ids: Ids
) -> Department:
    targets = {**company.targets, **draft.targets}
    hours = WorkingHours(
        week=draft.week or company.week,
        zone=draft.zone or company.zone,
        holidays=draft.holidays or HolidayPlace(lead_site.country, lead_site.region),
        days_off=company.days_off | draft.days_off,
    )
    return Department(
        id=DepartmentId(draft.id.text),
        name=draft.name,
        also_known_as=draft.also_known_as,
        lead=ids[draft.lead.text],
        backup=_optional(draft.backup, ids),
        assign=draft.assign,
        hours=hours,
        targets={
            urgency: Target(
                first_response=targets[urgency, "first_response"],
                next_response=targets.get((urgency, "next_response")),
                resolution=targets[urgency, "resolution"],
            )
            for urgency in URGENCIES
        },
        words_kept_days=draft.words_kept_days or company.words_kept_days,
        confidential_kept_days=draft.confidential_kept_days or company.confidential_kept_days,
        closes_after_days=draft.closes_after_days or company.closes_after_days,
        topics=tuple(TopicId(topic.id) for topic in draft.topics),
        channel={platform: word.text for platform, word in draft.channel.items()},
        elsewhere=_elsewhere(draft, company),
        ladder=tuple(_ladder_step(step, ids) for step in draft.ladder),
        hours_for=tuple(
            HoursFor(for_=other.for_, hours=_other_hours(other, hours, sites)) for other in draft.hours_for
        ),
    )


def _ladder_step(draft: LadderDraft, ids: Ids) -> LadderStep:
    match draft.to.text:
        case "owner" | "backup" | "lead" as usual:
            return LadderStep(to=usual, waits=draft.waits)
        case address:
            return LadderStep(to="further", person=ids[address], waits=draft.waits)


def _other_hours(draft: HoursDraft, usual: WorkingHours, sites: Sequence[Site]) -> WorkingHours:
    """What is left out is the place's where they name one, and else the department's usual."""
    place = next((s for s in sites if s.id in draft.for_.site or s.country in draft.for_.country), None)
    region = place.region if place is not None and place.id in draft.for_.site else ""
    holidays = HolidayPlace(place.country, region) if place is not None else usual.holidays
    return WorkingHours(
        week=draft.week or usual.week,
        zone=draft.zone or (place.zone if place is not None else usual.zone),
        holidays=draft.holidays or holidays,
        days_off=usual.days_off | draft.days_off,
    )


def _elsewhere(draft: DepartmentDraft, company: CompanyDraft) -> Mapping[str, str] | None:
    """Where a department is written to that the desk is not open to yet; None where it is."""
    opened = {word.text for word in company.open_to}
    return draft.address if opened and draft.id.text not in opened else None


def _texts(words: Mapping[str, tuple[Word, ...]]) -> dict[str, tuple[str, ...]]:
    return {code: tuple(word.text for word in several) for code, several in words.items()}


def _topic(
    draft: TopicDraft, department: DepartmentDraft, ids: Ids, elsewhere: Mapping[str, str] | None
) -> Topic:
    return Topic(
        id=TopicId(draft.id),
        department=DepartmentId(department.id.text),
        name=draft.name,
        description=draft.description,
        owners=tuple(TopicOwner(person=ids[owner.person.text], for_=owner.for_) for owner in draft.owners),
        examples=_texts(draft.examples),
        keywords=_texts(draft.keywords),
        confidential=draft.confidential,
        open=draft.open,
        signpost=draft.signpost or elsewhere,
        owner_may=draft.owner_may or None,
        needs_yes_from=_optional(draft.needs_yes_from, ids),
    )


def _article(draft: ArticleDraft, ids: Ids) -> Article:
    return Article(
        name=draft.name,
        language=draft.language,
        topic=TopicId(draft.topic.text),
        title=draft.title,
        body=draft.body,
        stands_behind=ids[draft.stands_behind.text],
        reviewed=draft.reviewed,
        review_again=date.fromisoformat(draft.review_again.text),
        for_=draft.for_,
        questions=draft.questions,
    )
