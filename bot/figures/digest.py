"""Monday's digest for a lead: three sentences of what changed and why it matters, what is owed, one thing to try.

Pure: two reports in, a card out. It holds nothing by person, and nothing confidential.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from babel.lists import format_list

from bot.delivery.card import Block, Card, Link, Paragraph, Picture
from bot.domain.request import ref
from bot.figures.owed import NAMED, Owed
from bot.figures.query import Report
from bot.figures.said import duration, percent
from bot.words import Words

_MUCH = 1.1  # a change of less than a tenth is none
_FEW = 2  # requests more or less, of which nothing follows
_WRONG, _UNCONFIRMED, _OLD = 0.1, 3, 3  # from when on it is worth trying something


def last_week(today: date) -> tuple[date, date]:
    """Monday to Sunday before the week of `today`."""
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def digest_card(
    report: Report,
    before: Report,
    department: str,
    words: Words,
    *,
    owed: Owed | None = None,
    picture: Picture | None = None,
    address: str = "",
) -> Card:
    """`report` and `before`: the last week and the one before it."""
    owed = owed or Owed()
    first, rest = (
        three_sentences(report, before, words),
        [*_owed(report, words, owed), *_answers(words, owed)],
    )
    parts = [Part("", first, [*rest, suggestion(report, words, owed)])]
    title = words("digest-title", department=department)
    return told("digest", title, parts, words, report.simulated, picture=picture, address=address)


def stats_card(
    departments: Sequence[tuple[str, Report, Report]],
    words: Words,
    *,
    picture: Picture | None = None,
    address: str = "",
) -> Card:
    """ "How are we doing?": what changed and why it matters, and what lies open, of each (name, last week, before)."""
    titles = [words("figures-title", department=name) for name, _, _ in departments]
    parts = [
        Part("" if n == 0 else titles[n], three_sentences(report, before, words), [_open(report, words)])
        for n, (_, report, before) in enumerate(departments)
    ]
    simulated = any(report.simulated for _, report, _ in departments)
    return told("figures", titles[0], parts, words, simulated, picture=picture, address=address)


class Part(NamedTuple):
    """What is said of one department. The first has its title in the card's own."""

    title: str
    first: Sequence[str]
    rest: Sequence[str]


def told(
    kind: str,
    title: str,
    parts: Sequence[Part],
    words: Words,
    simulated: bool,
    *,
    picture: Picture | None,
    address: str,
) -> Card:
    """The picture stands after the three sentences that it goes with; it says nothing that they and its words do not."""
    blocks: list[Block] = []
    for n, part in enumerate(parts):
        shown = picture if n == 0 else None
        blocks += [Paragraph(part.title)] if part.title else []
        blocks += [*map(Paragraph, part.first), *([shown] if shown else []), *map(Paragraph, part.rest)]
    blocks += [Paragraph(words("digest-simulated"), "quiet")] if simulated else []
    lines = [one.alt if isinstance(one, Picture) else one.text for one in blocks]  # type: ignore[union-attr]
    if address:
        lines.append(f"{words('digest-link')}: {address}")
        blocks.append(Link(words("digest-link"), address))
    text = "\n".join([title, *lines])
    return Card(kind=kind, language=words.language, title=title, text=text, blocks=tuple(blocks))


def three_sentences(report: Report, before: Report, words: Words) -> tuple[str, str, str]:
    """What changed and why it matters: how much came in, how soon people heard, whether promises held."""
    return _received(report, before, words), _response(report, before, words), _promises(report, words)


def _received(report: Report, before: Report, words: Words) -> str:
    now, then = _count(report, "received"), _count(before, "received")
    if now != then and abs(now - then) <= _FEW:
        return words("digest-received-near", now=now)
    if now > then:
        return words("digest-received-more", now=now, more=now - then)
    if now < then:
        return words("digest-received-fewer", now=now, fewer=then - now)
    return words("digest-received-same", now=now)


def _response(report: Report, before: Report, words: Words) -> str:
    now, then = report.total["response_p50"].value, before.total["response_p50"].value
    if now is None:
        return words("digest-response-unknown")
    said = duration(now, words)
    if then is None:
        return words("digest-response-alone", now=said)
    if now <= then * _MUCH and then <= now * _MUCH:
        return words("digest-response-same", now=said)
    which = "slower" if now > then else "quicker"
    return words(f"digest-response-{which}", now=said, before=duration(then, words))


def _promises(report: Report, words: Words) -> str:
    broken = _count(report, "promises_broken")
    if report.total["promises_broken"].withheld:
        return words("digest-reopened", count=_count(report, "reopened"))
    if broken:
        return words("digest-promises-broken", broken=broken)
    return words("digest-promises-kept", kept=_count(report, "promises_kept"))


def _open(report: Report, words: Words) -> str:
    return words("digest-oldest", count=report.backlog.open, oldest=report.backlog.oldest)


def _owed(report: Report, words: Words, owed: Owed) -> list[str]:
    said = [_open(report, words)]
    if owed.oldest:
        said.append(words("digest-oldest-list", numbers=", ".join(map(ref, owed.oldest))))
    if owed.complaints:
        numbers = ", ".join(map(ref, owed.complaints[:NAMED]))
        said.append(words("digest-complaints", count=len(owed.complaints)))
        said.append(words("digest-complaints-list", numbers=numbers))
    if thanks := _count(report, "kudos"):
        said.append(words("digest-thanks", count=thanks))
    if owed.thank:
        said.append(words("digest-thank", names=format_list(owed.thank, locale=words.locale)))
    return said


def _answers(words: Words, owed: Owed) -> list[str]:
    """What is asked often without an article, and which articles were not enough."""
    said = []
    if owed.unanswered:
        topics = ", ".join(words("digest-asked", topic=topic, count=n) for topic, n in owed.unanswered)
        said.append(words("digest-unanswered", topics=topics))
    if owed.left:
        articles = ", ".join(
            words("digest-left-of", title=title, left=left, offered=offered)
            for title, left, offered in owed.left
        )
        said.append(words("digest-left", articles=articles))
    return said


def suggestion(report: Report, words: Words, owed: Owed) -> str:
    """One change to try, from what stands out most."""
    wrong = report.total["wrong_first"].value or 0.0
    if wrong >= _WRONG:
        return words("digest-try-wrong_first", share=percent(wrong, words).removesuffix(" %"))
    if (unconfirmed := _count(report, "unconfirmed")) >= _UNCONFIRMED:
        return words("digest-try-unconfirmed", count=unconfirmed)
    if _count(report, "promises_broken"):
        return words("digest-try-broken")
    if report.backlog.over_a_week >= _OLD:
        return words("digest-try-backlog", count=report.backlog.over_a_week)
    if owed.unanswered:
        return words("digest-try-unanswered", topic=owed.unanswered[0][0])
    return words("digest-try-article")


def _count(report: Report, name: str) -> int:
    return int(report.total[name].value or 0)
