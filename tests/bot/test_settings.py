"""What the environment says, read once: a wrong value stops the start and names the variable."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import EXAMPLE_COMPANY, Settings, WrongSetting, from_environment, has_desk, with_secret

LONG = "a secret that is long enough"
URL = "redis://:hush@redis.example:6379/0"


def test_without_a_word_it_is_the_example_company_on_a_redis_of_its_own_with_the_local_desk() -> None:
    settings = from_environment({})
    assert (settings.directory, settings.data, settings.port) == (EXAMPLE_COMPANY, Path("data"), 3000)
    assert (settings.host, settings.redis_url, settings.desk) == ("127.0.0.1", "", False)


def test_the_environment_is_read_and_the_command_line_goes_before_it() -> None:
    environment = {"PORT": "4000", "VENTANILLA_DIRECTORY": "/company", "VENTANILLA_DATA": "/data"}
    settings = from_environment(environment, port=5000, directory=None, data=Path("elsewhere"))
    assert (settings.port, settings.directory, settings.data) == (5000, Path("/company"), Path("elsewhere"))


def test_empty_variables_are_as_good_as_none() -> None:
    environment = dict.fromkeys(
        ("REDIS_URL", "VENTANILLA_DIRECTORY", "VENTANILLA_DATA", "VENTANILLA_URL"), ""
    )
    assert from_environment(environment) == from_environment({})


def test_beside_a_platform_or_a_redis_url_the_local_desk_is_there_only_when_asked_for() -> None:
    shared = {"REDIS_URL": URL, "VENTANILLA_SECRET": LONG}
    assert has_desk(from_environment({}), connected=False)
    assert not has_desk(from_environment({}), connected=True)
    assert not has_desk(from_environment(shared), connected=False)
    assert has_desk(from_environment(shared, desk=True), connected=True)


@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix", "redis+sentinel", "redis+cluster"])
def test_every_kind_of_redis_can_be_named(scheme: str) -> None:
    url = f"{scheme}://somewhere"
    assert from_environment({"REDIS_URL": url, "VENTANILLA_SECRET": LONG}).redis_url == url


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"PORT": ""}, "PORT"),
        ({"PORT": "3000a"}, "PORT"),
        ({"PORT": "-1"}, "PORT"),
        ({"PORT": "65536"}, "PORT"),
        ({"PORT": "³"}, "PORT"),
        ({"REDIS_URL": "redis.example"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://desk.example:port", "VENTANILLA_SECRET": LONG}, "REDIS_URL"),
        ({"REDIS_URL": "redis://:hush/hush@desk.example:6379", "VENTANILLA_SECRET": LONG}, "REDIS_URL"),
        ({"REDIS_URL": "redis+sentinel://one:1,two:x/desk", "VENTANILLA_SECRET": LONG}, "REDIS_URL"),
        ({"REDIS_URL": "redis://[::1", "VENTANILLA_SECRET": LONG}, "REDIS_URL"),
        ({"REDIS_URL": URL}, "VENTANILLA_SECRET"),
        ({"REDIS_URL": URL, "VENTANILLA_SECRET": "short"}, "VENTANILLA_SECRET"),
        ({"VENTANILLA_SECRET": "short"}, "VENTANILLA_SECRET"),
        ({"VENTANILLA_URL": "ftp://desk.example"}, "VENTANILLA_URL"),
        ({"VENTANILLA_URL": "https://"}, "VENTANILLA_URL"),
        ({"VENTANILLA_URL": "https://desk.example/?a=1"}, "VENTANILLA_URL"),
    ],
)
def test_a_wrong_value_stops_the_start_in_a_sentence_that_names_the_variable(
    environment: dict[str, str], named: str
) -> None:
    with pytest.raises(WrongSetting) as wrong:
        from_environment(environment)
    assert str(wrong.value).startswith(named)
    assert "hush" not in str(wrong.value)


def test_a_public_address_has_no_slash_at_its_end() -> None:
    assert from_environment({"VENTANILLA_URL": "https://desk.example/"}).url == "https://desk.example"


def test_no_secret_shows_when_settings_are_printed() -> None:
    settings = from_environment({"REDIS_URL": URL, "VENTANILLA_SECRET": LONG})
    for shown in (repr(settings), str(settings), f"{settings}"):
        assert LONG not in shown
        assert "hush" not in shown


# --- the secret of a data folder --------------------------------------------------------------------------------


@pytest.fixture
def lax_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_secret_is_made_once_for_a_data_folder_and_is_for_its_owner_alone(
    tmp_path: Path, lax_umask: None
) -> None:
    settings = Settings(data=tmp_path / "data")
    first, second = with_secret(settings), with_secret(settings)
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert with_secret(Settings(data=tmp_path / "other")).secret != first.secret


def test_a_secret_that_was_given_is_kept_and_nothing_is_written(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", secret=LONG)
    assert with_secret(settings).secret == LONG
    assert not (tmp_path / "data").exists()


def test_everything_else_stays_as_it_was(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, port=4000, desk=True, url="https://desk.example")
    kept = with_secret(settings)
    assert (kept.data, kept.port, kept.desk, kept.url) == (tmp_path, 4000, True, "https://desk.example")


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        with_secret(Settings(data=tmp_path / "file" / "data"))


@pytest.mark.parametrize("left", ["", "short\n"])
def test_a_secret_file_that_was_cut_off_by_a_crash_is_not_used_as_it_is(tmp_path: Path, left: str) -> None:
    (tmp_path / "secret").write_text(left)
    assert len(with_secret(Settings(data=tmp_path)).secret) >= 32
