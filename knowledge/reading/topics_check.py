"""What can be wrong with a topic: its owners, who may read it, its examples."""

from collections import Counter
from collections.abc import Sequence

from knowledge.language import detect
from knowledge.reading.drafts import DepartmentDraft, TopicDraft
from knowledge.reading.faults import shown
from knowledge.reading.fields import Word
from knowledge.reading.joined import Joined

# Fewer examples than this in a language and the matcher is seldom sure.
ENOUGH_EXAMPLES = 5
# Examples, more than half of a topic's in one language, that read like another one: a sentence or two may be borrowed.
FOREIGN = 3
TOLD_APART = ("es", "en")  # of others too little is known: half of what is Catalan reads like Spanish


def check_topics(joined: Joined) -> None:
    first_at: dict[str, str] = {}
    first_example: dict[str, str] = {}
    for department in joined.drafts.departments:
        for topic in department.topics:
            place = f"{department.file}:{topic.line}"
            if topic.id and first_at.setdefault(topic.id, place) != place:
                joined.fault(
                    department.file,
                    topic.line,
                    f"topic {topic.id} is here twice (first in {first_at[topic.id]}). Give each its own id.",
                )
            _check_owners(joined, department, topic)
            if topic.confidential:
                _check_confidential(joined, department, topic)
            _check_examples(joined, department, topic, first_example)
        _check_counts(joined, department)


def _check_owners(joined: Joined, department: DepartmentDraft, topic: TopicDraft) -> None:
    file, what = department.file, topic.called
    seen: set[tuple[object, ...]] = set()
    for owner in topic.owners:
        joined.listed(file, f"owner of {what}", owner.person)
        joined.nobody_is_for(file, owner.for_line, f"an owner of {what}", owner.for_)
        if (owner.person.text, owner.for_) in seen and owner.person.text:
            joined.warn(
                file, owner.person.line, f"{what} names the owner {owner.person.text} twice. Keep one."
            )
        seen.add((owner.person.text, owner.for_))
    joined.listed(file, f"needs_yes_from of {what}", topic.needs_yes_from)
    left_out = joined.left_out(topic.owners)
    if topic.owners and left_out:
        of = f"those of {' and '.join(left_out)}" if len(left_out) < len(joined.sites) else "the others"
        joined.warn(
            file,
            topic.line,
            f"{what} has owners for some people only: what {of} ask goes to the department's backup or lead. Add an owner "
            "without for:",
        )


def _check_confidential(joined: Joined, department: DepartmentDraft, topic: TopicDraft) -> None:
    """An owner must be marked; of those behind them, who is not marked is passed over."""
    file, what = department.file, topic.called
    if topic.open:
        joined.fault(file, topic.line, f"{what} is confidential and open at once. Take one of the two out.")
    for owner in topic.owners:
        if _is_unmarked(joined, owner.person):
            joined.fault(
                file,
                owner.person.line,
                f"{what} is confidential but its owner {owner.person.text} is not marked confidential: true. "
                "Mark them in people.yaml or name another owner.",
            )
    behind = [("lead", department.lead), ("needs_yes_from", topic.needs_yes_from)]
    behind += [("backup", backup) for backup in _backups(joined, department, topic)]
    for role, person in behind:
        if _is_unmarked(joined, person):
            joined.warn(
                file,
                topic.line,
                f"{what} is confidential but its {role} {person.text} is not marked confidential: true, "
                "so someone else will be accountable. Mark them in people.yaml if they may read it.",
            )


def _backups(joined: Joined, department: DepartmentDraft, topic: TopicDraft) -> list[Word]:
    """Each owner's own backup, or else the department's; each person once."""
    owners = (joined.people.get(owner.person.text) for owner in topic.owners)
    backups = (o.backup if o is not None and o.backup.text else department.backup for o in owners)
    return list({backup.text: backup for backup in backups}.values())


def _is_unmarked(joined: Joined, email: Word) -> bool:
    """Whether the person is listed and not marked; who is not listed has a fault already."""
    person = joined.people.get(email.text)
    return person is not None and not person.confidential


def _check_examples(
    joined: Joined, department: DepartmentDraft, topic: TopicDraft, first_example: dict[str, str]
) -> None:
    file, what = department.file, topic.called
    counts = {code: len(topic.examples.get(code, ())) for code in joined.languages}
    for code, count in counts.items():
        if count == 0:
            joined.fault(
                file, topic.line, f"{what} has no examples in {code}. Add {ENOUGH_EXAMPLES} under examples:"
            )
    for code, words in topic.examples.items():
        _check_language(joined, file, topic, code, words)
        for word in words:
            key = " ".join(word.text.casefold().split())
            place = first_example.setdefault(key, f"{what} ({file}:{word.line})")
            if place != f"{what} ({file}:{word.line})":
                joined.warn(
                    file, word.line, f"the example {shown(word.text)} is already in {place}. Keep one."
                )


def _check_language(joined: Joined, file: str, topic: TopicDraft, code: str, words: Sequence[Word]) -> None:
    """Examples that stand under the other language's key teach that language the wrong words."""
    if code not in TOLD_APART:
        return
    read = Counter(detect(word.text, joined.languages) for word in words)
    other, count = next(((c, n) for c, n in read.most_common() if c not in (None, code)), (None, 0))
    if count >= FOREIGN and count > len(words) / 2:
        first = next(word for word in words if detect(word.text, joined.languages) == other)
        joined.warn(
            file,
            first.line,
            f"examples of {topic.called} under {code}: read like {other}, such as {shown(first.text)}. Put each language's "
            "under its own key.",
        )


def _check_counts(joined: Joined, department: DepartmentDraft) -> None:
    """One warning a department: a new company has few examples everywhere, and that is one thing to do."""
    found = [(topic, counted) for topic in department.topics if (counted := _few(joined, topic))]
    if not found:
        return
    first, counted = found[0]
    if len(found) == 1:
        said = f"{first.called} has few examples: {counted}"
    else:
        said = "topics with few examples: " + "; ".join(
            f"{topic.called.removeprefix('topic ')} {counted}" for topic, counted in found
        )
    languages = (first.examples.get(code, ()) for code in joined.languages)
    line = next(words for words in languages if 0 < len(words) < ENOUGH_EXAMPLES)[0].line
    joined.warn(
        department.file,
        line,
        f"{said}. Add what people write, until there are {ENOUGH_EXAMPLES} at least.",
    )


def _few(joined: Joined, topic: TopicDraft) -> str:
    """In which languages there are few, and how many; none at all is a fault of its own."""
    counts = {code: len(topic.examples.get(code, ())) for code in joined.languages}
    return " and ".join(f"{count} in {code}" for code, count in counts.items() if 0 < count < ENOUGH_EXAMPLES)
