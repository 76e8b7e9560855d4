"""articles/NAME.LANG.md → a draft: what stands between the two `---` lines is YAML, the rest is the answer."""

import re
from datetime import date

from knowledge.reading import values
from knowledge.reading.drafts import ArticleDraft
from knowledge.reading.faults import Sheet
from knowledge.reading.fields import Fields
from knowledge.reading.nodes import Entries, Unreadable, has_control_characters, read_nodes
from knowledge.reading.shared import read_for

_FILE = re.compile(r"articles/(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<language>[a-z]{2,3}(?:-[A-Z]{2})?)\.md")
_HEAD = re.compile(r"---[ \t]*\n(?P<head>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def read_article(text: str, sheet: Sheet) -> ArticleDraft:
    """Raises Unreadable after putting the reason on the sheet."""
    file, parts = _FILE.fullmatch(sheet.file), _HEAD.match(text)
    if file is None:
        sheet.fault(
            1, "the file's name must be NAME.LANG.md in small letters, such as payslip-copy.es.md. Rename it."
        )
        raise Unreadable
    if parts is None:
        sheet.fault(
            1, "this article has no head. Begin with a line ---, the keys topic:, title: ..., and again ---."
        )
        raise Unreadable
    head = read_nodes(parts["head"], sheet, first_line=2)
    if not isinstance(head, Entries):
        sheet.fault(2, "the head must be keys and values. Write topic:, title: and the others, a line each.")
        raise Unreadable
    body = _read_body(text, parts.end(), sheet)
    return _read_head(head, sheet, file["name"], file["language"], body)


def _read_body(text: str, start: int, sheet: Sheet) -> str:
    body, line = text[start:].strip(), text.count("\n", 0, start) + 1
    if not body:
        sheet.fault(line - 1, "this article has no text. Write the answer below the head.")
    if not body.isprintable() and has_control_characters(body):
        sheet.fault(line, "this article holds an invisible control character. Take it out.")
    return body


def _read_head(head: Entries, sheet: Sheet, name: str, language: str, body: str) -> ArticleDraft:
    fields = Fields(head, f"article {name}", sheet)
    for_, for_line = read_for(fields)
    reviewed = fields.day("reviewed")
    again = fields.word("review_again", lambda text: str(values.day(text)))
    if reviewed and again.text and date.fromisoformat(again.text) <= reviewed:
        sheet.fault(
            again.line, f"{fields.what} is to be reviewed again before it was. Set review_again later."
        )
    if sheet.languages and language not in sheet.languages:
        sheet.fault(
            1, f"{language} is not among the languages of company.yaml. Add it there or rename the file."
        )
    draft = ArticleDraft(
        file=sheet.file,
        line=head.line,
        name=name,
        language=language,
        topic=fields.word("topic"),
        title=fields.text("title", required=True),
        body=body,
        stands_behind=fields.word("stands_behind", values.email),
        reviewed=reviewed or date.min,
        reviewed_line=head.lines.get("reviewed", head.line),
        review_again=again,
        for_=for_,
        for_line=for_line,
        questions=fields.listed("questions"),
    )
    fields.done()
    return draft
