"""Figures as chat tells them: to a lead in three sentences with a picture, to everybody their own, on Mondays a digest.

The same rights as on the page, asked anew each time.
"""

from datetime import date, datetime, timedelta

from bot.commit import decode_state
from bot.delivery.card import Card, Fact, Facts, Paragraph, Picture
from bot.domain.request import Request
from bot.domain.rights import may_read
from bot.figures import passes
from bot.figures.agreement import in_force
from bot.figures.charts import day_said, drawing
from bot.figures.digest import Owed, digest_card, last_week, stats_card
from bot.figures.painter import Painter
from bot.figures.query import Asked, Report, for_viewer, own
from bot.figures.rights import led_by
from bot.figures.said import said
from bot.figures.shown import FIGURES
from bot.settings import Settings
from bot.store.store import Store
from bot.store.tallies import Tallies
from bot.words import Words, of, text_in
from knowledge.directory import DepartmentId, Directory, PersonId

WEEKS = 13
_LOOKED_AT = 200  # open requests among which the oldest are looked for
_NAMED = 3  # numbers that a digest names


class NothingToTell(Exception):
    """In a whole quarter nothing was asked of the department and nothing was answered."""


class Speaker:
    def __init__(self, store: Store, settings: Settings, painter: Painter) -> None:
        self._store = store
        self._settings = settings
        self._painter = painter
        self._tallies = Tallies(store.link)

    async def stats(self, viewer: PersonId, directory: Directory, language: str, now: datetime) -> Card:
        """Of the first department that the viewer leads; who leads none gets their own."""
        led = led_by(viewer, directory)
        if not led:
            return await self.own(viewer, directory, language, now)
        words, department = of(language, directory.languages[0]), led[0]
        week, before, picture = await self._weeks(viewer, directory, department, words, now.date())
        name = text_in(directory.departments[department].name, words.language)
        return stats_card(
            week, before, name, words, picture=picture, address=self._link(viewer, directory, now)
        )

    async def digest(
        self, viewer: PersonId, directory: Directory, department: DepartmentId, language: str, now: datetime
    ) -> Card:
        """Raises NotForYou where they do not lead it (any more), NothingToTell where the desk is new to it."""
        words = of(language, directory.languages[0])
        week, before, picture = await self._weeks(viewer, directory, department, words, now.date())
        if picture is None:
            raise NothingToTell(department)
        owed = await self._owed(viewer, directory, department, now)
        name = text_in(directory.departments[department].name, words.language)
        address = self._link(viewer, directory, now)
        return digest_card(week, before, name, words, owed=owed, picture=picture, address=address)

    async def own(self, viewer: PersonId, directory: Directory, language: str, now: datetime) -> Card:
        """One's own figures, for nobody else's eyes."""
        words = of(language, directory.languages[0])
        since = now.date() - timedelta(weeks=WEEKS)
        row = await own(self._tallies, viewer, since, now.date())
        agreement = in_force(directory, now.date())
        if agreement is None:
            days = {
                "since": day_said(since.isoformat(), words),
                "until": day_said(now.date().isoformat(), words),
            }
            story = words("figures-own-story", **days)
        else:
            day = day_said(agreement.agreed.isoformat(), words)
            story = words("figures-own-agreement", agreement=agreement.name, day=day)
        facts = tuple(Fact(words(f"figure-{f.name}"), said(row[f.name], words)) for f in FIGURES)
        title = words("figures-own-title")
        lines = [title, story, *(f"{fact.label}: {fact.value}" for fact in facts)]
        return Card(
            kind="figures",
            language=words.language,
            title=title,
            text="\n".join(lines),
            blocks=(Paragraph(story, "quiet"), Facts(facts)),
        )

    async def _weeks(
        self, viewer: PersonId, directory: Directory, department: DepartmentId, words: Words, today: date
    ) -> tuple[Report, Report, Picture | None]:
        """The last whole week, the one before it, and a quarter as a picture; none of a quarter without anything."""
        monday, sunday = last_week(today)
        week = timedelta(weeks=1)

        async def asked(since: date, until: date) -> Report:
            wanted = Asked(department=department, since=since, until=until)
            return await for_viewer(self._tallies, directory, viewer, wanted, today)

        last, before = await asked(monday, sunday), await asked(monday - week, sunday - week)
        quarter = await asked(sunday - WEEKS * week + timedelta(days=1), sunday)
        name = text_in(directory.departments[department].name, words.language)
        drawn = drawing("weekly", quarter, name, words)
        if drawn.is_empty:
            return last, before, None
        return last, before, Picture(alt=drawn.alt, png=await self._painter.paint(drawn, "png"))

    async def _owed(
        self, viewer: PersonId, directory: Directory, department: DepartmentId, now: datetime
    ) -> Owed:
        store = self._store
        week_ago = (now - timedelta(weeks=1)).timestamp()
        open_ = await self._readable(f"department:{department}", viewer, directory)
        complaints = await self._readable(f"complaints:{department}", viewer, directory)
        thanked = await self._readable(f"thanked:{department}", viewer, directory, low=week_ago)
        people = tuple(dict.fromkeys(r.thanks.to for r in thanked if r.thanks is not None and r.thanks.shown))
        profiles = await store.people.profiles([p for p in people if p not in directory.people])
        names = (
            directory.people[p].name if p in directory.people else profiles[p].get("name", "") for p in people
        )
        oldest = sorted(open_, key=lambda request: request.asked_at)
        return Owed(
            oldest=tuple(request.number for request in oldest[:_NAMED]),
            complaints=tuple(request.number for request in complaints[:_NAMED]),
            thank=tuple(name for name in names if name),
        )

    async def _readable(
        self, index: str, viewer: PersonId, directory: Directory, low: float | str = "-inf"
    ) -> list[Request]:
        """Never a confidential one: a digest is read over shoulders."""
        found = await self._store.index(index, low, count=_LOOKED_AT)
        states = await self._store.states(int(member) for member, _ in found)
        requests = [decode_state(state) for _, state in states.values()]
        return [r for r in requests if not r.confidential and may_read(viewer, r, directory)]

    def _link(self, viewer: PersonId, directory: Directory, now: datetime) -> str:
        local = "" if self._settings.url else f"http://localhost:{self._settings.port}"
        return local + passes.link(viewer, now, self._settings, directory.tenant)
