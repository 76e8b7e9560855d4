"""Two needs in one message: where the second begins, or that there is only one. Pure.

Most messages with an "and" ask for one thing and tell a story about it, and who is told that one need is two has to
read and to answer a question for nothing. So a message is two needs only where both halves ask for something by
themselves and each is surely another's.
"""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from knowledge.directory import Directory, TopicId
from knowledge.matcher import Matcher, Prediction

CLEARLY_SURER = 0.01  # else the earlier place: the words that lead to the second need belong to it
FEWEST_WORDS = 3  # of a half
MOST_PLACES = 12  # that are looked at: a long story has many an "and"
SURE_WHEN_SAID = 0.3  # confidence of both halves, where the words announce a second thing
SURE = 0.8  # where they don't
SURE_WITHIN = 0.9  # and one department answers for both
PERHAPS = 0.06  # the chance from which a half may be about the other's topic as well

# Between two needs. The second begins with the words that announce it, so that nothing of the message is left out.
_PLACE = re.compile(
    r"(?P<announced>(?<![\w])(?:[ye]\s+)?(?:adem[aá]s|tambi[eé]n|aparte|por (?:otro lado|otra parte|cierto)|otra cosa(?: m[aá]s)?"
    r"|una cosa m[aá]s|de paso|ya que estoy|lo otro|la otra cosa|lo segundo|en segundo lugar)\b"
    r"|(?<![\w])(?:and\s+)?(?:also|besides|another thing|one more thing|on another note|while i(?:'|’)?m at it|by the way"
    r"|separately|secondly|the other thing|something else|unrelated|plus)\b"
    r"|(?<![\w])2\s?[.)-]\s)"
    # A run of blanks is looked at from where it begins alone: from each of them, thousands took a quarter of a second.
    r"|(?<!\s)(?:(?<=[.!?;,])\s|[^\S\n]*+\n\s)\s*+(?=\w|[¿¡])"
    r"|(?<!\s)\s++(?=(?:y|e|and|&)\s)",
    re.IGNORECASE,
)
# With these they say themselves that there are several.
_COUNTED = re.compile(
    r"\b(?:[2-5]|dos|tres|cuatro|varias|un par de|two|three|four|several|a few|a couple of|couple of) "
    r"(?:cos(?:as|itas)|dudas|preguntas|temas|peticiones|consultas|things|questions|requests|issues)\b",
    re.IGNORECASE,
)
# What makes of words a need: that something is wanted, asked, or wrong.
_ASKS = re.compile(
    # Spanish
    r"\b(?:necesit\w+|quier[oea]\w*|querr?[ií]a\w*|quisier\w+|me gustar[ií]a|pued[eoa]\w*|podr[ií]\w+|podemos|hay que|har[ií]a falta"
    r"|hace falta|hacen falta|falta\w*|solicit\w+|ped[ií]\w*|pid[eo]\w*|busc\w+|dónde|cómo|cuándo|cuánt[oa]s?|quién|qué|por favor"
    r"|ayud\w+|arregl\w+|cambi(?:ar|en|ad|adme)\w*|env[ií]\w+|mand\w+|d(?:ar|adme|enme|ame)|qu[eé]r[eé]is|ten[eé]is|tienes"
    r"|no (?:me |se |nos |le |lo |la )*(?:\w+)|se (?:me |nos |le )?(?:ha|han|cae|cay[oó]|rompi[oó]|estrope[oó]|bloque[oó]|fue|va|apaga)"
    r"|sigue|sigo|dime|decidme|díganme|olvid\w+|gote[ar]\w*|atascad[oa]|fundid[oa]|fundi[oó]|tengo (?:un )?(?:problema|que)|falla\w*|error|rot[oa]s?|averiad[oa]|perd[ií]\w*|sin (?:wifi|luz|agua|internet|acceso)"
    # English
    r"|need\w*|want\w*|tell me|show me|let me know|would like|i(?:'|’)d like|can (?:i|you|we|someone|somebody)|could (?:i|you|we|someone|somebody)|may i|please"
    r"|how|where|when|who|what|which|looking for|request\w*|help|fix|order|send|give|get me|book|change|renew"
    r"|(?:does|do|did|is|are|has|have|was|wo|ca|can)(?:n(?:'|’)?t| not)|cannot|not (?:work|arriv|com|show|turn|load)\w*|won(?:'|’)?t|no (?:wifi|power|water|internet|access)"
    r"|broke\w*|fail\w*|stuck|lost|missing|crash\w*|wrong|forg[eo]t\w*|leak\w*|drip\w*|blocked|jammed|out of)\b|\?",
    re.IGNORECASE,
)
# With these a clause goes on with what was being told.
_GOES_ON = re.compile(
    r"\W*(?:(?:y|e|and|&)\s+)?(?:pero|porque|ya que|pues|as[ií] que|entonces|aunque|si|cuando|hasta|desde|que|lo|la|los|las|le|me lo|me la"
    r"|no s[eé]|no sabemos|i do(?:n(?:'|’)?t| not) know|not sure|eso|esto|est[aá]|sigue|todav[ií]a|a[uú]n|ya|but|because|so|since|although|if|when|until|which|that|it|this|they|he|she|still)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
# Where a clause begins. "Mi mujer también trabaja aquí" announces nothing.
_CLAUSE = re.compile(r"(?:^|[^\w\s]\s*)$")
_JOINED = re.compile(r"(?:y|e|and)\s", re.IGNORECASE)


class Need(Struct, frozen=True):
    """A part of a message: it goes from where it begins to where the next does, or to the end."""

    begins: int  # characters
    topic: TopicId


def needs_in(text: str, directory: Directory, matcher: Matcher, lang: str = "") -> tuple[Need, ...]:
    """Two needs that together are the whole text, or none where it is one. Topics that point the official way have
    no owner, so they are no part of two."""
    best: tuple[Need, ...] = ()
    surest, counted = 0.0, _COUNTED.search(text)
    for place, said_so in islice(_places(text), MOST_PLACES):
        announced = said_so or (counted is not None and counted.end() < place)
        halves = text[:place], text[place:]
        if not _may_be_two(halves, announced=announced):
            continue
        sure, needs = _read(halves, directory, matcher, lang, announced=announced)
        if needs and sure >= _line(needs, directory, announced=announced) and sure > surest + CLEARLY_SURER:
            best, surest = needs, sure
    return best


def announces_another(text: str, topic: TopicId, matcher: Matcher) -> bool:
    """Whether a later part is announced and is like something else, or nothing: what answers the first leaves it open."""
    for place, announced in islice(_places(text), MOST_PLACES):
        rest = text[place:]
        if announced and place and len(_WORD.findall(rest)) > FEWEST_WORDS:
            guesses = matcher.predict(rest).guesses
            if not guesses or guesses[0].topic != topic:
                return True
    return False


def _places(text: str) -> Iterator[tuple[int, bool]]:
    """Where a second need may begin, and whether the words announce one."""
    for match in _PLACE.finditer(text):
        if match["announced"] is None:
            yield match.end(), False
        else:
            before = text[max(0, match.start() - 9) : match.start()]
            yield match.start(), bool(_JOINED.match(match[0]) or _CLAUSE.search(before))


def _may_be_two(halves: tuple[str, str], *, announced: bool) -> bool:
    """Words that announce a second thing do for what a half would otherwise have to say itself."""
    if any(len(_WORD.findall(half)) < FEWEST_WORDS for half in halves):
        return False
    if announced:
        return True
    goes_on = _GOES_ON.match(halves[1]) or _POINTS_BACK.search(halves[1])
    return not goes_on and all(map(asks_for_something, halves))


def asks_for_something(text: str) -> bool:
    """Whether something is wanted, asked or wrong in it."""
    return _ASKS.search(text) is not None


def _read(
    halves: tuple[str, str], directory: Directory, matcher: Matcher, lang: str, *, announced: bool
) -> tuple[float, tuple[Need, ...]]:
    """How surely each half is a topic of its own, and which; nothing where one is not."""
    enough = ("route", "ask") if announced else ("route",)
    found = list[Prediction]()
    for half in halves:  # mostly the first is enough to know
        found.append(matcher.predict(half, lang))
        if found[-1].verdict not in enough or not found[-1].guesses:
            return 0.0, ()
    topics = [directory.topics.get(TopicId(one.guesses[0].topic)) for one in found]
    one, other = topics
    if one is None or other is None or one.signpost is not None or other.signpost is not None:
        return 0.0, ()
    if one.id == other.id or _may_be(found[0], other.id) or _may_be(found[1], one.id):
        return 0.0, ()
    sure = min(each.guesses[0].confidence for each in found)
    return sure, (Need(0, one.id), Need(len(halves[0]), other.id))


def _may_be(found: Prediction, topic: TopicId) -> bool:
    """Whether a half may be about the other half's topic too: then it tells more of the same."""
    return any(guess.topic == topic and guess.confidence > PERHAPS for guess in found.guesses)


def _line(needs: tuple[Need, ...], directory: Directory, *, announced: bool) -> float:
    if announced:
        return SURE_WHEN_SAID
    one, other = (directory.topics[need.topic].department for need in needs)
    return SURE_WITHIN if one == other else SURE
