"""What a company says of itself: who answers for what, where and when.

Plain data, built by `knowledge.loader` from the folder that `docs/directory.md` describes. People are keyed by
`PersonId`: the loader uses the e-mail address unless it is given other ids (the desk gives opaque ones, so that
a history never holds an address).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, NewType

from msgspec import Struct

from knowledge.calendar import WorkingHours

PersonId = NewType("PersonId", str)
DepartmentId = NewType("DepartmentId", str)
TopicId = NewType("TopicId", str)

Urgency = Literal["urgent", "high", "normal", "low"]
Texts = Mapping[str, str]  # language -> text


class Traits(Struct, frozen=True, kw_only=True):
    """What is known of an asker that decides what is meant *for* them. Unknown is the empty string."""

    country: str = ""
    site: str = ""
    company: str = ""
    employment: str = ""


class For(Struct, frozen=True, kw_only=True):
    """A selector: each non-empty field must hold the asker's trait."""

    country: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()

    @property
    def is_everybody(self) -> bool:
        return not (self.country or self.site or self.company or self.employment)

    def holds(self, traits: Traits) -> bool:
        return (
            (not self.country or traits.country in self.country)
            and (not self.site or traits.site in self.site)
            and (not self.company or traits.company in self.company)
            and (not self.employment or traits.employment in self.employment)
        )


class Target(Struct, frozen=True, kw_only=True):
    """Times a department commits to, in business time of its own hours."""

    first_response: timedelta
    resolution: timedelta
    next_response: timedelta | None = None  # when they write again; None: as for the first


class Emergency(Struct, frozen=True, kw_only=True):
    contact: Texts
    duty: tuple[PersonId, ...]  # told in this order until one takes it


class Site(Struct, frozen=True, kw_only=True):
    id: str
    name: Texts
    country: str  # ISO 3166-1 alpha-2
    region: str = ""
    zone: str
    emergency: Emergency


class Person(Struct, frozen=True, kw_only=True):
    id: PersonId
    email: str
    name: str
    department: DepartmentId
    site: str
    title: Texts
    languages: tuple[str, ...]
    hours: WorkingHours  # their own, or the site's and company's
    backup: PersonId | None = None
    confidential: bool = False
    also_known_as: tuple[str, ...] = ()
    company: str = ""
    employment: str = ""


class TopicOwner(Struct, frozen=True, kw_only=True):
    person: PersonId
    for_: For = For()


class Topic(Struct, frozen=True, kw_only=True):
    id: TopicId
    department: DepartmentId
    name: Texts
    description: Texts
    owners: tuple[TopicOwner, ...]
    examples: Mapping[str, tuple[str, ...]]  # language -> examples
    keywords: Mapping[str, tuple[str, ...]]
    confidential: bool = False
    open: bool = False
    signpost: Texts | None = None  # the official way; stores no text
    owner_may: Texts | None = None
    needs_yes_from: PersonId | None = None


class LadderStep(Struct, frozen=True, kw_only=True):
    """Who has a request next when nobody says a word, and how long they have it before the next one does."""

    to: Literal["owner", "backup", "lead", "further"]
    person: PersonId | None = None  # of a further step
    waits: timedelta | None = None  # of business time; None: as for the first response


class HoursFor(Struct, frozen=True, kw_only=True):
    """Other hours of a department, by which it is measured in the requests of whom they are for."""

    for_: For
    hours: WorkingHours


class Department(Struct, frozen=True, kw_only=True):
    id: DepartmentId
    name: Texts
    also_known_as: tuple[str, ...] = ()  # what colleagues call it: "RRHH"
    lead: PersonId
    backup: PersonId | None
    assign: Literal["fewest_open", "rotation", "weekly", "first"]
    hours: WorkingHours
    targets: Mapping[Urgency, Target]
    words_kept_days: int
    confidential_kept_days: int
    closes_after_days: int = 5  # once resolved; a new word of the requester within them reopens
    topics: tuple[TopicId, ...]
    channel: Mapping[str, str] = {}  # platform -> conversation
    elsewhere: Texts | None = None  # it does not answer here yet: where it does
    ladder: tuple[LadderStep, ...] = ()  # none: owner, backup, lead
    hours_for: tuple[HoursFor, ...] = ()

    def hours_of(self, traits: Traits) -> WorkingHours:
        """By which hours its targets run in a request of somebody with these traits: the first that are for them."""
        return next((other.hours for other in self.hours_for if other.for_.holds(traits)), self.hours)


class Article(Struct, frozen=True, kw_only=True):
    """A prepared answer in one language. `name` is shared by its translations."""

    name: str
    language: str
    topic: TopicId
    title: str
    body: str  # Markdown
    stands_behind: PersonId
    reviewed: date
    review_again: date
    for_: For = For()
    questions: tuple[str, ...] = ()


class Agreement(Struct, frozen=True, kw_only=True):
    """What a company and its people have agreed in writing, so that figures by person may be shown to a lead."""

    name: str
    agreed: date


class Directory(Struct, frozen=True, kw_only=True):
    version: str  # hash of the files it was built from
    tenant: str
    name: str
    languages: tuple[str, ...]
    zone: str
    mail_domains: tuple[str, ...]
    slack_workspaces: tuple[str, ...]
    microsoft_tenants: tuple[str, ...]
    administrators: frozenset[PersonId]
    concierge: DepartmentId
    surveys_per_week: int = 2  # that one person gets at most, over all departments and platforms
    guided: bool = False  # the first weeks: less goes straight to an owner, and leads look at what did
    figures_by_person: Agreement | None = None
    sites: Mapping[str, Site]
    people: Mapping[PersonId, Person]
    departments: Mapping[DepartmentId, Department]
    topics: Mapping[TopicId, Topic]
    articles: tuple[Article, ...]

    def by_email(self, email: str) -> Person | None:
        return next((p for p in self.people.values() if p.email == email.strip().casefold()), None)

    def is_delicate(self, topic: TopicId) -> bool:
        """Whether what may be about it is for few to read: it is confidential, or its answer is an official way.

        A way that is only the address of a department that is not open here yet is not delicate.
        """
        found = self.topics[topic]
        return found.confidential or found.signpost not in (
            None,
            self.departments[found.department].elsewhere,
        )

    def traits(self, person: PersonId) -> Traits:
        """What the directory knows of a listed person; empty traits for anybody else (`whereabouts`)."""
        listed = self.people.get(person)
        if listed is None:
            return Traits()
        site = self.sites[listed.site]
        return Traits(
            country=site.country, site=site.id, company=listed.company, employment=listed.employment
        )

    def whereabouts(self, country: str = "", zone: str = "") -> Traits:
        """What can be known of somebody who is not listed, by what a platform says of them: the one site that they can
        be of, or at least the one country. Where a company has one site, everybody is of it.
        """
        sites = list(self.sites.values())
        if country:
            sites = [site for site in sites if site.country == country]
        if zone and (len(sites) > 1 or not country):
            in_zone = [site for site in sites if site.zone == zone]
            sites = in_zone if in_zone or not country else sites  # a country has zones without a site
        countries = {site.country for site in sites}
        return Traits(
            country=country or (countries.pop() if len(countries) == 1 else ""),
            site=sites[0].id if len(sites) == 1 else "",
        )
