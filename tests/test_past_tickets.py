"""What `ventanilla rehearse` reads: Slack's exports, and the tables that helpdesks write."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from bot.rehearsal.tickets import Ticket, Unreadable, past

ANA = "ana@ensayo.example"
NO_POWER = Ticket("Portátil\nNo enciende", ANA)


def written(tmp_path: Path, content: str, encoding: str = "utf-8", name: str = "tickets.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(content.encode(encoding))
    return file


HELPDESKS = {
    "zendesk": f'"ID","Subject","Description","Requester","Requester email","Assignee","Status"\n1,Portátil,No enciende,Ana,{ANA},Bo,Solved\n',
    "zendesk explore": f"Ticket ID,Ticket subject,Ticket description,Requester name,Requester email\n1,Portátil,No enciende,Ana,{ANA}\n",
    "jira": f"Summary,Issue key,Issue id,Issue Type,Status,Reporter,Reporter Email,Comment,Comment,Description\nPortátil,IT-1,10,Service Request,Done,ana,{ANA},x,y,No enciende\n",
    "freshdesk": f"Ticket ID,Subject,Status,Priority,Agent,Full name,Email,Description\n1,Portátil,Closed,Low,Bo,Ana,{ANA},<div>No enciende</div>\n",
    "servicenow": f"number,caller_id,caller_id.email,short_description,description\nINC1,Ana,{ANA},Portátil,No enciende\n",
    "servicenow in Spanish": f"Número;Solicitante;Descripción breve;Descripción;Correo electrónico\nINC1;Ana;Portátil;No enciende;{ANA}\n",
    "glpi": f"ID;Título;Descripción;Solicitante - Correo\n1;Portátil;No enciende;{ANA}\n",
    "osticket": f"Ticket Number,Date Created,Subject,From,From Email,Message\n1,2026,Portátil,Ana,{ANA},No enciende\n",
    "with a title above": f"Informe de incidencias 2026\n\nId;Asunto;Detalle;Correo\n1;Portátil;No enciende;{ANA}\n",
    "with excel's hint": f"sep=;\nAsunto;Detalle;Correo\nPortátil;No enciende;{ANA}\n",
    "tabs": f"Asunto\tDetalle\tCorreo\nPortátil\tNo enciende\t{ANA}\n",
    "name and address in one": f"Subject,Body,From\nPortátil,No enciende,Ana Ruiz <{ANA}>\n",
}


@pytest.mark.parametrize("content", HELPDESKS.values(), ids=HELPDESKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_a_helpdesks_table_is_read_by_the_names_of_its_columns(
    tmp_path: Path, content: str, encoding: str
) -> None:
    assert past(written(tmp_path, content, encoding)).tickets == [NO_POWER]


def test_a_description_with_lines_quotes_and_the_other_separator_stays_one(tmp_path: Path) -> None:
    said = 'Hola, buenas; tardes\n\nNo va el "wifi", ¿qué hago?\nGracias'
    quoted = said.replace('"', '""')
    file = written(tmp_path, f'Id;Descripción;Correo\r\n1;"{quoted}";{ANA}\r\n2;"Otra, con; todo";\r\n')
    assert past(file).tickets == [Ticket(said, ANA), Ticket("Otra, con; todo")]


def test_html_is_read_as_a_person_reads_it_and_what_only_looks_like_it_stays(tmp_path: Path) -> None:
    page = "<style>p {color: red}</style><p>No enciende&nbsp;el <b>portátil</b> &amp; nada</p><p>Gracias</p>"
    file = written(tmp_path, f'Description\n"{page}"\nif x < 3 and y > 2 it fails\n')
    assert [ticket.text for ticket in past(file).tickets] == [
        "No enciende el portátil & nada\nGracias",
        "if x < 3 and y > 2 it fails",
    ]


def test_it_is_said_which_columns_were_read_and_whether_they_tell_who_asked(tmp_path: Path) -> None:
    read = "What was asked is read from Asunto and Detalle"
    assert past(written(tmp_path, HELPDESKS["tabs"])).told == f"{read}, who asked from Correo."
    names = written(tmp_path, "Asunto;Detalle;Solicitante\nPortátil;No va;Ana Ruiz\n")
    assert past(names).told == f"{read}; Solicitante holds no addresses, so who asked is not known."
    nobody = written(tmp_path, "Asunto;Detalle\nPortátil;No va\n")
    assert past(nobody).told == f"{read}; no column tells the address of who asked."


def test_columns_of_other_names_are_told_and_can_be_named(tmp_path: Path) -> None:
    file = written(tmp_path, f"Nr,Was ist los?,Wer\n1,Wifi kaputt,{ANA}\n")
    with pytest.raises(Unreadable) as told:
        past(file)
    assert str(told.value) == (
        f"{file}: no column holds what was asked; there are: Nr, Was ist los?, Wer. Say which with --text COLUMN."
    )
    assert past(file, texts=["Was ist los?"], email="wer").tickets == [Ticket("Wifi kaputt", ANA)]
    with pytest.raises(Unreadable, match="has no column Wo; there are: Nr, Was ist los"):
        past(file, texts=["Wo"])


@pytest.mark.parametrize("head", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None])
def test_a_workbook_is_asked_for_as_csv(tmp_path: Path, head: bytes | None) -> None:
    file = tmp_path / "tickets.xlsx"
    if head is None:
        with zipfile.ZipFile(file, "w") as book:
            book.writestr("[Content_Types].xml", "<Types/>")
    else:
        file.write_bytes(head * 100)
    with pytest.raises(Unreadable, match="is a workbook"):
        past(file)


JSON = {
    "zendesk": {"tickets": [{"id": 1, "subject": "Portátil", "description": "No enciende", "requester": {"name": "Ana", "email": ANA}}], "count": 1},
    "jira": {"total": 1, "issues": [{"key": "IT-1", "fields": {"summary": "Portátil", "description": "No enciende", "reporter": {"displayName": "Ana", "emailAddress": ANA}}}]},
    "servicenow": {"result": [{"number": "INC1", "short_description": "Portátil", "description": "No enciende", "caller_id.email": ANA}]},
    "a list": [{"Asunto": "Portátil", "Descripción": "<p>No enciende</p>", "Correo": ANA, "Etiquetas": ["it"]}],
}  # fmt: skip


@pytest.mark.parametrize("content", JSON.values(), ids=JSON)
def test_json_is_read_by_the_same_names_however_deep_they_lie(tmp_path: Path, content: object) -> None:
    assert past(written(tmp_path, json.dumps(content), name="tickets.json")).tickets == [NO_POWER]


def test_json_lines_are_a_ticket_each_and_a_faulty_line_is_named(tmp_path: Path) -> None:
    line = json.dumps({"subject": "Portátil", "description": "No enciende", "email": ANA})
    assert past(written(tmp_path, f"{line}\n\n{line}\n", name="t.jsonl")).tickets == [NO_POWER] * 2
    assert past(written(tmp_path, f"{line}\n", name="t.ndjson")).tickets == [NO_POWER]
    with pytest.raises(Unreadable, match=r"t\.jsonl:2: this is no JSON"):
        past(written(tmp_path, f"{line}\n{{\n", name="t.jsonl"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", r"a\.csv has no tickets in it\."),
        ("a.json", b"[]", r"a\.json has no tickets in it\."),
        ("a.pdf", b"%PDF-1.7\n\0\1", r"a\.pdf is no text\. Save the tickets as CSV"),
        ("a.json", b'[{"nr": "1"}]', "no column holds what was asked; there are: nr. Say which with --text COLUMN"),
    ],
)  # fmt: skip
def test_what_holds_no_tickets_is_said_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        past(tmp_path / name)


def export(tmp_path: Path, *channels: str) -> Path:
    """A workspace's export: each channel has one request, and an answer to it."""
    folder = tmp_path / "export"
    for name in channels:
        (folder / name).mkdir(parents=True)
        asked = {"type": "message", "subtype": None, "user": "U1", "ts": "1", "text": f"pregunta en {name}"}
        answer = {"type": "message", "user": "U2", "ts": "2", "thread_ts": "1", "text": "va"}
        (folder / name / "2026-10-01.json").write_text(json.dumps([asked, answer]), "utf-8")
    (folder / "users.json").write_text(json.dumps([{"id": "U1", "profile": {"email": ANA}}]), "utf-8")
    for name in ("channels.json", "integration_logs.json"):
        (folder / name).write_text("[]", "utf-8")
    return folder


def zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder))


def test_a_whole_export_is_read_as_folder_and_as_zip(tmp_path: Path) -> None:
    folder = export(tmp_path, "ayuda")
    asked = [Ticket("pregunta en ayuda", ANA)]
    assert past(folder).tickets == past(zipped(folder)).tickets == past(folder / "ayuda").tickets == asked
    assert past(folder).told == "What was asked is what people began in #ayuda, without answers and bots."


def test_of_several_channels_it_is_asked_which(tmp_path: Path) -> None:
    folder = export(tmp_path, "ayuda", "rrhh", "general")
    for place in (folder, zipped(folder)):
        with pytest.raises(Unreadable) as told:
            past(place)
        assert (
            str(told.value)
            == f"{place} has several channels: ayuda, general, rrhh. Say which with --channel NAME."
        )
        two = past(place, channels=["#ayuda", "rrhh"])
        assert [ticket.text for ticket in two.tickets] == ["pregunta en ayuda", "pregunta en rrhh"]
        with pytest.raises(Unreadable, match="has no channel ventas; there are: ayuda, general, rrhh"):
            past(place, channels=["ventas"])


def test_an_export_zipped_with_its_folder_and_without_users_is_read_and_says_so(tmp_path: Path) -> None:
    folder = export(tmp_path, "ayuda", "rrhh")
    (folder / "users.json").unlink()
    archive = Path(shutil.make_archive(str(tmp_path / "whole"), "zip", tmp_path, "export"))
    found = past(archive, channels=["rrhh"])
    assert found.tickets == [Ticket("pregunta en rrhh")]
    assert "users.json, which tells addresses, is not there" in found.told


def test_a_table_in_a_zip_is_read(tmp_path: Path) -> None:
    written(tmp_path, HELPDESKS["jira"])
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(tmp_path / "tickets.csv", "tickets.csv")
    assert past(archive).tickets == [NO_POWER]


def test_an_archive_of_something_else_is_said_in_a_sentence(tmp_path: Path) -> None:
    archive = tmp_path / "photos.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.png", b"")
    with pytest.raises(Unreadable, match="has no channel of a Slack export in it"):
        past(archive)


MAILS = {
    "a signature": "Hola,\nmi portátil no enciende\n\nUn saludo,\nAna García López\nTécnica de Compras\nTel. 600 123 456",
    "a drawn line": "Hola,\nmi portátil no enciende\n-- \nAna García López\nFaro Logística",
    "a disclaimer": "Hola,\nmi portátil no enciende\n\nAVISO LEGAL: este correo contiene información confidencial.",
    "an answer": "Hola,\nmi portátil no enciende\n\nEl lun, 3 nov 2026 a las 10:12, Soporte (<s@x.example>) escribió:\n> ¿acoso?",
    "an answer on two lines": "Hola,\nmi portátil no enciende\n\nOn Mon, Nov 3, 2026 at 10:12 AM Support\n<s@x.example> wrote:\n> harassment?",
    "outlook's": "Hola,\nmi portátil no enciende\n\nDe: Soporte <s@x.example>\nEnviado el: lunes, 3 de noviembre\nPara: Ana\nAsunto: RE: acoso",
    "an original": "Hola,\nmi portátil no enciende\n\n-----Original Message-----\nFrom: HR\nSubject: harassment training",
    "a telephone's": "Hola,\nmi portátil no enciende\n\nEnviado desde mi iPhone",
    "english": "Hola,\nmi portátil no enciende\n\nKind regards\nJohn Smith\nSales Manager",
    "a page that quotes": "<p>Hola,</p><p>mi portátil no enciende</p><blockquote><p>acoso</p><blockquote>y más</blockquote></blockquote>",
}


@pytest.mark.parametrize("mail", MAILS.values(), ids=MAILS)
def test_of_a_mail_neither_signature_nor_what_it_quotes_is_read(tmp_path: Path, mail: str) -> None:
    quoted = mail.replace('"', '""')
    file = written(tmp_path, f'Subject,Description\nRE: RV: Portátil,"{quoted}"\n')
    assert past(file).tickets == [Ticket("Portátil\nHola,\nmi portátil no enciende")]


@pytest.mark.parametrize(
    "text",
    [
        "Gracias por todo, pero la impresora sigue sin ir",
        "Saludos a todos, ¿quién lleva el parking?",
        "De: Madrid a Lisboa, ¿cuánto cuesta el envío?",
        "No va el wifi.\nGracias.\nAdemás, la impresora de la segunda planta lleva todo el día sin papel",
        "No va el wifi.\nGracias",
        "Thanks,\nthe printer is out of paper",
        "On Monday I wrote:\nno answer yet",
        "Este mensaje me sale al abrir Excel",
        "¡Hola! ¿Va el wifi?",
        "FYI\n\n---------- Forwarded message ---------\nFrom: Ana\nSubject: wifi\nNo va el wifi",
    ],
)
def test_what_only_looks_like_the_end_of_a_mail_is_read_whole(tmp_path: Path, text: str) -> None:
    assert past(written(tmp_path, f'Description\n"{text}"\n')).tickets == [Ticket(text)]


def test_jiras_documents_and_marks_are_read_as_text(tmp_path: Path) -> None:
    line = {
        "type": "paragraph",
        "content": [{"type": "text", "text": "No "}, {"type": "text", "text": "enciende"}],
    }
    document = {"type": "doc", "version": 1, "content": [line]}
    issue = {
        "key": "IT-1",
        "fields": {"summary": "Portátil", "description": document, "reporter": {"emailAddress": ANA}},
    }
    cloud = written(tmp_path, json.dumps({"issues": [issue]}), name="cloud.json")
    assert past(cloud).tickets == [NO_POWER]
    marked = "{color:red}No enciende{color} [~accountid:5f1] !image-1.png|thumbnail!"
    server = written(tmp_path, f'Summary,Description,Reporter Email\nPortátil,"{marked}",{ANA}\n')
    assert past(server).tickets == [NO_POWER]


def test_tickets_that_are_wrapped_each_by_itself_are_read(tmp_path: Path) -> None:
    ticket = {"subject": "Portátil", "description": "No enciende", "requester": {"email": ANA}}
    file = written(tmp_path, json.dumps([{"helpdesk_ticket": ticket}] * 2), name="tickets.json")
    assert past(file).tickets == [NO_POWER] * 2


def test_columns_of_strange_names_are_told_one_by_one_whatever_separates_them(tmp_path: Path) -> None:
    file = written(tmp_path, "Folio;Fecha;Qué pasó, y cuándo;Quién\n1;2026;La taquilla no abre;Ana\n")
    with pytest.raises(Unreadable, match="there are: Folio, Fecha, Qué pasó, y cuándo, Quién"):
        past(file)
    assert past(file, texts=["Qué pasó, y cuándo"]).tickets == [Ticket("La taquilla no abre")]


def test_a_table_without_headings_is_said_so_and_nothing_of_it_is_shown(tmp_path: Path) -> None:
    file = written(tmp_path, f"1,2026-01-01,Quiero denunciar a mi jefe,{ANA}\n")
    with pytest.raises(Unreadable, match="names no columns") as told:
        past(file)
    assert "jefe" not in str(told.value)


def test_a_table_of_headings_alone_has_no_tickets(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="has no tickets in it"):
        past(written(tmp_path, "Id,Subject,Description\n"))


def test_portuguese_columns_are_known(tmp_path: Path) -> None:
    file = written(tmp_path, f"Número;Título;Descrição;Solicitante\n1;Portátil;No enciende;{ANA}\n")
    assert past(file).tickets == [NO_POWER]


def test_what_bots_and_apps_said_in_a_channel_was_not_asked(tmp_path: Path) -> None:
    folder = export(tmp_path, "ayuda")
    said = [
        {"type": "message", "user": "USLACKBOT", "ts": "3", "text": "Reminder: parte de horas"},
        {"type": "message", "user": "B9", "ts": "4", "text": "Build failed"},
        {"type": "message", "user": "U1", "app_id": "A1", "ts": "5", "text": "Encuesta nueva"},
    ]
    (folder / "ayuda" / "2026-10-02.json").write_text(json.dumps(said), "utf-8")
    users = [{"id": "U1", "profile": {"email": ANA}}, {"id": "B9", "is_bot": True, "profile": {}}]
    (folder / "users.json").write_text(json.dumps(users), "utf-8")
    assert past(folder).tickets == [Ticket("pregunta en ayuda", ANA)]
