"""What sites that a platform cannot tell apart mean for whoever is not listed: of them no more is known than country and zone."""

from knowledge.directory import Traits
from knowledge.reading.drafts import SiteDraft
from knowledge.reading.joined import Joined

NAMED_AT_MOST = 5  # topics or articles, in one sentence


def check_sites(joined: Joined) -> None:
    """One warning for each such place, however many topics it concerns: the cause is one, and so is what mends it."""
    for sites in _alike(joined):
        found = _told_wrongly(sites) + _out_of_reach(joined, sites)
        if found:
            names = " and ".join(site.id for site in sites)
            *others, last = found
            joined.warn(
                "company.yaml",
                sites[0].line,
                f"sites {names} share country and time zone, so of whoever is not in people.yaml it is not known which they are "
                f"of: {', '.join(others) + ', and ' if others else ''}{last}. List people with their site.",
            )


def _alike(joined: Joined) -> list[list[SiteDraft]]:
    places: dict[tuple[str, str], list[SiteDraft]] = {}
    for site in joined.drafts.company.sites if joined.drafts.company else ():
        places.setdefault((site.country, site.zone), []).append(site)
    return [sites for sites in places.values() if len(sites) > 1]


def _told_wrongly(sites: list[SiteDraft]) -> list[str]:
    """The first site's emergency serves, which is right where it is the others' too."""
    first, *others = sites
    duty = [person.text for person in first.duty]
    if all((site.contact, [person.text for person in site.duty]) == (first.contact, duty) for site in others):
        return []
    return [f"in danger they are told {first.id}'s emergency contact"]


def _out_of_reach(joined: Joined, sites: list[SiteDraft]) -> list[str]:
    """Owners and articles for one of these sites, where nothing is for everybody there.

    Where an owner is wanting for some site altogether, the topic has a warning of its own.
    """
    there, names = Traits(country=sites[0].country), {site.id for site in sites}
    topics = [
        topic.id
        for topic in joined.topics.values()
        if not any(owner.for_.holds(there) for owner in topic.owners)
        and any(not names.isdisjoint(owner.for_.site) for owner in topic.owners)
        and not joined.left_out(topic.owners)
    ]
    articles = {
        article.name: None
        for article in joined.drafts.articles
        if not article.for_.holds(there) and not names.isdisjoint(article.for_.site)
    }
    owned = [f"what they ask of {_few(topics)} goes to the department's backup or lead"] if topics else []
    return owned + ([f"they are not offered {_few(list(articles))}"] if articles else [])


def _few(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    if more > 1:
        return f"{', '.join(names[:NAMED_AT_MOST])} and {more} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
