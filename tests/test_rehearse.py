"""`ventanilla rehearse`: what would have become of what people asked before; nothing of it is stored."""

import csv
import json
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from bot.__main__ import main
from bot.reader import Library
from bot.rehearsal.groups import grouped
from bot.rehearsal.rehearse import Each, rehearse
from bot.rehearsal.tickets import Ticket, Unreadable, past
from tests.bot.desks import small_matcher
from tests.faults.processes import three_topic_folder
from tests.knowledge.directories import build_three_topics

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = [
    {
        "type": "message",
        "user": "U1",
        "ts": "1",
        "text": "Mi portátil no enciende, pregunta a <@U2|bo> &amp; cía",
    },
    {"type": "message", "user": "U2", "ts": "2", "thread_ts": "1", "text": "a mí tampoco"},
    {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "3", "text": "se ha unido"},
    {"type": "message", "bot_id": "B1", "ts": "4", "text": "recordatorio"},
    {"type": "message", "user": "U2", "ts": "5", "text": "gracias"},
]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    channel = tmp_path / "ayuda"
    channel.mkdir()
    (channel / "2026-10-01.json").write_text(json.dumps(DAY), "utf-8")
    users = [{"id": "U1", "profile": {"email": "ana@ensayo.example"}}]
    (tmp_path / "users.json").write_text(json.dumps(users), "utf-8")
    return channel


def library() -> Library:
    return Library(directory=build_three_topics(), matcher=small_matcher())


def test_of_a_slack_export_only_what_people_asked_is_read(export: Path) -> None:
    asked = Ticket("Mi portátil no enciende, pregunta a bo & cía", "ana@ensayo.example")
    assert past(export).tickets == [asked, Ticket("gracias")]
    assert past(export / "2026-10-01.json").tickets == [asked, Ticket("gracias")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_table_of_old_tickets_is_read_whatever_its_separator(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "tickets.csv"
    rows = "Id;Asunto;Descripción;Correo\n1;Portátil;No enciende desde ayer;ana@ensayo.example\n2;Nómina;;\n"
    file.write_bytes(rows.encode(encoding))
    assert past(file).tickets == [
        Ticket("Portátil\nNo enciende desde ayer", "ana@ensayo.example"),
        Ticket("Nómina"),
    ]


@pytest.mark.parametrize(("name", "content"), [("a.json", "{"), ("b.json", "3"), ("c.csv", "id,when\n1,2\n")])
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    with pytest.raises(Unreadable, match=name):
        past(file)


def test_each_has_an_owner_the_load_is_shared_and_what_no_topic_covers_is_grouped() -> None:
    lockers = [
        "La taquilla del vestuario se ha atascado",
        "Taquilla atascada en el vestuario, soy Jorge Pérez",
        "no abre mi taquilla del vestuario 14",
    ]
    asked = ["Mi portátil no enciende", "¿Dónde descargo mi nómina?", "hola", *lockers]
    found = rehearse([Ticket(text, "ana@ensayo.example") for text in asked], library(), NOON)
    assert found.asked == len(asked) - 1
    assert found.outcomes["nothing"] == 1
    assert found.topics["laptop"] >= 1  # type: ignore[index]
    assert sum(found.owners.values()) + found.outcomes.get("article", 0) == found.asked
    assert "ana@ensayo.example" not in found.owners  # nobody owns what they ask themselves
    shown = json.dumps([found.alone, [p.examples for p in found.proposals]], ensure_ascii=False)
    assert "Jorge" not in shown
    assert "14" not in shown


def test_no_word_of_danger_or_distress_is_shown_as_a_topic_that_is_missing_and_its_kinds_are_counted() -> (
    None
):
    asked = [
        "No puedo seguir viviendo así",
        "Hay humo en el almacén",
        "Han entrado con un cuchillo en recepción",
    ]
    told: list[Each] = []
    found = rehearse([Ticket(text) for text in asked], library(), NOON, told.append)
    assert found.dangers == {"distress": 1, "life": 1, "violence": 1}
    assert (found.proposals, found.alone, found.uncovered) == ((), (), 0)
    assert [one.text for one in told] == ["", asked[1], ""]


def test_what_is_no_request_is_not_written_where_it_may_be_confidential() -> None:
    told: list[Each] = []
    rehearse([Ticket("¿Cómo va lo de mi baja por depresión?")], library(), NOON, told.append)
    assert [(one.text, one.confidential) for one in told] == [("", True)]


def test_a_name_that_texts_have_in_common_is_no_heading() -> None:
    asked = [f"Que lo mire Jorge Pérez, va de {what}" for what in ("submarinos", "cometas", "violines")]
    found = rehearse([Ticket(text) for text in asked], library(), NOON)
    shown = json.dumps([found.alone, [(p.name, p.examples) for p in found.proposals]], ensure_ascii=False)
    assert "jorge" not in shown.casefold()
    assert "pérez" not in shown.casefold()


def test_thousands_that_are_like_no_other_are_grouped_at_once() -> None:
    syllables = [consonant + vowel for consonant in "bdfgjlmnprst" for vowel in "eiou"]
    words = ["".join(parts) for parts in product(syllables, repeat=3)]  # of as many letters as are looked at
    texts = [" ".join(words[place * 9 : place * 9 + 9]) for place in range(4_000)]
    before = process_time()
    assert len(grouped(texts)) == len(texts)
    assert process_time() - before < 5  # some 0.4 s; with each looked at, some 20


def test_texts_are_grouped_by_the_words_that_they_share() -> None:
    texts = [
        "llave de la taquilla rota",
        "se rompió la taquilla",
        "la cafetera no calienta",
        "mi taquilla, sin llave",
    ]
    first = grouped(texts)[0]
    assert "taquilla" in first.name
    assert set(first.members) == {0, 1, 3}
    assert grouped([]) == []


def test_the_command_prints_it_and_as_json(export: Path, tmp_path: Path) -> None:
    company = three_topic_folder(tmp_path / "company")

    def told(*args: str) -> Any:
        result = CliRunner().invoke(main, ["rehearse", str(export), "--directory", str(company), *args])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert told().startswith(
        "What was asked is what people began in this channel, without answers and bots.\n\n1 request.\n"
    )
    found = json.loads(told("--json"))
    assert (found["asked"], found["owners"]) == (1, {"bo@ensayo.example": 1})
    refused = CliRunner().invoke(main, ["rehearse", str(company), "--directory", str(company)])
    assert (refused.exit_code, refused.stdout) == (1, "")


def test_what_an_unmarked_owner_may_not_have_and_what_has_no_owner_for_who_asked_is_counted() -> None:
    asked = [
        Ticket("Mi portátil no enciende y estoy de baja por depresión"),
        Ticket("No me ha llegado la nómina de octubre"),
    ]
    told: list[Each] = []
    found = rehearse(asked, library(), NOON, told.append)
    assert (found.confidential, found.past_owner, found.unplaced) == (1, 1, 1)
    assert [(one.text, one.topic, one.confidential) for one in told] == [
        ("", "laptop", True),
        (asked[1].text, "payslip", False),
    ]


def test_what_would_have_become_of_each_is_written_where_one_says(export: Path, tmp_path: Path) -> None:
    company = three_topic_folder(tmp_path / "company")
    written = tmp_path / "each.csv"
    args = ["rehearse", str(export), "--directory", str(company), "--each", str(written)]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    with written.open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["text"] == "Mi portátil no enciende, pregunta a bo & cía"
    assert (first["topic"], first["owner"]) == ("laptop", "bo@ensayo.example")
    assert second["outcome"].startswith("no request")
    refused = CliRunner().invoke(main, [*args[:-1], str(tmp_path / "none" / "each.csv")])
    assert refused.exit_code == 1
    assert "can't be written" in refused.stderr


def test_what_is_proposed_stands_as_a_department_s_file_has_it_each_example_in_its_language(
    tmp_path: Path,
) -> None:
    company = three_topic_folder(tmp_path / "company")
    asked = [
        "La taquilla del vestuario se ha atascado",
        "no abre mi taquilla del vestuario",
        "my locker (taquilla) of the vestuario is stuck",
    ]
    tickets = tmp_path / "tickets.csv"
    tickets.write_text("Asunto\n" + "\n".join(asked) + "\n", "utf-8")
    result = CliRunner().invoke(main, ["rehearse", str(tickets), "--directory", str(company)])
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    begins = next(place for place, line in enumerate(lines) if line.startswith("- id: "))
    ends = next(place for place in range(begins, len(lines)) if not lines[place])
    [topic] = YAML(typ="safe").load("\n".join(lines[begins:ends]))
    assert list(topic["name"]) == ["es"]
    shown = {language: set(texts) for language, texts in topic["examples"].items()}
    assert shown == {"es": set(asked[:2]), "en": set(asked[2:])}
    assert "--each FILE writes a table" in result.stdout
