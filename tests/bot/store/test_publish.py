"""What one process publishes and all use."""

import asyncio

from bot.store.store import Store


async def test_a_published_version_is_the_current_one_for_everybody(store: Store) -> None:
    publisher = store.publisher
    assert await publisher.current("directory") is None
    files = {"company.yaml": b"name: Acme", "topics/it.yaml": b"\xff\x00"}
    assert await publisher.publish("directory", "hash-1", files)
    assert await publisher.publish("matcher", "v7", {"weights": b"w" * 2_000_000})
    assert await publisher.currents() == {"directory": "hash-1", "matcher": "v7"}
    assert await publisher.fetch("directory", "hash-1") == files
    assert await publisher.fetch("directory", "hash-2") is None


async def test_of_two_who_publish_instead_of_the_same_version_one_wins(store: Store) -> None:
    publish = store.publisher.publish
    assert await publish("directory", "a", {"f": b"a"}, instead_of=None)
    assert not await publish("directory", "b", {"f": b"b"}, instead_of=None)
    for i in range(20):
        old = await store.publisher.current("directory")
        both = (publish("directory", f"{i}{who}", {"f": b"x"}, instead_of=old) for who in "xy")
        assert sorted(await asyncio.gather(*both)) == [False, True]


async def test_publishing_the_current_version_again_is_fine(store: Store) -> None:
    for _ in range(2):
        assert await store.publisher.publish("directory", "a", {"f": b"a"}, instead_of=None)


async def test_the_last_five_versions_are_kept(store: Store) -> None:
    for i in range(8):
        await store.publisher.publish("matcher", f"v{i}", {"weights": b"w"})
        await store.move_clock(1)
    assert await store.publisher.versions("matcher") == ["v3", "v4", "v5", "v6", "v7"]
    assert await store.publisher.fetch("matcher", "v2") is None
    assert await store.publisher.fetch("matcher", "v3") == {"weights": b"w"}
