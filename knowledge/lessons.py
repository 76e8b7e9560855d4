"""What people taught by putting a route right, and what of it may change one. Pure.

Several rules keep one person's mistake, or ill will, from undoing what many taught. Among lessons that are alike each
person has one voice however often they speak, and the topic with most voices stands (the newest, of equals). A lesson
counts only as far as it does no harm to the directory's own examples and turns no route that somebody else has
taught, with as many voices, however unlike its words are: many small pushes from afar, none of which turns anything by
itself, would otherwise turn together what no single one could. What does not count is kept and reported, never applied.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from knowledge.directory import DepartmentId, Directory, PersonId, TopicId
from knowledge.matcher import Example, Matcher, Right
from knowledge.matcher.text import plain

Kind = Literal["handover", "not_this", "choice", "file_under"]
Verdict = Literal[
    "applied",
    "outvoted",  # more people taught otherwise of the like
    "worse",  # fewer of the directory's own examples, or of others' lessons, would be found
    "repeated",  # "not this", which the same person has said of the same topic since, as often as one is heard
    "needless",  # "not this", of a topic that it would not be routed to any more
    "elsewhere",  # no topic of today's directory learns from it
]

MOST = 500  # lessons, the newest: all of them are looked at again when one changes
# "Not this" is one tap and says nothing of what would be right. Of one person the last few of a topic are heard until
# somebody who serves puts each in its place: else whoever dislikes where things go sends all that is like them to nobody.
NOT_THIS_OF_ONE = 2
LONGEST = 600  # characters of a text that are learned
ALIKE = 0.45  # from here on two texts say the same in other words
ON_THE_EDGE = 1  # examples
NEIGHBOURS = 20  # of others' lessons, the likest, are looked at: it bounds the time
OF_ITS_OWN = 5  # and of those of the same topic
# In units of one of the directory's examples, tried in turn: as strong as does no harm. A lesson weighs more than an
# example since it was taught by a real request, at that very place.
WEIGHTS = (10.0, 3.0, 1.0, 0.3, 0.1)
_GRAM = 4  # letters


class Lesson(Struct, frozen=True, kw_only=True):
    """`text` has names, addresses and numbers struck. A hand-over teaches a department, the others a topic."""

    number: int  # the request that it comes from
    text: str
    language: str
    kind: Kind
    by: PersonId
    at: datetime
    topic: TopicId | None = None
    department: DepartmentId | None = None
    not_topic: TopicId | None = None  # of "not this"


class Judged(Struct, frozen=True, kw_only=True):
    lesson: Lesson
    topic: str = ""  # what it was found to teach; empty: only that it is not what was thought
    verdict: Verdict
    weight: float = 0.0


class Learned(Struct, frozen=True, kw_only=True):
    matcher: Matcher
    judged: tuple[Judged, ...]  # the oldest first
    right_before: Right | None = None  # of the directory's own examples; None where it has no topics
    right_after: Right | None = None

    @property
    def examples(self) -> tuple[tuple[int, Example], ...]:
        """What a matcher is fitted to anew, by request. A "not this" is no example: it is applied after the fit."""
        return tuple(
            (j.lesson.number, _example(j.lesson, j.topic, j.weight))
            for j in self.judged
            if j.verdict == "applied" and j.topic
        )


def is_worse(now: Right | None, before: Right | None) -> bool:
    """Whether what was learned harms the directory's own examples.

    Each of them must be found as before, asked as it stands. With each left out in turn, which only tells how others
    like it would fare, all lessons together may cost one: of a few dozen, one always lies on the edge. Nor may more than
    one look new to every topic: "not this", said often enough of one topic, would send to the concierge whatever is like it.
    """
    if now is None or before is None or now.of != before.of:
        return False  # other examples were asked: there is nothing to compare
    if now.left_out is None or before.left_out is None:
        return now.as_they_stand < before.as_they_stand
    if now.heard is not None and before.heard is not None and now.heard < before.heard - ON_THE_EDGE:
        return True
    return now.as_they_stand < before.as_they_stand or now.left_out < before.left_out - ON_THE_EDGE


class Grounds(Struct, frozen=True, kw_only=True):
    """What lessons are added to: the matcher as fitted to the directory's own examples, so many of them."""

    directory: Directory
    matcher: Matcher
    own: int


class Refitted(Struct, frozen=True, kw_only=True):
    """A matcher to which some lessons have been fitted already: request -> (when it was taught, topic, weight)."""

    matcher: Matcher
    included: Mapping[int, tuple[datetime, str, float]]


def learned(grounds: Grounds, lessons: Iterable[Lesson], refitted: Refitted | None = None) -> Learned:
    """All lessons judged and applied. The same lessons on the same grounds give the same, on every process."""
    taught = sorted(lessons, key=lambda lesson: (lesson.at, lesson.number))[-MOST:]
    told = [(lesson, _topic_of(grounds, lesson)) for lesson in taught]
    voices = _Voices([(lesson, topic) for lesson, topic in told if topic is not None])
    start = refitted if refitted is not None and _still_holds(refitted, told, voices) else None
    right = grounds.matcher.right_of(grounds.own)
    school = _School(grounds, start.matcher if start else grounds.matcher, right, voices)
    judged = []
    for lesson, topic in told:
        had = start.included.get(lesson.number) if start else None
        judged.append(_had(lesson, had) if had else school.judge(lesson, topic))
    after = school.matcher.right_of(grounds.own)
    return Learned(matcher=school.matcher, judged=tuple(judged), right_before=right, right_after=after)


def _had(lesson: Lesson, had: tuple[datetime, str, float]) -> Judged:
    return Judged(lesson=lesson, topic=had[1], verdict="applied", weight=had[2])


def _topic_of(grounds: Grounds, lesson: Lesson) -> str | None:
    """What it teaches. Of a department it is the likeliest of its topics; None where nothing may learn from it."""
    topics = grounds.directory.topics
    if lesson.kind == "not_this":
        return ""
    if lesson.topic is not None:
        found = topics.get(lesson.topic)
        return str(found.id) if found and not found.confidential and found.signpost is None else None
    of_department = [
        str(topic.id)
        for topic in topics.values()
        if topic.department == lesson.department and not topic.confidential and topic.signpost is None
    ]
    return grounds.matcher.likeliest_of(lesson.text, of_department, lesson.language)


class _Voices:
    """Who taught what of texts that are alike."""

    def __init__(self, told: Sequence[tuple[Lesson, str]]) -> None:
        self.told = told
        self._grams = {lesson.number: grams(lesson.text) for lesson, _ in told}
        # Asked again for each lesson that may turn it.
        self._strengths: dict[tuple[int, str], dict[str, tuple[int, datetime]]] = {}

    def around(self, lesson: Lesson, from_: float) -> list[tuple[float, Lesson, str]]:
        """The others that are at least so like it, the likest first."""
        own = self._grams.get(lesson.number) or grams(lesson.text)
        found = [
            (likeness(own, self._grams[other.number]), other, topic)
            for other, topic in self.told
            if other.number != lesson.number
        ]
        return sorted((one for one in found if one[0] >= from_), key=lambda one: (-one[0], one[1].number))

    def outvoted(self, lesson: Lesson, topic: str) -> bool:
        """Each person has one voice for each topic; of equals the newest stands."""
        strength = self._strength(lesson, topic)
        return any(strength[told] > strength[topic] for told in strength if told != topic)

    def behind(self, lesson: Lesson, topic: str) -> int:
        """How many people taught this of it and of the like."""
        return self._strength(lesson, topic)[topic][0]

    def _strength(self, lesson: Lesson, topic: str) -> dict[str, tuple[int, datetime]]:
        """Of each topic that it and the like are taught: how many people, and when last."""
        known = self._strengths.get((lesson.number, topic))
        if known is not None:
            return known
        speakers: dict[str, set[PersonId]] = {topic: {lesson.by}}
        newest: dict[str, datetime] = {topic: lesson.at}
        for _, other, theirs in self.around(lesson, ALIKE):
            speakers.setdefault(theirs, set()).add(other.by)
            newest[theirs] = max(newest.get(theirs, other.at), other.at)
        found = {told: (len(people), newest[told]) for told, people in speakers.items()}
        self._strengths[lesson.number, topic] = found
        return found

    def said_since(self, lesson: Lesson) -> int:
        """How often the same person has said "not this" of the same topic since."""
        return sum(
            other.by == lesson.by
            and other.not_topic == lesson.not_topic
            and not topic
            and (other.at, other.number) > (lesson.at, lesson.number)
            for other, topic in self.told
        )

    def repeated(self, lesson: Lesson, topic: str) -> int:
        """How often the same person taught the like, this time included: all of it weighs as much as once."""
        again = Counter(
            (other.by, told) for _, other, told in self.around(lesson, ALIKE)
        )  # by whom, and what
        return 1 + again[lesson.by, topic]


class _School:
    def __init__(self, grounds: Grounds, matcher: Matcher, right: Right | None, voices: _Voices) -> None:
        self.grounds, self.matcher, self.right, self.voices = grounds, matcher, right, voices

    def judge(self, lesson: Lesson, topic: str | None) -> Judged:
        if topic is None:
            return Judged(lesson=lesson, verdict="elsewhere")
        if self.voices.outvoted(lesson, topic):
            return Judged(lesson=lesson, topic=topic, verdict="outvoted")
        if not topic and self.voices.said_since(lesson) >= NOT_THIS_OF_ONE:
            return Judged(lesson=lesson, verdict="repeated")
        if not topic and self._best(self.matcher, lesson) != lesson.not_topic:
            return Judged(lesson=lesson, verdict="needless")
        share, confirmed = self.voices.repeated(lesson, topic), self._confirmed(lesson, topic)
        for weight in WEIGHTS:
            tried = self.matcher.with_example(_example(lesson, topic, weight / share))
            if self._does_no_harm(tried, confirmed):
                self.matcher = tried
                return Judged(lesson=lesson, topic=topic, verdict="applied", weight=weight / share)
        return Judged(lesson=lesson, topic=topic, verdict="worse")

    def _does_no_harm(self, tried: Matcher, confirmed: Sequence[tuple[Lesson, str]]) -> bool:
        if is_worse(tried.right_of(self.grounds.own), self.right):
            return False
        return all(self._best(tried, other) == told for other, told in confirmed)

    def _confirmed(self, lesson: Lesson, topic: str) -> list[tuple[Lesson, str]]:
        """What others taught, as many as this, and what is so now.

        Of the same topic too, however few: that can lose by one more, and those who agree never outvote each other.
        """
        taught = [
            (other, told)
            for _, other, told in self.voices.around(lesson, 0.0)
            if told and other.by != lesson.by
        ]
        voices = self.voices.behind(lesson, topic)
        elsewhere = [one for one in taught if one[1] != topic][:NEIGHBOURS]
        own = [one for one in taught if one[1] == topic][:OF_ITS_OWN]
        return [
            (other, told)
            for other, told in elsewhere + own
            if self._best(self.matcher, other) == told
            and not self.voices.outvoted(other, told)
            and (told == topic or self.voices.behind(other, told) >= voices)
        ]

    @staticmethod
    def _best(matcher: Matcher, lesson: Lesson) -> str:
        found = matcher.predict(lesson.text, lesson.language).guesses
        return found[0].topic if found else ""


def _still_holds(refitted: Refitted, told: Sequence[tuple[Lesson, str | None]], voices: _Voices) -> bool:
    """Whether all that was fitted is still taught: nothing of it undone, erased, changed or outvoted since."""
    now = {lesson.number: (lesson, topic) for lesson, topic in told}
    for number, (at, topic, _) in refitted.included.items():
        lesson, told_now = now.get(number, (None, None))
        if lesson is None or lesson.at != at or not told_now or voices.outvoted(lesson, topic):
            return False
    return True


def _example(lesson: Lesson, topic: str, weight: float) -> Example:
    # A reason is kept with the request that it explains, and would outlive the words that it came from: so the number
    # stands for them.
    return Example(lesson.text, topic, lesson.language, weight, shown=f"R-{lesson.number}", is_taught=True)


def grams(text: str) -> frozenset[str]:
    padded = f" {plain(text)} "
    return frozenset(padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """1: the same letters everywhere; 0: nothing in common."""
    return float(len(one & other) / (len(one) * len(other)) ** 0.5)
