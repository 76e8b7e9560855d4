"""The one door: load, decide, commit. Nothing else writes, and it is all that a handler ever calls.

Raises `Unavailable` (from `bot.store`) when Redis cannot answer: nothing was acknowledged then.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.aftercare import claims_of
from bot.answer import Answer, decode_answer
from bot.apart import apart
from bot.away import SetAway, ordered, set_away
from bot.commit import Claims, files_gone, refusal_write, request_in, requests_in, write_of
from bot.contexts import Contexts, who_is_away
from bot.domain import commands as c
from bot.domain.decide import decide, decide_ask
from bot.domain.events import AnyEvent
from bot.domain.evolve import evolve
from bot.domain.reading import Reading
from bot.domain.refusals import Refusal
from bot.domain.request import Request, RequestNumber, WordsId
from bot.domain.rights import may, may_join_in
from bot.domain.timers import fired_by
from bot.figures.asked import asks_for_figures
from bot.hearing import (
    JOINS_WITHIN,
    MOST_HELD,
    OVER,
    Heard,
    Said,
    belongs,
    comes_late,
    named_in,
    stands_alone,
)
from bot.holding import Held
from bot.kept import article_from, encode
from bot.known import Known
from bot.orders import as_before, ask_of, complaint_of, say_of
from bot.parting import something_else, split
from bot.reader import Library, read
from bot.store.crashpoints import reached
from bot.store.store import Store
from bot.store.writes import Claimed, Done, Loaded, Seen
from bot.who import known, led, meant, named, not_in
from bot.words.text import clean
from knowledge import duty
from knowledge.directory import Directory, PersonId
from knowledge.follows import announced, begins_with_a_turn, turns_to_another
from knowledge.who import asked_of

ATTEMPTS = 20  # a commit that lost its race is loaded and decided again
LONGEST_TEXT = 40_000
RECENT = 20  # own requests that a loose message is held against, and the one that it names


class TooBusy(Exception):
    """The same request was written by others so often that this command never got its turn."""


class Desk:
    def __init__(self, store: Store, known: Known, library: Callable[[], Library]) -> None:
        self.store = store
        self.known = known
        self._library = library
        self._contexts = Contexts(store, known)
        self.held = Held(store)

    @property
    def directory(self) -> Directory:
        return self._library().directory

    async def now(self) -> datetime:
        return await self.store.now()

    async def hear(self, said: Said) -> Answer:
        """Words, loose or in a thread. What they mean is found out once, before anything is decided."""
        reached("receive")
        text = clean(said.text)
        if not text.strip():
            return Answer(kind="empty")
        if len(text) > LONGEST_TEXT:
            return Answer(kind="too_long")
        said = replace(said, text=text)
        return await (self._hear_in_thread(said) if said.thread is not None else self._hear_loose(said))

    async def _hear_in_thread(self, said: Said) -> Answer:
        """Words in a request's own thread; once it has closed, the requester's are a new request."""
        number = RequestNumber(said.thread or 0)
        loaded = await self.store.load(number, said.id, by=said.by)
        self.known.learn(said.by, loaded.profile)
        if loaded.seen is not None:
            return decode_answer(loaded.seen)
        request = request_in(loaded)
        if request is None:
            return await self._about(say_of(said, number, None), loaded)
        if request.requester != said.by:
            return await self._hear_beside(said, request, loaded)
        announces = announced(said.text) == "plainly"
        turns = turns_to_another(said.text) or begins_with_a_turn(said.text)
        over = request.status in OVER and (announces or not comes_late(request, loaded.now))
        routed = over or request.unseen or request.awaits_a_line or announces or turns
        reading = await self.read(said, loaded.now, routed=routed)
        if request.status == "closed" and reading.complains and reading.danger is None:
            return await self._about(complaint_of(said, number, reading))
        if over:
            reading = reading if announces else as_before(reading, request)
            return await self._ask(ask_of(said, reading, as_new=True))
        only_asks = reading.asks_progress and reading.progress_of != "beside" and not reading.too_long
        if request.is_open and only_asks:
            going = await self._obey(said, reading, Heard(what="progress", numbers=(number,)))
            return self._with_who_is_away(said, going, loaded)
        if request.is_open and reading.bare == "readers":
            return await self._obey(said, reading, Heard(what="readers", numbers=(number,)))
        may_be_two = (announces or turns) and request.is_open
        another = may_be_two and apart(said.text, reading, request, self.directory) != ""
        return await self._about(say_of(said, number, reading, apart=another), loaded, request)

    async def _hear_beside(self, said: Said, request: Request, loaded: Loaded) -> Answer:
        """Words of somebody else than who asked, in the request's thread or to its card.

        From who serves it they go to the requester. Anybody else who calls the desk there is kept with the request,
        unless they need one of their own; their talk with each other is not the desk's.
        """
        say = say_of(said, request.number, None)
        among_others = not said.calls_us or not said.place.thread
        answers_late = said.by == request.owner and not request.is_open  # refused, and no request of theirs
        if among_others or answers_late or may(said.by, "say", request, self.directory):
            return await self._about(say, loaded, request)
        reading = await self.read(said, loaded.now, routed=False)
        nothing_of_it = stands_alone(reading) or reading.greeting or reading.thanks
        if nothing_of_it or not may_join_in(said.by, said.place, request):
            return await self._hear_loose(replace(said, thread=None))
        return await self._about(say, loaded, request)

    async def _hear_loose(self, said: Said) -> Answer:
        own_and_served = (f"requester:{said.by}", f"owner:{said.by}")
        loaded = await self.store.load(None, said.id, by=said.by, indexes=own_and_served, first=RECENT)
        mine, serving = loaded.indexed
        self.known.learn(said.by, loaded.profile)
        if loaded.seen is not None:
            return decode_answer(loaded.seen)
        busy = () if said.as_requester else tuple(RequestNumber(int(number)) for number in serving)
        if not (busy or said.as_requester) and await self._is_held(said):
            return Answer(kind="held", held=said.id)
        if said.locked and busy:
            return await self._obey(said, None, Heard(what="held", numbers=busy[:MOST_HELD]))
        if (order := ordered(said, self.directory, loaded.now)) is not None:
            return await self.set_away(order)
        if said.by in self.directory.people and (whose := asks_for_figures(said.text)):
            return Answer(kind="figures", own=whose == "own")
        named = named_in(said.text)
        asked = dict.fromkeys([*map(int, mine), *([named] if named is not None else [])])
        found = requests_in(await self.store.states(asked))
        own = [request for request in found.values() if request.requester == said.by]
        reading = await self.read(said, loaded.now, routed=not said.wordless)
        heard = belongs(said, reading, own, busy, self.directory, loaded.now)
        if heard.what == "who":
            return await self._who(said, reading, loaded)
        if heard.what == "ask":
            newest = max(map(int, mine), default=0)
            return await self._ask(ask_of(said, reading, as_new=heard.as_new, after=newest), loaded)
        return self._with_who_is_away(said, await self._obey(said, reading, heard), loaded)

    def _with_who_is_away(self, said: Said, answer: Answer, loaded: Loaded) -> Answer:
        """Whom they asked for and who is away."""
        if answer.kind != "progress":
            return answer
        away = who_is_away(loaded, loaded.now)
        return replace(answer, not_in=not_in(said.text, self.directory, away))

    async def _is_held(self, said: Said) -> bool:
        """Whether these very words were held before, when their writer still served somebody: they wait for a tap.

        Delivered again once nothing is left to serve, they would otherwise open a request that nobody made.
        """
        return said.by in self.directory.people and await self.held.words(said.by, said.id) is not None

    async def read(self, said: Said, now: datetime, *, routed: bool = True) -> Reading:
        library = self._library()
        asker = await self.known.asker(said.by, library.directory)
        return read(said.text, asker, now, library, routed=routed)

    async def _who(self, said: Said, reading: Reading, loaded: Loaded) -> Answer:
        """Named and not asked: nothing is opened, nothing kept."""
        directory = self.directory
        asked = asked_of(said.text, directory)
        if asked.people:
            return Answer(kind="who", named=tuple(known(person, directory) for person in asked.people))
        if asked.department is not None:
            return Answer(kind="who", named=(led(asked.department),))
        topics = meant(reading, directory)
        about = [topic for topic in topics if topic is not None]
        context = await self._contexts.for_topics(said.by, about, loaded, directory)
        asker = duty.Asker(person=said.by, traits=context.asker.traits, language=reading.language)
        found = [named(topic, directory, context.situation, asker) for topic in topics]
        return Answer(kind="who", named=tuple(found))

    async def _obey(self, said: Said, reading: Reading | None, heard: Heard) -> Answer:
        match heard.what:
            case "greeting" | "thanks" | "nothing" | "help" | "which" | "readers":
                return Answer(kind=heard.what, numbers=heard.numbers)
            case "progress":
                for number in heard.numbers:
                    await self.handle(c.Nudge(id=f"{said.id}/nudge/{number}", by=said.by, number=number))
                return Answer(kind="progress", numbers=heard.numbers)
            case "held":
                await self.held.keep(said)
                return Answer(kind="held", numbers=heard.numbers, held=said.id)
            case "complain" if heard.number is not None and reading is not None:
                return await self.handle(complaint_of(said, heard.number, reading))
            case "add" if heard.number is not None:
                return await self.handle(
                    say_of(
                        said,
                        heard.number,
                        reading,
                        joined=heard.joined,
                        apart=heard.apart,
                        ringing=heard.ringing,
                    )
                )
        raise AssertionError(f"nothing is done about {heard.what}")

    async def something_else(self, by: PersonId, number: int, words: WordsId) -> Answer:
        """Words that were added to a request become one of their own, and then leave it: never the other way round."""
        return await something_else(self, by, number, words)

    async def set_away(self, order: SetAway) -> Answer:
        """Until when somebody is away, or that they are back; what is due before that goes to who is there."""
        return await set_away(self, order)

    async def handle(self, command: c.AnyCommand) -> Answer:
        """Obeys a command once, however often it comes: the first answer is given again."""
        if isinstance(command, c.Ask):
            return await self._ask(command)
        if isinstance(command, c.Split) and command.to is None:
            return await split(self, command)
        return await self._about(command)

    async def _ask(self, command: c.Ask, loaded: Loaded | None = None) -> Answer:
        """`loaded`: what was read when the words were heard; the commit looks again at all that guards it."""
        claims = [claim for claim, _, _ in _claims(command, 0)]
        for _ in range(ATTEMPTS):
            loaded = loaded or await self.store.load(None, command.id, claims)
            if loaded.seen is not None:
                return decode_answer(loaded.seen)
            taken = next(iter(loaded.claims.values()), None)
            if taken is not None:
                return await self._join(command, RequestNumber(int(taken)))
            number, context, after_that = await self._contexts.for_ask(command, loaded, self.directory)
            reached("decide")
            try:
                events = decide_ask(command, number, context)
            except Refusal as refusal:
                return await self._refused(None, command, refusal) or Answer(kind="refused")
            after = _folded(None, events)
            answer = Answer(kind="done", number=number, version=after.version)
            guards = _claims(command, number)
            more = claims_of(events, after_that, number, after.version)
            write = write_of(command, None, after, events, answer, (*guards, *more))
            match await self.store.commit(write):
                case Done():
                    return answer
                case Seen(first):
                    return decode_answer(first)
                case Claimed(claim, by) if any(claim == own for own, _, _ in guards):
                    return await self._join(command, RequestNumber(int(by)))
            loaded = None  # somebody else has this number: gaps are allowed, repeats are not
        raise TooBusy

    async def _join(self, command: c.Ask, number: RequestNumber) -> Answer:
        """Two first messages of one thread at once are one request with both texts, whoever wrote them."""
        loaded = await self.store.load(number, command.id)
        if loaded.seen is not None:
            return decode_answer(loaded.seen)
        request = request_in(loaded)
        if request is not None and not _has_a_say(command, request, self.directory):
            return await self._ask(replace(command, as_new=True))
        another = ""
        if request is not None and request.is_open and not command.place.thread:
            another = apart(command.text, command.reading, request, self.directory)
        if another == "surely":
            return await self._ask(replace(command, as_new=True))
        say = c.Say(
            id=command.id,
            by=command.by,
            number=number,
            text=command.text,
            place=command.place,
            files=command.files,
            joined=True,
            apart=another == "perhaps",
            calls_us=True,
            reading=command.reading,
        )
        return await self._about(say, loaded, request)

    async def _about(
        self, command: c.AnyCommand, loaded: Loaded | None = None, before: Request | None = None
    ) -> Answer:
        """`loaded`: what was read when the words were heard, and `before` the request in it."""
        if isinstance(command, c.Ask):
            raise TypeError("an ask is about no request yet")
        fired = fired_by(command)
        for _ in range(ATTEMPTS):
            loaded = loaded or await self.store.load(command.number, command.id)
            if loaded.seen is not None:
                return decode_answer(loaded.seen)
            if before is None:
                before = request_in(loaded)
            context, after_that = await self._contexts.for_command(command, before, loaded, self.directory)
            reached("decide")
            try:
                events = decide(command, before, context)
            except Refusal as refusal:
                if (refused := await self._refused(before, command, refusal)) is not None:
                    return refused
                loaded = before = None
                continue
            after = _folded(before, events)
            await self._keep(command, after, context.now)
            answer = Answer(
                kind="done",
                number=after.number,
                version=after.version,
                joined=isinstance(command, c.Say) and command.joined,
                beside=after.stands_by(command.by),
            )
            claims = claims_of(events, after_that, after.number, after.version)
            write = write_of(command, before, after, events, answer, claims, fired=fired)
            match await self.store.commit(write):
                case Done():
                    for file, author in files_gone(before, after):
                        await self.store.files.drop(after.number, author, file)
                    return answer
                case Seen(first):
                    return decode_answer(first)
            loaded = before = None
        raise TooBusy

    async def _keep(self, command: c.AnyCommand, after: Request, now: datetime) -> None:
        """What outlives the request, before its commit: kept twice it is the same, kept without its event it is true."""
        if isinstance(command, c.KeepAnswer):
            article = article_from(command, after, self.directory, now)
            await self.store.articles.keep(article.name, encode(article))
        elif isinstance(command, c.ArticleOutdated) and after.offered_articles:
            await self.store.articles.doubt(after.offered_articles[-1][0], command.by, now.timestamp())

    async def _refused(
        self, before: Request | None, command: c.AnyCommand, refusal: Refusal
    ) -> Answer | None:
        """The refusal as it was committed; None where the request has moved on since it was decided."""
        answer = Answer(kind="refused", number=refusal.why.number, refusal=refusal.why)
        match await self.store.commit(refusal_write(before, command, answer, fired_by(command))):
            case Done():
                return answer
            case Seen(first):
                return decode_answer(first)
        return None


def _folded(before: Request | None, events: Iterable[AnyEvent]) -> Request:
    after = before
    for event in events:
        after = evolve(after, event)
    if after is None:
        raise AssertionError("a decision has at least one event")
    return after


def _claims(command: c.Ask, number: int) -> Claims:
    """What one version cannot guard: a thread is one request, and so are a conversation's first words.

    Words that were heard before the request that they belong to was there name the same predecessor, so they meet
    in one claim; those that came later name another.
    """
    if command.as_new:
        return ()
    if command.place.thread:
        return ((f"thread:{command.place}", str(number), 0),)
    talk = f"talk:{command.by}:{command.place}:{command.after}"
    return ((talk, str(number), int(JOINS_WITHIN / timedelta(milliseconds=1))),)


def _has_a_say(command: c.Ask, request: Request, directory: Directory) -> bool:
    """Whether words of the same thread become part of the request that was there a moment before them."""
    if command.by == request.requester or may(command.by, "say", request, directory):
        return True
    return not stands_alone(command.reading) and may_join_in(command.by, command.place, request)
