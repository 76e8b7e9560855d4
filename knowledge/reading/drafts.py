"""A directory as written: references are still words, each with the line where it stands."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from knowledge.calendar import HolidayPlace
from knowledge.directory import Agreement, For, Texts, Urgency
from knowledge.reading.fields import Week, Word

Assign = Literal["fewest_open", "rotation", "weekly", "first"]
# (urgency, "first_response", "next_response" or "resolution") -> business time
Targets = Mapping[tuple[Urgency, str], timedelta]


class SiteDraft(Struct, frozen=True, kw_only=True):
    id: str
    line: int
    name: Texts
    country: str
    region: str
    zone: str
    contact: Texts
    duty: tuple[Word, ...]


class CompanyDraft(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    languages: tuple[str, ...]
    zone: str
    mail_domains: tuple[str, ...]
    slack_workspaces: tuple[str, ...]
    microsoft_tenants: tuple[str, ...]
    administrators: tuple[Word, ...]
    concierge: Word
    open_to: tuple[Word, ...]  # none: every department
    surveys_per_week: int
    guided: bool
    figures_by_person: Agreement | None
    week: Week
    days_off: frozenset[date]
    targets: Targets
    words_kept_days: int
    confidential_kept_days: int
    closes_after_days: int
    sites: tuple[SiteDraft, ...]


class PersonDraft(Struct, frozen=True, kw_only=True):
    line: int
    name: str
    email: Word
    department: Word
    site: Word
    title: Texts
    languages: tuple[str, ...]
    backup: Word
    confidential: bool
    week: Week | None
    zone: str
    holidays: HolidayPlace | None
    days_off: frozenset[date]
    also_known_as: tuple[str, ...]
    company: str
    employment: str


class OwnerDraft(Struct, frozen=True, kw_only=True):
    person: Word
    for_: For
    for_line: int


class TopicDraft(Struct, frozen=True, kw_only=True):
    id: str
    called: str  # in sentences about it, also where its id cannot be used
    line: int
    name: Texts
    description: Texts
    owners: tuple[OwnerDraft, ...]
    examples: Mapping[str, tuple[Word, ...]]
    keywords: Mapping[str, tuple[Word, ...]]
    confidential: bool
    open: bool
    signpost: Texts
    owner_may: Texts
    needs_yes_from: Word


class LadderDraft(Struct, frozen=True, kw_only=True):
    to: Word  # owner, backup, lead, or an address
    waits: timedelta | None


class HoursDraft(Struct, frozen=True, kw_only=True):
    for_: For
    line: int
    week: Week | None
    zone: str
    holidays: HolidayPlace | None
    days_off: frozenset[date]


class DepartmentDraft(Struct, frozen=True, kw_only=True):
    file: str
    line: int
    id: Word
    name: Texts
    also_known_as: tuple[str, ...]
    lead: Word
    backup: Word
    assign: Assign
    week: Week | None
    zone: str
    holidays: HolidayPlace | None
    days_off: frozenset[date]
    targets: Targets
    words_kept_days: int | None
    confidential_kept_days: int | None
    closes_after_days: int | None
    channel: Mapping[str, Word]
    address: Texts
    ladder: tuple[LadderDraft, ...]
    hours_for: tuple[HoursDraft, ...]
    topics: tuple[TopicDraft, ...]


class ArticleDraft(Struct, frozen=True, kw_only=True):
    file: str
    line: int
    name: str
    language: str
    topic: Word
    title: str
    body: str
    stands_behind: Word
    reviewed: date
    reviewed_line: int
    review_again: Word  # an ISO date, with its line
    for_: For
    for_line: int
    questions: tuple[str, ...]
