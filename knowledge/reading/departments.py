"""departments/ID.yaml → a draft with its topics."""

from typing import get_args

from knowledge.directory import For
from knowledge.reading import values
from knowledge.reading.drafts import (
    Assign,
    DepartmentDraft,
    HoursDraft,
    LadderDraft,
    OwnerDraft,
    TopicDraft,
)
from knowledge.reading.faults import Sheet
from knowledge.reading.fields import Fields, Word, listed
from knowledge.reading.nodes import Entries, Items, Node, Scalar
from knowledge.reading.shared import read_for, read_holidays, read_retention, read_targets, read_week

ASSIGN: tuple[Assign, ...] = get_args(Assign)
PLATFORMS = ("slack", "teams")


def read_department(root: Entries, sheet: Sheet) -> DepartmentDraft:
    stem = sheet.file.removeprefix("departments/").removesuffix(".yaml")
    fields = Fields(root, f"department {stem}", sheet)
    words_kept_days, confidential_kept_days = read_retention(fields)
    id_ = fields.word("id", values.slug)
    if id_.text and id_.text != stem:
        sheet.fault(id_.line, f"the id is {id_.text} but the file is {stem}.yaml. Give both one name.")
    draft = DepartmentDraft(
        file=sheet.file,
        line=root.line,
        id=id_,
        name=fields.texts("name"),
        also_known_as=fields.listed("also_known_as"),
        lead=_lead(fields),
        backup=fields.word("backup", values.email, required=False),
        assign=fields.choice("assign", ASSIGN),
        week=read_week(fields, required=False),
        zone=fields.text("zone", values.zone),
        holidays=read_holidays(fields),
        days_off=fields.days("days_off"),
        targets=read_targets(fields),
        words_kept_days=words_kept_days,
        confidential_kept_days=confidential_kept_days,
        closes_after_days=fields.value("closes_after_days", values.days_kept),
        channel=_read_channel(fields),
        address=fields.texts("address", required=False),
        ladder=_read_ladder(fields),
        hours_for=_read_hours_for(fields),
        topics=_read_topics(fields),
    )
    fields.done()
    return draft


def _lead(fields: Fields) -> Word:
    fields.node("lead", f"{fields.what} has no lead. Add lead: with an address of people.yaml.")
    return fields.word("lead", values.email, required=False)


def _read_channel(department: Fields) -> dict[str, Word]:
    fields = department.fields("channel", f"channel of {department.what}")
    if fields is None:
        return {}
    words = {platform: fields.word(platform, required=False) for platform in PLATFORMS}
    fields.done()
    return {platform: word for platform, word in words.items() if word.text}


def _read_ladder(department: Fields) -> tuple[LadderDraft, ...]:
    steps = []
    for node in listed(department.node("ladder")):
        if isinstance(node, Entries):
            fields = Fields(node, f"step of the ladder of {department.what}", department.sheet)
            steps.append(
                LadderDraft(to=fields.word("to", values.rung), waits=fields.value("waits", values.duration))
            )
            fields.done()
        elif isinstance(node, Scalar) and node.text:
            try:
                steps.append(LadderDraft(to=Word(values.rung(node.text), node.line), waits=None))
            except ValueError as error:
                department.sheet.fault(node.line, f"ladder of {department.what}: {error}")
        else:
            department.sheet.fault(
                node.line,
                f"ladder of {department.what} must be a list. Write [owner, {{to: backup, waits: 2h}}].",
            )
    return tuple(steps)


def _read_hours_for(department: Fields) -> tuple[HoursDraft, ...]:
    drafts = []
    for node in listed(department.node("hours_for")):
        if not isinstance(node, Entries):
            department.sheet.fault(
                node.line, f"hours_for of {department.what} must be a list. Write - for: and hours: below it."
            )
            continue
        fields = Fields(node, f"hours_for of {department.what}", department.sheet)
        for_, _ = read_for(fields)
        if for_.is_everybody:
            department.sheet.fault(
                node.line, f"{fields.what} are for nobody in particular. Add for: with a country or site."
            )
        drafts.append(
            HoursDraft(
                for_=for_,
                line=node.line,
                week=read_week(fields, required=False),
                zone=fields.text("zone", values.zone),
                holidays=read_holidays(fields),
                days_off=fields.days("days_off"),
            )
        )
        fields.done()
    return tuple(drafts)


def _read_topics(department: Fields) -> tuple[TopicDraft, ...]:
    drafts = []
    topics = department.node("topics")
    if isinstance(topics, Entries) and topics.entries and "id" not in topics.entries:
        department.sheet.fault(
            topics.line, "topics must be a list. Begin each topic with - id: and put its keys below that."
        )
        return ()
    for node in listed(topics):
        if isinstance(node, Entries):
            drafts.append(_read_topic(node, department.sheet))
        else:
            department.sheet.fault(
                node.line,
                "this is no topic. Under topics: write id:, name: and the other keys, beginning with -.",
            )
    return tuple(drafts)


def _read_topic(node: Entries, sheet: Sheet) -> TopicDraft:
    written = node.entries.get("id")
    id_ = written.text if isinstance(written, Scalar) else None
    fields = Fields(node, f"topic {id_[:60]}" if id_ else "this topic", sheet)
    draft = TopicDraft(
        id=fields.text("id", values.slug, required=True),
        called=fields.what,
        line=node.line,
        name=fields.texts("name"),
        description=fields.texts("description"),
        owners=_read_owners(fields),
        examples=fields.lists("examples"),
        keywords=fields.lists("keywords"),
        confidential=fields.flag("confidential"),
        open=fields.flag("open"),
        signpost=fields.texts("signpost", required=False),
        owner_may=fields.texts("owner_may", required=False),
        needs_yes_from=fields.word("needs_yes_from", values.email, required=False),
    )
    fields.done()
    return draft


def _read_owners(topic: Fields) -> tuple[OwnerDraft, ...]:
    missing = f"{topic.what} has no owner. Add one under owners:"
    owners = topic.node("owners", missing)
    if isinstance(owners, Items) and not owners.items:
        topic.sheet.fault(topic.line, missing)
    return tuple(owner for node in listed(owners) if (owner := _read_owner(topic, node)) is not None)


def _read_owner(topic: Fields, node: Node) -> OwnerDraft | None:
    if isinstance(node, Entries):
        fields = Fields(node, f"owner of {topic.what}", topic.sheet)
        person = fields.word("person", values.email)
        for_, for_line = read_for(fields)
        fields.done()
        return OwnerDraft(person=person, for_=for_, for_line=for_line)
    if isinstance(node, Scalar) and node.text:
        try:
            return OwnerDraft(person=Word(values.email(node.text), node.line), for_=For(), for_line=node.line)
        except ValueError as error:
            topic.sheet.fault(node.line, f"owners of {topic.what}: {error}")
            return None
    topic.sheet.fault(
        node.line,
        f"owners of {topic.what} must be addresses. Write ana@company.example or {{person: ..., for: ...}}.",
    )
    return None
