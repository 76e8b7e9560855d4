"""Figures as chat tells them: to a lead in three sentences with a picture, to everybody their own, on Mondays a digest.

The same rights as on the page, asked anew each time.
"""

from datetime import date, datetime, timedelta

from bot.delivery.card import Card, Fact, Facts, Link, Paragraph, Picture
from bot.figures import passes
from bot.figures.agreement import in_force
from bot.figures.charts import drawing
from bot.figures.digest import digest_card, last_week, stats_card
from bot.figures.owed import owed_to
from bot.figures.painter import Painter
from bot.figures.query import Asked, Report, for_viewer, own
from bot.figures.rights import led_by
from bot.figures.said import day_said, said
from bot.figures.shown import FIGURES
from bot.settings import Settings
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from knowledge.directory import DepartmentId, Directory, PersonId

WEEKS = 13


class NothingToTell(Exception):
    """In a whole quarter nothing was asked of the department and nothing answered, and nothing older is left to do."""


class Speaker:
    def __init__(self, store: Store, settings: Settings, painter: Painter) -> None:
        self._store = store
        self._settings = settings
        self._painter = painter
        self._tallies = Tallies(store.link)

    async def stats(self, viewer: PersonId, directory: Directory, language: str, now: datetime) -> Card:
        """Of each department that the viewer leads, with the chart of the first; who leads none gets their own."""
        led = led_by(viewer, directory)
        if not led:
            return await self.own(viewer, directory, language, now)
        words = of(language, directory.languages[0])
        picture = await self._picture(viewer, directory, led[0], words, now.date())
        return await self._told(viewer, directory, words, now, picture)

    async def glance(
        self, viewer: PersonId, directory: Directory, language: str, now: datetime
    ) -> Card | None:
        """The same without its chart, for where a lead looks often; None for who leads nothing."""
        words = of(language, directory.languages[0])
        return await self._told(viewer, directory, words, now, None) if led_by(viewer, directory) else None

    async def _told(
        self, viewer: PersonId, directory: Directory, words: Words, now: datetime, picture: Picture | None
    ) -> Card:
        told = [
            (name_of(department, directory, words), *await self._weeks(viewer, directory, department, now))
            for department in led_by(viewer, directory)
        ]
        return stats_card(told, words, picture=picture, address=self._link(viewer, directory, now))

    async def digest(
        self, viewer: PersonId, directory: Directory, department: DepartmentId, language: str, now: datetime
    ) -> Card:
        """Raises NotForYou where they do not lead it (any more), NothingToTell where the desk is new to it."""
        words = of(language, directory.languages[0])
        week, before = await self._weeks(viewer, directory, department, now)
        picture = await self._picture(viewer, directory, department, words, now.date())
        owed = await owed_to(viewer, directory, department, last_week(now.date()), words, self._store)
        if picture is None and not (owed.oldest or owed.complaints or owed.thank):
            raise NothingToTell(department)
        name, address = name_of(department, directory, words), self._link(viewer, directory, now)
        return digest_card(week, before, name, words, owed=owed, picture=picture, address=address)

    async def own(self, viewer: PersonId, directory: Directory, language: str, now: datetime) -> Card:
        """One's own figures, for nobody else's eyes."""
        words = of(language, directory.languages[0])
        since, until = own_period(now.date())
        row = await own(self._tallies, viewer, since, until)
        story, address = own_story(directory, since, until, words), self._link(viewer, directory, now)
        facts = tuple(Fact(words(f"figure-{f.name}"), said(row[f.name], words)) for f in FIGURES)
        title, link = words("figures-own-title"), words("figures-own-link")
        lines = [title, story, *(f"{fact.label}: {fact.value}" for fact in facts), f"{link}: {address}"]
        return Card(
            kind="figures",
            language=words.language,
            title=title,
            text="\n".join(lines),
            blocks=(Paragraph(story, "quiet"), Facts(facts), Link(link, address)),
        )

    async def _weeks(
        self, viewer: PersonId, directory: Directory, department: DepartmentId, now: datetime
    ) -> tuple[Report, Report]:
        """The last whole week and the one before it."""
        monday, sunday = last_week(now.date())
        week = timedelta(weeks=1)
        last = await self._report(viewer, directory, department, (monday, sunday), now.date())
        before = await self._report(viewer, directory, department, (monday - week, sunday - week), now.date())
        return last, before

    async def _picture(
        self, viewer: PersonId, directory: Directory, department: DepartmentId, words: Words, today: date
    ) -> Picture | None:
        """The quarter up to the last whole week; none of a quarter in which nothing was asked or answered."""
        _, sunday = last_week(today)
        since = sunday - timedelta(weeks=WEEKS) + timedelta(days=1)
        quarter = await self._report(viewer, directory, department, (since, sunday), today)
        drawn = drawing("weekly", quarter, name_of(department, directory, words), words)
        if drawn.is_empty:
            return None
        return Picture(alt=drawn.alt, png=await self._painter.paint(drawn, "png"))

    async def _report(
        self,
        viewer: PersonId,
        directory: Directory,
        department: DepartmentId,
        days: tuple[date, date],
        today: date,
    ) -> Report:
        wanted = Asked(department=department, since=days[0], until=days[1])
        return await for_viewer(self._tallies, directory, viewer, wanted, today)

    def _link(self, viewer: PersonId, directory: Directory, now: datetime) -> str:
        local = "" if self._settings.url else f"http://localhost:{self._settings.port}"
        return local + passes.link(viewer, now, self._settings, directory.tenant)


def name_of(department: DepartmentId, directory: Directory, words: Words) -> str:
    return text_in(directory.departments[department].name, words.language)


def own_period(today: date) -> tuple[date, date]:
    return today - timedelta(weeks=WEEKS), today


def own_story(directory: Directory, since: date, until: date, words: Words) -> str:
    """Of when one's own figures are, and who sees them."""
    agreement = in_force(directory, until)
    if agreement is None:
        days = {"since": day_said(since.isoformat(), words), "until": day_said(until.isoformat(), words)}
        return words("figures-own-story", **days)
    day = day_said(agreement.agreed.isoformat(), words)
    return words("figures-own-agreement", agreement=agreement.name, day=day)
