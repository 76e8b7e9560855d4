"""Monday's digest for a lead: three sentences of what changed and why it matters, what is owed, one thing to try.

Pure: two reports in, a card out. It holds nothing by person, and nothing confidential.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from babel.lists import format_list
from msgspec import Struct

from bot.delivery.card import Block, Card, Link, Paragraph, Picture
from bot.domain.request import ref
from bot.figures.query import Report
from bot.figures.said import duration, percent
from bot.words import Words

_MUCH = 1.1  # a change of less than a tenth is none
_WRONG, _UNCONFIRMED, _OLD = 0.1, 3, 3  # from when on it is worth trying something


class Owed(Struct, frozen=True, kw_only=True):
    """What the lead may read of requests: numbers, and the names of those who agreed that thanks to them are seen."""

    oldest: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()  # to be made good
    thank: tuple[str, ...] = ()


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
    owed: "Owed | None" = None,
    picture: Picture | None = None,
    address: str = "",
) -> Card:
    """`report` and `before`: the last week and the one before it."""
    owed = owed or Owed()
    said = [*three_sentences(report, before, words), *_owed(report, words, owed), suggestion(report, words)]
    title = words("digest-title", department=department)
    return told("digest", title, said, report, words, picture=picture, address=address)


def stats_card(
    report: Report,
    before: Report,
    department: str,
    words: Words,
    *,
    picture: Picture | None = None,
    address: str = "",
) -> Card:
    """ "How are we doing?": what changed and why it matters, and what lies open."""
    backlog = words("digest-oldest", count=report.backlog.open, oldest=report.backlog.oldest)
    said = [*three_sentences(report, before, words), backlog]
    title = words("figures-title", department=department)
    return told("figures", title, said, report, words, picture=picture, address=address)


def told(
    kind: str,
    title: str,
    said: Sequence[str],
    report: Report,
    words: Words,
    *,
    picture: Picture | None,
    address: str,
) -> Card:
    """The picture stands after the three sentences that it goes with; it says nothing that they and its words do not."""
    first, rest = said[:3], said[3:]
    blocks: list[Block] = [*map(Paragraph, first), *([picture] if picture else []), *map(Paragraph, rest)]
    text = [title, *first, *([picture.alt] if picture else []), *rest]
    if report.simulated:
        text.append(words("digest-simulated"))
        blocks.append(Paragraph(text[-1], tone="quiet"))
    if address:
        text.append(f"{words('digest-link')}: {address}")
        blocks.append(Link(words("digest-link"), address))
    return Card(kind=kind, language=words.language, title=title, text="\n".join(text), blocks=tuple(blocks))


def three_sentences(report: Report, before: Report, words: Words) -> tuple[str, str, str]:
    """What changed and why it matters: how much came in, how soon people heard, whether promises held."""
    return _received(report, before, words), _response(report, before, words), _promises(report, words)


def _received(report: Report, before: Report, words: Words) -> str:
    now, then = _count(report, "received"), _count(before, "received")
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
    if then is None or (now <= then * _MUCH and then <= now * _MUCH):
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


def _owed(report: Report, words: Words, owed: Owed) -> list[str]:
    backlog = report.backlog
    said = [words("digest-oldest", count=backlog.open, oldest=backlog.oldest)]
    if owed.oldest:
        said.append(words("digest-oldest-list", numbers=", ".join(map(ref, owed.oldest))))
    if owed.complaints:
        numbers = ", ".join(map(ref, owed.complaints))
        said.append(words("digest-complaints", count=len(owed.complaints)))
        said.append(words("digest-complaints-list", numbers=numbers))
    if thanks := _count(report, "kudos"):
        said.append(words("digest-thanks", count=thanks))
    if owed.thank:
        said.append(words("digest-thank", names=format_list(owed.thank, locale=words.locale)))
    return said


def suggestion(report: Report, words: Words) -> str:
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
    return words("digest-try-article")


def _count(report: Report, name: str) -> int:
    return int(report.total[name].value or 0)
