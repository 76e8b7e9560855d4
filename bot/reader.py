"""From a text to a Reading: what it is about, for whom, by when, and what it must not be treated as. Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from bot.bare import without_a_matter
from bot.domain.context import Asker
from bot.domain.reading import ArticleFound, Cautious, Reading
from bot.domain.request import LOOKED_AT, Need
from bot.who import whether_there
from knowledge import caution, follows, when
from knowledge.answers import answer_to, may_be_offered
from knowledge.caution.afterwards import is_well
from knowledge.caution.forms import LOOKED_AT as CHARACTERS_KEPT
from knowledge.directory import Directory, PersonId, TopicId, Traits
from knowledge.language import detect
from knowledge.matcher import Matcher, Prediction, Verdict
from knowledge.named import called, people_named
from knowledge.needs import announces_another, needs_in
from knowledge.pasted import without_pasted
from knowledge.personal import striker_for
from knowledge.printed import without_notices
from knowledge.progress import asked_state, tells_more
from knowledge.who import asked_of, matter_of

NOT_ASKED = Prediction((), unsure=True, verdict="person")
# Below this chance that the best guess is right, it is asked about: of what that holds up, half would have gone to the wrong
# owner, and one of the three choices is the right one in 85 of 100. Where each topic has three examples, 8.2 % of the requests
# go straight to a wrong owner instead of 14.2 and 11 % more are asked about; with all of the example company's, 3.3 instead of
# 4.4 and 1.7 % more.
STRAIGHT_FROM = 0.6
# In guided weeks less goes straight to an owner: of the example company's own sentences, a fifth unseen at a time, 89 %
# instead of 95 %, and of them 98.2 % to the right topic instead of 96.5 %.
GUIDED_FROM = 0.85  # the chance that the best guess is right
# A question is for who may mean one of several: where no choice has such a chance, it only costs them the time to read it.
OFFERED_FROM = 0.05
OFFERED_WHEN_DELICATE = 0.1  # "harassment" below "no me va" would startle whoever only cannot print
TELLS_OF_SOMEBODY = ("harassment", "conduct")  # kinds of confidential words
WORDS_AT_ONCE = 200
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_READ = 4_000  # characters that are read for meaning; all of them are kept


class Library(Struct, frozen=True):
    """The accepted directory and the matcher that was fitted to it."""

    directory: Directory
    matcher: Matcher
    # What the company calls ordinary things by: makes nothing confidential by itself.
    own: frozenset[str] = frozenset()


def read(text: str, asker: Asker, now: datetime, library: Library, *, routed: bool = True) -> Reading:
    """`routed`: also what it is about. Words to somebody who already has the request need no routing."""
    directory, whole, text = library.directory, text, without_notices(text[:LONGEST_READ])
    danger = caution.danger(text) or _danger_behind_a_log(whole)
    language = language_of(text, asker, directory)
    who, is_there = asked_of(text, directory), whether_there(text, directory) is not None
    state = "" if is_there else asked_state(text)
    urgent, complains = caution.urgency_words(text) is not None, caution.is_complaint(text)
    files_complaint = caution.names_complaint(text)
    greeting, thanks = caution.is_greeting(text), caution.is_thanks(text)
    matter = _matter(
        text,
        state or who.what,
        library,
        # A department's name says nothing of a matter: Legal is not likest to the whistleblowing channel.
        # And "buenas noches" is likest to the night shift.
        routed=routed and not (who.is_named or state == "" or greeting or thanks),
        is_careful=directory.guided or files_complaint,
        is_one=danger is not None or complains or files_complaint,
    )
    prediction = matter.prediction
    wanted = when.heard(text, now=now, zone=asker.zone or directory.zone, language=language)
    still_so, names_no_matter = caution.is_still_so(text), follows.names_no_matter(text)
    not_by_article = urgent or complains or still_so or bool(matter.needs)
    reading = Reading(
        language=language,
        verdict=matter.verdict,
        topic=matter.topic,
        confidence=matter.confidence,
        choices=tuple(matter.choices),
        chances=tuple(matter.choices.values()),
        because=prediction.because,
        article=None if not_by_article else _article(text, prediction, library, asker, language, now.date()),
        needs=matter.needs,
        danger=danger.kind if danger else None,
        caution=matter.caution,
        # To ask whether somebody is there is no reason for them not to read it.
        about=() if is_there else tuple(sorted(_about(text, directory) - {asker.person})),
        wanted_by=wanted.due if wanted else None,
        wanted_day_only=wanted.day_only if wanted else False,
        wanted_bare=wanted.bare if wanted else False,
        wanted_clock=wanted.clock if wanted else "",
        urgency="high" if urgent else None,
        wants_person=caution.asks_for_person(text),
        asks_progress=state is not None or caution.asks_progress(text),
        progress_of="named" if state else "beside" if tells_more(text) else "",
        asks_who=bool(who.what) and state is None and danger is None and not _confides(text, matter, library),
        complains=complains,
        files_complaint=files_complaint,
        for_information=caution.is_for_information(text),
        too_long=caution.takes_too_long(text),
        withdraws=caution.wants_withdraw(text),
        greeting=greeting,
        thanks=thanks,
        well=is_well(text),
        still_so=still_so,
        objects=follows.objects(text),
        corrects=follows.corrects(text),
        leans=follows.goes_on(text) or names_no_matter or bool(called(text, directory)),
        names_no_matter=names_no_matter,
        amends=follows.changes_mind(text) or follows.is_half_a_sentence(text),
    )
    return _in_confidence(without_a_matter(reading, text))


def _danger_behind_a_log(text: str) -> caution.Danger | None:
    """Where one was pasted first that is longer than what is read."""
    if len(text) <= LONGEST_READ:
        return None
    return caution.danger(without_pasted(text[:CHARACTERS_KEPT])[:LONGEST_READ])


class _Matter(NamedTuple):
    """What a text is about, as far as can be told."""

    verdict: Verdict
    topic: TopicId | None  # to whose owner it goes where nobody says more
    confidence: float  # that this, or else the best guess, is what is meant
    prediction: Prediction
    choices: dict[TopicId, float]
    caution: Cautious
    needs: tuple[Need, ...]


def _matter(
    text: str, who_for: str, library: Library, *, routed: bool, is_careful: bool, is_one: bool
) -> _Matter:
    """`who_for`: what they only want to know the name for; empty where they ask for something else.

    `is_careful`: the one question is asked more often. `is_one`: no second need is looked for; a complaint tells a story of one.
    """
    directory, matcher = library.directory, library.matcher
    about = who_for or matter_of(text)
    prediction = matcher.predict(about) if routed else NOT_ASKED
    prediction = _asked_below(GUIDED_FROM if is_careful else STRAIGHT_FROM, prediction)
    in_play = _in_play(about, prediction, matcher) if routed else frozenset()
    careful = _caution(text, prediction, library, in_play)
    needs = _needs(text, library) if routed and not who_for and not is_one else ()
    if needs:
        first, second = text[: needs[1].begins], text[needs[1].begins :]
        careful = max(careful, *(_caution_of(half, library) for half in (first, second)), key=_GRAVER.index)
        prediction = replace(matcher.predict(first), verdict="route")
    best, chance = _topic(prediction, directory), _chance(prediction)
    if best is not None and not (who_for or needs) and careful in ("words", "requester"):
        official = _official_for(about, best, prediction, library)
        if official is not None:
            # Of an official way nothing may be kept: unanswered it is the concierge's.
            topic = official if directory.topics[official].signpost is None else None
            choices = _either(official, best, prediction)
            unsaid = replace(prediction, because=())
            return _Matter("ask", topic, choices[topic] if topic else chance, unsaid, choices, careful, needs)
    verdict: Verdict = "person" if best is None else prediction.verdict
    return _Matter(
        verdict, best, chance, prediction, _choices(prediction, directory, in_play), careful, needs
    )


def _asked_below(chance: float, prediction: Prediction) -> Prediction:
    """What is known to be new to all topics stays a person's.

    In guided weeks the one question is asked more often. So with a complaint: its own words are like those of topics that
    only show the way elsewhere.
    """
    if prediction.verdict != "route" or prediction.guesses[0].confidence >= chance:
        return prediction
    return replace(prediction, verdict="ask", unsure=True)


def _official_for(text: str, best: TopicId, prediction: Prediction, library: Library) -> TopicId | None:
    """Where else it may have to go, if the words tell what somebody does ("sospecho de un fraude en gastos") and are likest to what
    any colleague handles, of whom it may tell. Of all topics that few read it is the likeliest.
    """
    directory = library.directory
    if prediction.verdict != "route" or directory.is_delicate(best):
        return None
    if caution.confidential_words(text, library.own) not in TELLS_OF_SOMEBODY:
        return None
    delicate = [topic for topic in directory.topics if directory.is_delicate(topic)]
    likeliest = library.matcher.likeliest_of(text, delicate)
    return TopicId(likeliest) if likeliest is not None else None


def _either(official: TopicId, best: TopicId, prediction: Prediction) -> dict[TopicId, float]:
    guessed = {guess.topic: guess.confidence for guess in prediction.guesses}
    return {topic: guessed.get(topic, 0.0) for topic in (official, best)}


def _needs(text: str, library: Library) -> tuple[Need, ...]:
    """Two, where it asks for two things."""
    found = needs_in(text, library.directory, library.matcher)
    return tuple(Need(begins=need.begins, topic=need.topic) for need in found)


def warm(library: Library) -> None:
    """Reads what the first texts would load, and each word of the directory's examples once: what is worked out of a word
    is kept, and colleagues write much the same ones. Up to a second, which is not for an event loop.
    """
    caution.prepare()
    directory = library.directory
    for language in directory.languages:
        nobody = Asker(person=PersonId(""), traits=Traits(), language=language, zone=directory.zone)
        for text in (_WARMING.get(language, "?"), *_vocabulary(directory, language)):
            read(text, nobody, datetime.now(UTC), library)
    answer_to("?", directory.articles, directory, library.matcher)
    striker_for(directory)


def _vocabulary(directory: Directory, language: str) -> Iterator[str]:
    """The words of all examples, each once, in texts of a length that is read."""
    examples = (text for topic in directory.topics.values() for text in topic.examples.get(language, ()))
    words = list(dict.fromkeys(word for text in examples for word in _WORD.findall(text)))
    for begin in range(0, len(words), WORDS_AT_ONCE):
        yield " ".join(words[begin : begin + WORDS_AT_ONCE])


_WARMING = {
    "es": "Hola, necesito una persona que me ayude con un problema antes del viernes a las cinco",
    "en": "Hello, I need somebody to help me with a problem before Friday at five",
}


def language_of(text: str, asker: Asker, directory: Directory) -> str:
    """The message's language decides, then the profile's, then the company's first."""
    heard = detect(text, directory.languages)
    if heard is not None:
        return heard
    return asker.language if asker.language in directory.languages else directory.languages[0]


def _topic(prediction: Prediction, directory: Directory) -> TopicId | None:
    best = TopicId(prediction.guesses[0].topic) if prediction.guesses else None
    return best if best in directory.topics else None


def _chance(prediction: Prediction) -> float:
    """Of the best guess."""
    return prediction.guesses[0].confidence if prediction.guesses else 0.0


def _choices(prediction: Prediction, directory: Directory, in_play: frozenset[str]) -> dict[TopicId, float]:
    """Two or three with their chances, in plain words for the asker: each says something the others do not, and that
    "something else", which goes to the concierge, does not say.

    A confidential topic is one of them only while it is in play, and likely enough. Then the words are treated as confidential, so that
    nobody but the asker reads the question; and "harassment" is never offered to who asks about their expenses.
    """
    guessed = {TopicId(guess.topic): guess.confidence for guess in prediction.guesses}
    topics = [directory.topics[topic] for topic in guessed if topic in directory.topics]
    offered = [
        topic.id
        for topic in topics
        if topic.department != directory.concierge
        and (not topic.confidential or (topic.id in in_play and guessed[topic.id] >= OFFERED_WHEN_DELICATE))
    ]
    if not any(guessed[topic] >= OFFERED_FROM for topic in offered):
        return {}  # it is something else, or nothing of all that
    return {topic: guessed[topic] for topic in offered[:3]}


def _in_play(text: str, prediction: Prediction, matcher: Matcher) -> frozenset[str]:
    """Confidential topics that it may still be about.

    What is like nothing that there is ("cuéntame un chiste") is not like one of them either, though no other leads by
    much. Of the example company's confidential examples, a tenth unseen at a time, none is missed for it; with ten
    examples a topic 1 of 441, and 99 in 100 are still heard.
    """
    return frozenset() if prediction.verdict == "person" else matcher.in_play(text)


def _caution(text: str, prediction: Prediction, library: Library, in_play: frozenset[str]) -> Cautious:
    """Why it is treated as confidential until a person settles it (law 11), or the empty string."""
    if caution.wants_private(text):
        return "requester"
    directory, topics = library.directory, library.directory.topics
    best = prediction.guesses[0].topic if prediction.guesses else ""
    if prediction.verdict == "route" and best in topics and topics[TopicId(best)].confidential:
        return "topic"
    if caution.confidential_words(text, library.own) is not None:
        return "words"
    shows_the_way = prediction.verdict == "route" and best in topics and topics[TopicId(best)].signpost
    if shows_the_way:  # which keeps no words
        return ""
    return "caution" if any(directory.is_delicate(TopicId(t)) for t in in_play if t in topics) else ""


def _confides(text: str, matter: _Matter, library: Library) -> bool:
    """Whether who asks whose something is has such a need: they get a person, not a name.

    Neither a guess that it may be one nor the name of a topic is a need: "¿quién lleva las nóminas?" tells of nobody's pay.
    """
    if matter.caution == "topic":
        return caution.confidential_words(text, library.own) is not None
    return matter.caution not in ("", "caution")


_GRAVER: tuple[Cautious, ...] = ("", "caution", "words", "topic", "requester")


def _in_confidence(reading: Reading) -> Reading:
    """Distress is health, and violence somebody's conduct, whether or not another word says so (law 11)."""
    if reading.danger not in LOOKED_AT or reading.caution in ("topic", "requester"):
        return reading
    return replace(reading, caution="words")


def _caution_of(half: str, library: Library) -> Cautious:
    """Each half by itself: what the other says must not drown what makes it confidential."""
    matcher = library.matcher
    prediction = matcher.predict(half)
    return _caution(half, prediction, library, _in_play(half, prediction, matcher))


def _about(text: str, directory: Directory) -> frozenset[PersonId]:
    """Whom the request names, or who shall not see it: they are passed over in the whole chain."""
    hidden = [people_named(directory, name) for name in caution.not_seen_by(text)]
    return people_named(directory, text).union(*hidden)


def _article(
    text: str, prediction: Prediction, library: Library, asker: Asker, language: str, today: date
) -> ArticleFound | None:
    """The answer that the company already has for this asker, in their language, reviewed and not overdue."""
    if prediction.verdict != "route":
        return None
    directory, topic = library.directory, TopicId(prediction.guesses[0].topic)
    offered = may_be_offered(directory.articles, topic, asker.traits, language, today)
    found = answer_to(text, offered, directory, library.matcher)
    if found is None or announces_another(text, topic, library.matcher):
        return None
    return ArticleFound(article=found.article.name, language=found.article.language, topic=topic)
