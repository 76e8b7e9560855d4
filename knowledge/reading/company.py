"""company.yaml → a draft."""

from datetime import timedelta

from knowledge.directory import Agreement, Urgency
from knowledge.reading import values
from knowledge.reading.drafts import CompanyDraft, SiteDraft, Targets
from knowledge.reading.faults import Sheet
from knowledge.reading.fields import Fields
from knowledge.reading.nodes import Entries, Node
from knowledge.reading.shared import name_twice, read_place, read_retention, read_targets, read_week

WORDS_KEPT_DAYS = 180
CONFIDENTIAL_KEPT_DAYS = 90
SURVEYS_PER_WEEK = 2
CLOSES_AFTER_DAYS = 5


def _grid(urgency: Urgency, first_response: timedelta, resolution_h: int) -> Targets:
    return {
        (urgency, "first_response"): first_response,
        (urgency, "resolution"): timedelta(hours=resolution_h),
    }


# What holds where company.yaml does not say otherwise.
USUAL_TARGETS: Targets = {
    **_grid("urgent", timedelta(minutes=15), 4),
    **_grid("high", timedelta(hours=1), 8),
    **_grid("normal", timedelta(hours=4), 24),
    **_grid("low", timedelta(hours=8), 72),
}


def read_languages(root: Node, sheet: Sheet) -> tuple[str, ...]:
    return (
        Fields(root, "the company", sheet).listed("languages", values.language)
        if isinstance(root, Entries)
        else ()
    )


def read_company(root: Entries, sheet: Sheet) -> CompanyDraft:
    fields = Fields(root, "the company", sheet)
    languages = fields.words(
        "languages", values.language, missing="the company has no languages. Add languages: [es, en]."
    )
    name_twice(fields, "languages", tuple(w.text for w in languages), languages[0].line if languages else 1)
    kept = read_retention(fields)
    draft = CompanyDraft(
        id=fields.text("id", values.slug, required=True),
        name=fields.text("name", required=True),
        languages=tuple(word.text for word in languages),
        zone=fields.text("zone", values.zone, required=True),
        mail_domains=fields.listed("mail_domains", values.domain),
        slack_workspaces=fields.listed("slack_workspaces"),
        microsoft_tenants=fields.listed("microsoft_tenants"),
        administrators=fields.words(
            "administrators",
            values.email,
            missing="the company has no administrators. Add administrators: with an address of people.yaml.",
        ),
        concierge=fields.word("concierge"),
        open_to=fields.words("open_to", values.slug),
        surveys_per_week=_surveys(fields),
        guided=fields.flag("guided"),
        figures_by_person=_agreement(fields),
        week=read_week(fields, required=True) or (),
        days_off=fields.days("days_off"),
        targets={**USUAL_TARGETS, **read_targets(fields)},
        words_kept_days=kept[0] or WORDS_KEPT_DAYS,
        confidential_kept_days=kept[1] or CONFIDENTIAL_KEPT_DAYS,
        closes_after_days=fields.value("closes_after_days", values.days_kept) or CLOSES_AFTER_DAYS,
        sites=_read_sites(fields),
    )
    fields.done()
    return draft


def _surveys(company: Fields) -> int:
    found = company.value("surveys_per_week", values.times)
    return SURVEYS_PER_WEEK if found is None else found


def _agreement(company: Fields) -> Agreement | None:
    """Only with the name and the date of what was agreed."""
    fields = company.fields("figures_by_person", "figures_by_person")
    if fields is None:
        return None
    name, agreed = fields.text("agreement", required=True), fields.day("date")
    fields.done()
    return Agreement(name=name, agreed=agreed) if name and agreed else None


def _read_sites(company: Fields) -> tuple[SiteDraft, ...]:
    sites = company.fields("sites", "sites", required=True)
    if sites is None:
        return ()
    if not sites.lines:
        company.sheet.fault(sites.line, "sites is empty. Add at least one site with its emergency contact.")
    drafts = []
    for key, line in sites.lines.items():
        try:
            values.slug(key)
        except ValueError as error:
            company.sheet.fault(line, f"sites: {error}")
        site = sites.fields(key, f"site {key}", required=True)
        if site is not None:
            drafts.append(_read_site(key, line, site))
    sites.done()
    return tuple(drafts)


def _read_site(key: str, line: int, site: Fields) -> SiteDraft:
    name = site.texts("name")
    place = read_place(site, last=False)
    zone = site.text("zone", values.zone, required=True)
    site.node(
        "emergency",
        f"{site.what} has no emergency contact and duty. Add emergency: {{contact: ..., duty: ...}}.",
    )
    emergency = site.fields("emergency", f"emergency of {site.what}")
    draft = SiteDraft(
        id=key,
        line=line,
        name=name,
        country=place.country if place else "",
        region=place.region if place else "",
        zone=zone,
        contact=emergency.texts("contact") if emergency else {},
        duty=emergency.words("duty", values.email, missing=_no_duty(site)) if emergency else (),
    )
    if emergency:
        emergency.done()
    site.done()
    return draft


def _no_duty(site: Fields) -> str:
    return f"{site.what} has nobody on emergency duty. Add duty: with addresses of people.yaml, in order."
