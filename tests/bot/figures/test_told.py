"""How figures are told: the digest read aloud, the charts, the files, the command line."""

import asyncio
import csv
import io
import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from bot.cli.simulate import simulate as simulate_command
from bot.cli.stats import stats
from bot.delivery.card import Picture
from bot.figures.charts import NAMES, Drawing, drawing, trend
from bot.figures.digest import digest_card, last_week, stats_card
from bot.figures.export import as_csv, as_json, safe
from bot.figures.owed import Owed
from bot.figures.painter import Painter, draw
from bot.figures.query import Asked, Backlog, Report
from bot.figures.rights import OF_PEOPLE
from bot.figures.said import duration
from bot.figures.shown import FIGURES, Row, Value
from bot.words import of
from knowledge.directory import DepartmentId

ASKED = Asked(department=DepartmentId("it"), since=date(2026, 11, 16), until=date(2026, 11, 22))
EVIL = '=cmd|"/C calc"!A0<script>alert(1)</script>'


def row(key: str = "total", **values: float | None) -> Row:
    return Row(
        key=key,
        values=tuple(Value(name=f.name, unit=f.unit, value=values.get(f.name, 0.0)) for f in FIGURES),
    )


def report(**values: float | None) -> Report:
    return Report(
        asked=ASKED, total=row(**values), backlog=Backlog(open=4, oldest=12, age_p50=2, over_a_week=1)
    )


NOW = report(
    received=42, response_p50=5400.0, promises_broken=2, promises_kept=11, complaints=3, made_good=2, kudos=4
)
BEFORE = report(received=30, response_p50=3600.0)


def test_the_digest_says_what_changed_why_it_matters_and_what_to_try() -> None:
    owed = Owed(
        oldest=(1042, 1051),
        complaints=(1050,),
        thank=("Luis Ferrer", "Ana Prado"),
        unanswered=(("VPN", 12), ("Printers", 5)),
        left=(("Reset your password", 4, 9),),
    )
    address = "https://x.example/stats?link=a"
    card = digest_card(NOW, BEFORE, "IT", of("en"), owed=owed, address=address)
    assert card.text.split("\n") == [
        "How last week went: IT",
        "42 requests came in, 12 more than the week before: look whether one cause stands behind them.",
        "Half of the first responses took 90 min (the week before: 60 min): colleagues waited longer for a first word.",
        "2 promises passed in silence. A new date before the old one has passed keeps the trust that it was for.",
        "4 requests are open; the oldest was asked 12 days ago.",
        "Oldest open: R-1042, R-1051",
        "One complaint is not made good yet. A word to the person comes before its cause.",
        "To be made good: R-1050",
        "4 colleagues said thank you. Pass it on.",
        "Whom to thank where all can hear it: Luis Ferrer and Ana Prado.",
        "Asked most without an article that answers it: VPN (12), Printers (5).",
        "Articles after which a person was wanted all the same: “Reset your password” (4 of 9).",
        "To try this week: when naming a time, name one that holds even on a bad day.",
        "Open the figures: https://x.example/stats?link=a",
    ]


OWED = Owed(complaints=(1050,), unanswered=(("VPN", 12),), left=(("Cambiar la contraseña", 4, 9),))


def test_the_digest_in_spanish() -> None:
    card = digest_card(NOW, BEFORE, "Informática", of("es"), owed=OWED)
    assert card.text.split("\n") == [
        "Cómo fue la semana: Informática",
        "Entraron 42 solicitudes, 12 más que la semana anterior: mira si hay una misma causa detrás.",
        "La mitad de las primeras respuestas tardó 90 min (la semana anterior: 60 min): la gente esperó más hasta la primera respuesta.",
        "2 promesas pasaron en silencio. Dar otra fecha antes de que pase la primera mantiene la confianza.",
        "Hay 4 solicitudes abiertas; la más antigua es de hace 12 días.",
        "Hay una queja por reparar. Primero, una palabra a la persona; después, la causa.",
        "Por reparar: R-1050",
        "4 personas dieron las gracias. Cuéntalo en el equipo.",
        "Lo que más se pregunta sin un artículo que lo conteste: VPN (12).",
        "Artículos tras los que hizo falta una persona: «Cambiar la contraseña» (4 de 9).",
        "Para probar esta semana: al dar una hora, da una que valga también en un mal día.",
    ]


def test_in_a_good_week_the_change_to_try_is_the_article_that_is_missing() -> None:
    good = report(received=42, response_p50=5400.0)
    good = replace(good, backlog=Backlog())
    for language, said in (
        ("en", "the answer about “VPN” as an article"),
        ("es", "la respuesta sobre «VPN»"),
    ):
        assert said in digest_card(good, good, "IT", of(language), owed=OWED).text
    assert digest_card(good, good, "IT", of("en")).text.endswith("as an article.")


def test_of_a_request_more_or_less_nothing_follows() -> None:
    for now, then in ((3, 4), (1, 0), (10, 12)):
        said = digest_card(report(received=now), report(received=then), "IT", of("en")).text
        assert "about as many as the week before." in said


def test_all_complaints_are_counted_and_three_are_named() -> None:
    owed = Owed(complaints=(1, 2, 3, 4, 5))
    said = digest_card(NOW, BEFORE, "IT", of("en"), owed=owed).text
    assert "5 complaints are not made good yet" in said
    assert "To be made good: R-1, R-2, R-3\n" in said


def test_who_leads_several_departments_reads_of_each() -> None:
    card = stats_card(
        [("IT", NOW, BEFORE), ("Payroll", BEFORE, NOW)], of("en"), picture=Picture(alt="IT: …", png=b"")
    )
    lines = card.text.split("\n")
    assert (card.title, lines[0]) == ("How IT is doing: last week", "How IT is doing: last week")
    assert lines.index("IT: …") < lines.index("How Payroll is doing: last week"), (
        "the chart stands with what it shows"
    )
    assert [line for line in lines if "came in" in line] == [
        "42 requests came in, 12 more than the week before: look whether one cause stands behind them.",
        "30 requests came in, 12 fewer than the week before: a good week to write down an answer that was given often.",
    ]


def test_a_quiet_week_has_a_digest_too() -> None:
    quiet = report(received=0, response_p50=None)
    for language in ("es", "en"):
        assert digest_card(quiet, quiet, "IT", of(language)).text


def test_a_week_is_not_compared_with_one_of_which_too_little_is_told() -> None:
    then = report(received=42, response_p50=None)
    for language, says in (
        ("en", "took 90 min; of the week before there were too few to compare."),
        ("es", "tardó 90 min; de la semana anterior hubo muy pocas para comparar."),
    ):
        assert says in digest_card(NOW, then, "IT", of(language)).text


def test_last_week_is_monday_to_sunday() -> None:
    assert last_week(date(2026, 11, 23)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert last_week(date(2026, 11, 29)) == (date(2026, 11, 16), date(2026, 11, 22))


def test_times_are_said_in_minutes_or_hours() -> None:
    assert [duration(s, of("en")) for s in (0, 90 * 60, 3 * 3600, 30 * 3600)] == [
        "0 min",
        "90 min",
        "3 h",
        "30 h",
    ]
    assert duration(2.5 * 3600, of("es")) == "2,5 h"


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ([9.0, 8, 4, 3], "quicker"),
        ([3.0, 4, 8, 9], "slower"),
        ([5.0, 5, 5, 5], "same"),
        ([1.0, None], "same"),
    ],
)
def test_a_trend_is_a_change_of_more_than_a_tenth(weeks: list[float | None], said: str) -> None:
    assert trend(weeks) == said


# Charts


def test_a_week_that_the_period_cuts_is_no_fall_in_the_chart() -> None:
    weeks = tuple(row(f"2026-11-{day:02}", received=9) for day in (2, 9, 16, 23))
    asked = Asked(department=DepartmentId("it"), since=date(2026, 11, 4), until=date(2026, 11, 24))
    drawn = drawing("weekly", replace(NOW, asked=asked, weeks=weeks), "IT", of("en"))
    assert {x for x, _, _ in drawn.points} == {"2026-11-09", "2026-11-16"}
    short = replace(asked, since=date(2026, 11, 23))
    assert drawing("weekly", replace(NOW, asked=short, weeks=weeks[3:]), "IT", of("en")).points


def test_the_bars_of_ratings_count_ratings() -> None:
    assert [drawing("ratings", NOW, "IT", of(language)).y for language in ("en", "es")] == [
        "Ratings",
        "Valoraciones",
    ]


def weekly(evil: str = "IT") -> Drawing:
    weeks = tuple(
        row(
            f"2026-{month:02}-0{day}",
            received=day,
            resolved=day - 1,
            response_p50=day * 3600.0,
            response_p90=9e4,
        )
        for month in (9, 10)
        for day in range(1, 8)
    )
    return drawing("weekly", replace(NOW, weeks=weeks), evil, of("es"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_chart_is_drawn_in_both_schemes_and_says_its_finding(name: str, scheme: str) -> None:
    of_it = replace(weekly(), name=name, scheme=scheme)  # type: ignore[call-overload]
    svg = draw(packed(of_it), "svg").decode()
    assert svg.startswith("<svg")
    assert "<script" not in svg
    assert "href" not in svg.replace("xmlns:xlink", "")
    assert draw(packed(of_it), "png").startswith(b"\x89PNG")
    assert of_it.alt.startswith("IT: ")


def packed(of_it: Drawing) -> bytes:
    import msgspec

    return msgspec.msgpack.encode(of_it)


@pytest.mark.parametrize("name", NAMES)
def test_where_nothing_may_be_shown_the_chart_is_empty_and_says_so(name: str) -> None:
    none = replace(NOW, total=row(**{f.name: None for f in FIGURES}), weeks=())
    empty = drawing(name, none, "IT", of("en"))  # type: ignore[arg-type]
    assert empty.is_empty
    assert draw(packed(empty), "svg")
    assert empty.alt.startswith("IT: ")


def test_hostile_names_are_text_in_a_chart() -> None:
    hostile = replace(weekly(EVIL), title=EVIL, series=(EVIL,), points=(("2026-09-01", EVIL, 3.0),))
    svg = draw(packed(hostile), "svg").decode()
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_hostile_names_leave_nothing_but_dots_in_a_picture() -> None:
    """A picture of text: no part of the file holds words, and nothing was loaded to draw it."""
    hostile = replace(weekly(EVIL), title=EVIL, series=(EVIL,), points=(("2026-09-01", EVIL, 3.0),))
    png, kinds, at = draw(packed(hostile), "png"), [], 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        kinds.append(png[at + 4 : at + 8])
        at += 12 + length
    assert set(kinds) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert at == len(png), "nothing stands behind the end"
    assert b"script" not in png


async def test_a_picture_is_drawn_once_in_a_second_and_never_on_the_event_loop() -> None:
    """In processor time of the process that draws: what else runs on the machine counts for nothing."""
    process = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    painter = Painter(process)
    try:
        began_at = await worked(process)
        await painter.warm()
        spent = await worked(process)
        loading = spent - began_at
        pauses = Pauses()
        watched = asyncio.create_task(pauses.watch())
        began = time.perf_counter()
        first, again = await asyncio.gather(painter.paint(weekly(), "png"), painter.paint(weekly(), "png"))
        took = time.perf_counter() - began
        watched.cancel()
        assert first is again
        drawing_it = await worked(process) - spent
        assert drawing_it <= 1
        assert drawing_it < loading, "what it draws with was there already"
        assert pauses.longest_s < took / 2, "the loop went on while the picture was drawn"
        spent = await worked(process)
        assert await painter.paint(weekly(), "png") is first
        assert await worked(process) - spent < 0.05
    finally:
        painter.close()


async def worked(process: ProcessPoolExecutor) -> float:
    """Seconds of processor time that it has had, in all its threads."""
    return await asyncio.get_running_loop().run_in_executor(process, time.process_time)


class Pauses:
    """How long the event loop did nothing else at a time."""

    longest_s = 0.0

    async def watch(self) -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0)
            self.longest_s = max(self.longest_s, time.perf_counter() - began)


# Files


def test_no_cell_can_be_taken_for_a_formula() -> None:
    hostile = replace(NOW, topics=(row(EVIL), row("+1"), row("-1"), row("@a"), row("\t=1")))
    cells = [cell for line in csv.reader(io.StringIO(as_csv([hostile], of("en")))) for cell in line]
    assert any("cmd|" in cell for cell in cells)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)
    assert safe("plain") == "plain"


def test_a_cell_that_begins_with_a_wide_or_hidden_sign_of_a_formula_is_text_too() -> None:
    for cell in ("＝1+1", "＋34 600", "－2", "＠SUM(1)", "\u00a0=1", "\u200b=1", "\ufeff＝1", "｜x", "％x"):
        assert safe(cell) == "'" + cell
    assert safe("Nóminas = sueldos") == "Nóminas = sueldos"


def test_json_keeps_what_was_withheld_apart_from_nothing() -> None:
    hidden = Row(
        key="total", values=tuple(replace(v, value=None, withheld="people") for v in NOW.total.values)
    )
    found = as_json(replace(NOW, total=hidden), of("en"))
    assert found["total"]["response_p50"] == {"value": None, "withheld": "people"}
    assert json.loads(json.dumps(found))["definitions"]["received"]


# The command line, on a data folder of its own


@pytest.fixture
def data() -> Iterator[str]:
    """A data folder with a short path."""
    with tempfile.TemporaryDirectory(prefix="vt-") as folder:
        yield folder


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]


def test_a_newcomer_simulates_looks_recounts_and_takes_it_out_again(data: str) -> None:
    made = run(simulate_command, "--data", data, "--requests", "300")
    assert made.exit_code == 0, made.output
    again = run(simulate_command, "--data", data)
    assert again.exit_code == 1
    assert "--remove" in again.output
    told = run(stats, "--data", data, "--department", "it")
    assert "Received" in told.output
    assert "simulated" in told.output
    sheet = run(stats, "--data", data, "--department", "it", "--csv").stdout
    means = {row["means"] for row in csv.DictReader(io.StringIO(sheet))}
    for figure in FIGURES:
        definition = of("en")(f"figure-{figure.name}-means")
        in_weeks = f" {of('en')('figures-whole-weeks-short')}" if figure.family in OF_PEOPLE else ""
        assert definition + in_weeks in means
        assert of("en")(f"figure-{figure.name}-means") in told.output
    first = run(stats, "--data", data, "--json")
    recounted = run(stats, "--data", data, "--json", "--rebuild")
    assert "Counted again from 300" in recounted.stderr
    assert json.loads(first.stdout) == json.loads(recounted.stdout)
    assert len(json.loads(first.stdout)) == 10
    assert run(stats, "--data", data, "--csv").stdout.startswith("department,since,until")
    gone = run(simulate_command, "--data", data, "--remove")
    assert "300 simulated requests are gone" in gone.output
    assert json.loads(run(stats, "--data", data, "--json").stdout)[0]["total"]["received"] == 0


def test_what_cannot_be_shown_is_one_sentence_that_says_what_to_do(data: str) -> None:
    unknown = run(stats, "--data", data, "--department", "nowhere")
    assert unknown.exit_code == 1
    assert "payroll" in unknown.output
    backwards = run(stats, "--data", data, "--since", "2026-02-01", "--until", "2026-01-01")
    assert backwards.exit_code == 1
    assert "earlier day first" in backwards.output
    assert run(stats, "--json", "--csv").exit_code == 2
    assert run(stats, "--since", "yesterday").exit_code == 2


def test_a_desk_that_a_company_works_with_is_not_filled_with_simulations(
    data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    refused = run(simulate_command, "--data", data)
    assert refused.exit_code == 1
    assert "SLACK_BOT_TOKEN" in refused.output
    assert Path(data).exists()
