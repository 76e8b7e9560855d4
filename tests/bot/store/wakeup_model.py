"""The wake-up protocol as a model: workers step in random order, replies get lost, workers die at any step.

Each method of World is one script of bot/store (outbox.py), so nothing happens inside it. Times are seconds.
`Rules` holds the protocol's parts; the tests take one away at a time to see that it was needed.
"""

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True)
class Rules:
    lease: float = 30
    renew_every: float = 10
    reclaim_idle: float = 45
    acks_when_taken: bool = True  # who finds the lease taken acknowledges its wake-up and leaves
    finish_looks: bool = (
        True  # the holder gives the lease back only when history is no longer than the cursor
    )
    renew_touches_wakeups: bool = True  # renewing a lease also resets the idle time of the wake-ups held
    lease_knows_its_token: bool = True  # a lease asked for again, after a lost reply, is still held
    lease_needs_a_wakeup: bool = True  # nobody takes a lease for a wake-up that is no longer theirs
    lease_touches_wakeups: bool = True  # taking a lease resets the idle time of the wake-ups held


@dataclass(frozen=True)
class Weather:
    """How hard life is."""

    crashes: int = 2  # at most
    stops: float = 0.05  # how often a process is stopped for up to 80 s between two scripts
    slow: float = 0.3  # how often planning takes up to 90 s
    rush: float = 0.5  # how much of the news comes within one second; the rest within a minute


PEACE = 100.0  # from then on nothing bad begins
END = PEACE + 90 + 90 + 45 + 30 + 30  # what had begun is over, reclaimed and planned by then
FINE = Weather(crashes=0, stops=0, slow=0)


@dataclass
class Request:
    committed: list[float] = field(default_factory=list)  # when each event was
    planned: list[float] = field(default_factory=list)  # when each event's notices were
    holder: str = ""
    fence: int = 0
    until: float = 0


@dataclass
class Pending:
    consumer: str
    since: float


class World:
    def __init__(self, rules: Rules, requests: int) -> None:
        self.rules = rules
        self.now = 0.0
        self.requests = [Request() for _ in range(requests)]
        self.stream: dict[int, int] = {}  # wake-up -> request
        self.unread: list[int] = []
        self.pending: dict[int, Pending] = {}
        self.fences = 0
        self.entries = 0

    def hit(self, chance: float, random: Random) -> bool:
        return self.now < PEACE and random.random() < chance

    def commit(self, n: int) -> None:
        self.entries += 1
        self.requests[n].committed.append(self.now)
        self.stream[self.entries] = n
        self.unread.append(self.entries)

    def take(self, consumer: str) -> int | None:
        if not self.unread:
            return None
        entry = self.unread.pop(0)
        self.pending[entry] = Pending(consumer, self.now)
        return entry

    def reclaim(self, consumer: str) -> int | None:
        for entry, held in self.pending.items():
            if self.now - held.since >= self.rules.reclaim_idle:
                self.pending[entry] = Pending(consumer, self.now)
                return entry
        return None

    def ack(self, entry: int) -> None:
        self.pending.pop(entry, None)
        self.stream.pop(entry, None)

    def holds(self, n: int, fence: int) -> bool:
        request = self.requests[n]
        return request.fence == fence and request.until > self.now

    def lease(self, n: int, token: str, entry: int, consumer: str) -> int:
        """The fence, or 0: taken, or the wake-up is another's by now."""
        request = self.requests[n]
        taken = request.until > self.now
        if taken and self.rules.lease_knows_its_token and request.holder == token:
            return request.fence
        held = self.pending.get(entry)
        if self.rules.lease_needs_a_wakeup and (held is None or held.consumer != consumer):
            return 0
        if taken:
            if self.rules.acks_when_taken:
                self.ack(entry)
            return 0
        if self.rules.lease_touches_wakeups and held is not None:
            self.pending[entry] = Pending(consumer, self.now)
        self.fences += 1
        request.holder, request.fence = token, self.fences
        request.until = self.now + self.rules.lease
        return self.fences

    def renew(self, n: int, fence: int, entry: int, consumer: str) -> bool:
        if not self.holds(n, fence):
            return False
        self.requests[n].until = self.now + self.rules.lease
        if self.rules.renew_touches_wakeups and entry in self.pending:
            self.pending[entry] = Pending(consumer, self.now)
        return True

    def plan(self, n: int, fence: int, before: int, after: int) -> bool:
        request = self.requests[n]
        if not self.holds(n, fence):
            return False
        if len(request.planned) == after:
            return True
        if len(request.planned) != before:
            return False
        request.planned += [self.now] * (after - before)
        return True

    def finish(self, n: int, fence: int, entry: int) -> str:
        request = self.requests[n]
        if not self.holds(n, fence):
            return "lost"
        if self.rules.finish_looks and len(request.committed) > len(request.planned):
            return "more"
        request.until = 0
        self.ack(entry)
        return "done"


Steps = Generator[float, None, None]  # yields how long until its next step


def worker(world: World, name: str, random: Random, weather: Weather) -> Steps:
    def moment() -> float:
        """Between two scripts; now and then the process is stopped for a while."""
        return random.uniform(0, 80) if world.hit(weather.stops, random) else random.uniform(0, 0.3)

    for turn in range(1_000_000):
        entry = world.take(name)
        if entry is None:
            entry = world.reclaim(name)
        if entry is None:
            yield random.uniform(0, 0.5) if world.now < PEACE else random.uniform(1, 3)
            continue
        n, token = world.stream[entry], f"{name}/{turn}"
        yield moment()
        fence = world.lease(n, token, entry, name)
        if random.random() < 0.1:  # the reply was lost: redis-py asks again
            yield moment()
            fence = world.lease(n, token, entry, name)
        yield moment()
        if fence:
            yield from plans(world, name, n, fence, entry, random, weather)


def plans(world: World, name: str, n: int, fence: int, entry: int, random: Random, weather: Weather) -> Steps:
    while True:
        before, after = len(world.requests[n].planned), len(world.requests[n].committed)
        work = random.uniform(0, 90) if world.hit(weather.slow, random) else random.uniform(0, 0.3)
        while work > world.rules.renew_every:
            yield world.rules.renew_every
            work -= world.rules.renew_every
            if not world.renew(n, fence, entry, name):
                return
        yield work
        if not world.plan(n, fence, before, after):
            return
        if random.random() < 0.1:
            world.plan(n, fence, before, after)
        yield random.uniform(0, 60) if world.hit(weather.stops, random) else random.uniform(0, 0.3)
        if world.finish(n, fence, entry) != "more":
            return


@dataclass
class Outcome:
    undelivered: int  # events never planned
    twice: int  # events planned twice
    leased: int  # leases that never ended
    pending: int  # wake-ups never acknowledged
    slowest: float  # s from an event to its plan


def play(rules: Rules, seed: int, weather: Weather = Weather()) -> Outcome:
    """One life: a minute of commits and crashes, then peace."""
    random = Random(seed)
    world = World(rules, requests=random.choice((1, 1, 2)))
    queue: list[tuple[float, int, str]] = []
    workers: dict[str, Steps] = {}
    births = 0

    def born(at: float) -> None:
        nonlocal births
        births += 1
        name = f"w{births}"
        workers[name] = worker(world, name, random, weather)
        heapq.heappush(queue, (at, births, name))

    for _ in range(3):
        born(random.uniform(0, 1))
    news = [
        random.uniform(0, 1) if random.random() < weather.rush else random.uniform(0, 60) for _ in range(5)
    ]
    doings = [(at, "commit") for at in news]
    doings += [
        (random.choice(news) + random.uniform(0, 2), "crash")
        for _ in range(random.randint(0, weather.crashes))
    ]
    for at, what in doings:
        births += 1
        heapq.heappush(queue, (at, births, what))
    tie = 1_000_000
    while queue and queue[0][0] < END:
        world.now, _, what = heapq.heappop(queue)
        if what == "commit":
            world.commit(random.randrange(len(world.requests)))
        elif what == "crash":
            del workers[random.choice(sorted(workers))]
            born(world.now + 1)
        elif what in workers:
            tie += 1
            heapq.heappush(queue, (world.now + next(workers[what]), tie, what))
    return outcome(world)


def outcome(world: World) -> Outcome:
    pairs = [(r.committed, r.planned) for r in world.requests]
    return Outcome(
        undelivered=sum(max(0, len(c) - len(p)) for c, p in pairs),
        twice=sum(max(0, len(p) - len(c)) for c, p in pairs),
        leased=sum(r.until > world.now for r in world.requests),
        pending=len(world.pending) + len(world.unread),
        slowest=max((b - a for c, p in pairs for a, b in zip(c, p, strict=False)), default=0),
    )
