"""What `doctor` says of a server."""

import pytest

from bot.store.binaries import find, install_line, parse_version
from bot.store.findings import Finding, Server, inspect, judge
from bot.store.store import Store


def levels(findings: list[Finding]) -> dict[str, str]:
    return {finding.name: finding.level for finding in findings}


async def test_the_embedded_server_loses_nothing_and_says_so(store: Store) -> None:
    found = await inspect(store)
    said = levels(found)
    version = "fine" if find().version >= (6, 2, 20) else "warning"
    assert said == {"version": version, "persistence": "fine", "memory": "fine", "clock": "fine"}
    assert any("Nothing acknowledged is lost" in finding.sentence for finding in found)


async def test_a_moved_clock_is_no_skew(store: Store) -> None:
    await store.move_clock(86_400_000)
    assert levels(await inspect(store))["clock"] == "fine"


@pytest.fixture
def good() -> Server:
    info = {"aof_enabled": 1, "maxmemory_policy": "noeviction", "role": "master", "used_memory": 9}
    config = {"appendfsync": "always", "maxmemory-policy": "noeviction", "min-replicas-to-write": "0"}
    return Server((7, 2, 4), info, config)


def changed(server: Server, info: dict[str, object] | None = None, **config: str) -> Server:
    renamed = {name.replace("_", "-"): value for name, value in config.items()}
    return Server(server.version, server.info | (info or {}), server.config | renamed)


def test_each_setting_that_may_lose_something_is_named_with_what_to_set(good: Server) -> None:
    cases = [
        (changed(good, {"aof_enabled": 0}), "persistence", "fault", "appendonly yes"),
        (changed(good, appendfsync="everysec"), "persistence", "warning", "two seconds"),
        (changed(good, appendfsync="no"), "persistence", "fault", "half a minute"),
        (changed(good, {"aof_last_write_status": "err"}), "persistence", "fault", "disk full"),
        (changed(good, maxmemory_policy="allkeys-lru"), "memory", "fault", "noeviction"),
        (changed(good, {"maxmemory": 10}), "memory", "warning", "90%"),
        (changed(good, {"role": "slave"}), "replication", "fault", "primary"),
        (changed(good, {"connected_slaves": 1}), "replication", "warning", "min-replicas-to-write 1"),
        (Server((6, 0, 9), good.info, good.config), "version", "fault", "6.2"),
        (Server((6, 2, 14), good.info, good.config), "version", "warning", "CVE-2025-49844"),
        (Server((7, 2, 4), good.info, {}), "persistence", "warning", "CONFIG is forbidden"),
    ]
    for server, name, level, words in cases:
        assert any((f.name, f.level) == (name, level) and words in f.sentence for f in judge(server, 0.0)), (
            f"{name} {level} {words}: {judge(server, 0.0)}"
        )
    assert {finding.level for finding in judge(good, 0.0)} == {"fine"}
    assert levels(judge(good, -61.0))["clock"] == "fault"


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("Redis server v=6.2.14 sha=40305114:0 malloc=libc bits=64", (6, 2, 14)),
        ("Valkey server v=8.0.1 sha=00000000:0 malloc=jemalloc-5.3.0", (8, 0, 1)),
        ("something else", None),
    ],
)
def test_a_server_s_version_is_read_from_what_it_says(said: str, version: tuple[int, ...] | None) -> None:
    assert parse_version(said) == version


@pytest.mark.parametrize(
    ("release", "line"),
    [
        ("ID=debian\n", "sudo apt-get install redis-server"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt-get install redis-server"),
        ("ID=fedora\n", "sudo dnf install valkey"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install valkey"),
        ("ID=alpine\n", "sudo apk add valkey"),
        ("ID=haiku\n", "package manager"),
    ],
)
def test_the_install_line_is_the_one_for_this_system(tmp_path, release: str, line: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "os-release").write_text(release)
    assert line in install_line("linux", tmp_path / "os-release")
    assert install_line("darwin", tmp_path / "none") == "brew install valkey"
