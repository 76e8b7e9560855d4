"""Old tickets out of a helpdesk's CSV or JSON, whatever it calls its columns: Zendesk, Jira, Freshdesk, ServiceNow, GLPI and others.

Which line is the heading and what separates its columns is told by where the most columns are known by name; not by
counting signs, of which descriptions are full.
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from bot.rehearsal.mail import own_words, subject
from bot.rehearsal.ticket import MOST, Past, Ticket, Unreadable
from bot.words.text import clean
from knowledge.accents import unaccented

SUBJECTS = (
    "subject", "title", "summary", "short description", "brief description",
    "asunto", "titulo", "resumen", "descripcion breve", "breve descripcion", "descripcion corta",
    "assunto", "resumo", "descricao breve", "descricao resumida",
)  # fmt: skip
BODIES = (
    "text", "description", "body", "message", "request", "details", "content", "comment", "first comment", "question", "problem",
    "texto", "descripcion", "mensaje", "detalle", "detalles", "solicitud", "peticion", "contenido", "comentario", "consulta",
    "problema", "incidencia", "motivo", "descricao", "mensagem", "pedido", "conteudo",
)  # fmt: skip
# Of these the first that there is, so the ones that hold an address stand before those that may hold a name.
ASKERS = (
    "requester email", "email", "e mail", "email address", "contact email", "customer email", "user email", "from email",
    "caller email", "caller id email", "reporter email", "reporter email address", "creator email", "opened by email",
    "sender email", "requester email address",
    "correo", "correo electronico", "correo del solicitante", "email del solicitante", "direccion de correo",
    "correo electronico del solicitante", "correo electronico del informador", "solicitante correo",
    "requester", "reporter", "caller", "caller id", "from", "customer", "contact", "opened by", "creator",
    "email do solicitante", "correo del usuario", "endereco de email",
    "solicitante", "informador", "de", "remitente", "usuario", "abierto por", "llamante",
)  # fmt: skip
# "Ticket subject", "Issue description", "fields.summary": what it is a column of says nothing.
_OF = re.compile(
    r"^(?:(?:ticket|issue|request|incident|case|conversation|incidencia|caso|tique|tiquet|peticion|solicitud|fields) (?=\S))+"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # emailAddress
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # .xls; what came later is a zip file
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 10_000_000  # characters
_HEADING_WITHIN = 20  # lines: some write a title above
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_VALUE = re.compile(r"@|^\s*\d+\s*$|\d{4}-\d\d-\d\d|\d\d/\d\d/\d{2,4}")  # no column is called so
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|b|i|strong|em|a|table|tr|td|tbody|h[1-6]|img|font|html|body|blockquote)\b",
    re.I,
)
_ENDS_LINE = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", re.I)
_UNSEEN = re.compile(r"<(style|script|head)\b.*?</\1>|<!--.*?-->", re.I | re.S)
_QUOTE = re.compile(r"<blockquote\b.*</blockquote>", re.I | re.S)  # what a mail answers; one lies in another
# Jira's own marks: {color:red}, [~accountid:5f1], !picture.png|thumbnail!, [what is read|where it leads]
_WIKI = re.compile(
    r"\{(?:color|panel|quote|code|noformat)(?::[^{}]*)?\}|\[~[^\[\]]*\]|!(?=\S+\.\w{2,4}\b)[^!\n]+!"
)
_TAG = re.compile(r"<[^<>]*>")


class _Heading(NamedTuple):
    """`line`: how many records stand before what it heads."""

    line: int
    delimiter: str
    names: Sequence[str]


def table(name: str, data: bytes, texts: Sequence[str] = (), email: str = "") -> Past:
    """`texts`, `email`: the columns to use, where their names are known. Raises Unreadable."""
    if data.startswith(_OLD_WORKBOOK):
        raise Unreadable(f"{name} is a workbook. Save it as CSV (UTF-8) and give that.")
    if b"\0" in data and not data.startswith(_UTF_16):
        raise Unreadable(f"{name} is no text. Save the tickets as CSV (UTF-8) or JSON and give that.")
    content = _decoded(data)
    heading = _heading(content, [*texts, email])
    records = islice(_records(content, heading.delimiter), heading.line, None)
    try:
        return _past(name, heading.names, records, texts, email)
    except csv.Error as error:
        raise Unreadable(f"{name} can't be read as a table: {error}. Save it again as CSV (UTF-8).") from None


def entries(
    name: str, found: Iterable[Mapping[str, Any]], texts: Sequence[str] = (), email: str = ""
) -> Past:
    """A ticket each, as JSON has them; what lies within is a column too, such as requester.email. Raises Unreadable."""
    flat = [dict(_flat(_inner(entry))) for entry in found]
    names = list(dict.fromkeys(name for entry in flat for name in entry))
    records = ([entry.get(name, "") for name in names] for entry in flat)
    return _past(name, names, records, texts, email)


def _inner(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Some wrap each ticket by itself: {"helpdesk_ticket": {"subject": …}}."""
    [value, *more] = [*entry.values()] or [None]
    return value if isinstance(value, Mapping) and not more else entry


def _flat(entry: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in entry.items():
        if isinstance(value, Mapping) and value.get("type") == "doc":
            yield f"{above}{key}", "".join(_of_document(value)).strip()
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, str):
            yield f"{above}{key}", value


def _of_document(node: Mapping[str, Any]) -> Iterator[str]:
    """The text of Atlassian's document format, a line a paragraph."""
    if isinstance(node.get("text"), str):
        yield node["text"]
    inside = node.get("content")
    for part in inside if isinstance(inside, list) else ():
        if isinstance(part, Mapping):
            yield from _of_document(part)
    if node.get("type") in ("paragraph", "heading", "hardBreak", "codeBlock"):
        yield "\n"


def _past(
    name: str, names: Sequence[str], records: Iterable[list[str]], texts: Sequence[str], email: str
) -> Past:
    columns = {_plain(column): place for place, column in reversed(list(enumerate(names))) if column.strip()}
    if not columns:
        raise Unreadable(f"{name} has no tickets in it.")
    asked = [_place(column, columns, names, name) for column in texts] or _places(columns)
    if not asked:
        if any(
            _VALUE.search(column) for column in names
        ):  # what somebody wrote is not to stand in a complaint of ours
            raise Unreadable(
                f"{name}: its first line names no columns. Write one above it that does, such as: subject,description,email"
            )
        raise Unreadable(
            f"{name}: no column holds what was asked; there are: {_listed(names)}. Say which with --text COLUMN."
        )
    who = _place(email, columns, names, name) if email else _first(ASKERS, columns)
    tickets = list(islice(_tickets(records, asked, who), MOST))
    if not tickets:
        raise Unreadable(f"{name} has no tickets in it.")
    return Past(tickets, _told(names, asked, who, tickets))


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _records(content: str, delimiter: str) -> Iterator[list[str]]:
    """Raises csv.Error while it is read."""
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)


def _heading(content: str, named: Iterable[str]) -> _Heading:
    wanted = {*SUBJECTS, *BODIES, *ASKERS, *map(_plain, filter(None, named))}
    best, most = _Heading(1, ",", ()), (-1, 0)
    for delimiter in _DELIMITERS:
        try:
            for line, names in zip(range(1, _HEADING_WITHIN + 1), _records(content, delimiter), strict=False):
                count = sum(_plain(name) in wanted for name in names)
                # Where none is known by name, the first line says at least by what it is separated.
                known = (count, 0 if count or line > 1 else len(names))
                if known > most and names:
                    best, most = _Heading(line, delimiter, names), known
        except csv.Error:
            continue
    return best


def _plain(name: str) -> str:
    """ "Short_description", "Ticket: Subject" and "DESCRIPCIÓN " by the words that they have."""
    words = " ".join(re.findall(r"[^\W_]+", unaccented(_HUMP.sub(" ", name).casefold())))
    return _OF.sub("", words)


def _place(column: str, columns: Mapping[str, int], names: Sequence[str], name: str) -> int:
    place = next(
        (p for p, own in enumerate(names) if own.strip() == column.strip()),
        columns.get(_plain(column)),
    )
    if place is None:
        raise Unreadable(f"{name} has no column {column}; there are: {_listed(names)}.")
    return place


def _places(columns: Mapping[str, int]) -> list[int]:
    found = (_first(SUBJECTS, columns), _first(BODIES, columns))
    return [place for place in found if place is not None]


def _first(names: Iterable[str], columns: Mapping[str, int]) -> int | None:
    return next((columns[name] for name in names if name in columns), None)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(name.strip() for name in names if name.strip())) or "none"


def _tickets(records: Iterable[list[str]], asked: Sequence[int], who: int | None) -> Iterator[Ticket]:
    for record in records:
        cells = [_read(record[place]) for place in asked if place < len(record)]
        cells[:1] = [subject(cells[0])] if len(cells) > 1 else cells[:1]
        said = own_words(clean("\n".join(dict.fromkeys(filter(None, cells)))).strip())
        if said:
            address = _ADDRESS.search(record[who]) if who is not None and who < len(record) else None
            yield Ticket(said, address[0] if address else "")


def _read(cell: str) -> str:
    """As a person reads it: some write their descriptions as HTML."""
    if not _MARKUP.search(cell):
        return _WIKI.sub("", cell).strip()
    page = _UNSEEN.sub("", cell)
    lines = _TAG.sub("", _ENDS_LINE.sub("\n", _QUOTE.sub("", page)))
    return "\n".join(
        filter(None, (line.strip() for line in html.unescape(lines).replace("\xa0", " ").splitlines()))
    )


def _told(names: Sequence[str], asked: Sequence[int], who: int | None, tickets: Sequence[Ticket]) -> str:
    texts = " and ".join(names[place].strip() for place in asked)
    said = f"What was asked is read from {texts}"
    if who is None:
        return f"{said}; no column tells the address of who asked."
    name = names[who].strip()
    if not any(ticket.email for ticket in tickets):
        return f"{said}; {name} holds no addresses, so who asked is not known."
    return f"{said}, who asked from {name}."
