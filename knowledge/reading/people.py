"""people.yaml → drafts."""

from knowledge.reading import values
from knowledge.reading.drafts import PersonDraft
from knowledge.reading.faults import Sheet
from knowledge.reading.fields import Fields
from knowledge.reading.nodes import Entries, Items, Node, Unreadable
from knowledge.reading.shared import name_twice, read_holidays, read_week


def read_people(root: Node, sheet: Sheet) -> tuple[PersonDraft, ...]:
    """Raises Unreadable after putting the reason on the sheet."""
    if not isinstance(root, Items) or not root.items:
        sheet.fault(root.line, "this must be a list of people. Begin each one with - name:")
        raise Unreadable
    drafts = []
    for item in root.items:
        if isinstance(item, Entries):
            drafts.append(_read_person(item, sheet))
        else:
            sheet.fault(
                item.line, "this is no person. Write name:, email: and the other keys, beginning with -."
            )
    return tuple(drafts)


def _read_person(node: Entries, sheet: Sheet) -> PersonDraft:
    name = Fields(node, "this person", sheet).text("name")
    fields = Fields(node, f"person {name}" if name else "this person", sheet)
    draft = PersonDraft(
        line=node.line,
        name=name,
        email=fields.word("email", values.email),
        department=fields.word("department"),
        site=fields.word("site"),
        title=fields.texts("title", required=False),
        languages=fields.listed("languages", values.language) or sheet.languages,
        backup=fields.word("backup", values.email, required=False),
        confidential=fields.flag("confidential"),
        week=read_week(fields, required=False),
        zone=fields.text("zone", values.zone),
        holidays=read_holidays(fields),
        days_off=fields.days("days_off"),
        also_known_as=fields.listed("also_known_as"),
        company=fields.text("company"),
        employment=fields.text("employment"),
    )
    fields.required("name")
    name_twice(fields, "languages", draft.languages, node.line)
    fields.done()
    return draft
