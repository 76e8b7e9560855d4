"""Monday's digest for a lead: three sentences of what changed and why it matters, what is owed, one thing to try.

Pure: two reports in, a card out. It holds nothing by person, and nothing confidential.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.delivery.card import Block, Card, Paragraph
from bot.domain.request import ref
from bot.figures.query import Report
from bot.figures.said import duration, percent
from bot.words import Words

_MUCH = 1.1  # a change of less than a tenth is none
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
    oldest: Sequence[int] = (),
    address: str = "",
) -> Card:
    """`report` and `before`: the last week and the one before it. `oldest`: numbers that the lead may read."""
    title = words("digest-title", department=department)
    said = [*three_sentences(report, before, words), *_owed(report, words, oldest), suggestion(report, words)]
    blocks: list[Block] = [Paragraph(sentence) for sentence in said]
    if report.simulated:
        said.append(words("digest-simulated"))
        blocks.append(Paragraph(said[-1], tone="quiet"))
    if address:
        said.append(f"{words('digest-link')}: {address}")
        blocks.append(Paragraph(said[-1], tone="quiet"))
    return Card(
        kind="digest",
        language=words.language,
        title=title,
        text="\n".join([title, *said]),
        blocks=tuple(blocks),
    )


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


def _owed(report: Report, words: Words, oldest: Sequence[int]) -> list[str]:
    backlog = report.backlog
    said = [words("digest-oldest", count=backlog.open, oldest=backlog.oldest)]
    if oldest:
        said.append(words("digest-oldest-list", numbers=", ".join(map(ref, oldest))))
    if (owed := _count(report, "complaints") - _count(report, "made_good")) > 0:
        said.append(words("digest-complaints", count=owed))
    if thanks := _count(report, "kudos"):
        said.append(words("digest-thanks", count=thanks))
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
