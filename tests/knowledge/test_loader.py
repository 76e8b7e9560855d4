"""From a folder to a Directory: what was left out takes its usual value, what is wrong stops the whole."""

import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from knowledge.calendar import Frame, HolidayPlace
from knowledge.check import check
from knowledge.directory import DepartmentId, Directory, For, PersonId, Target, TopicId, TopicOwner, Traits
from knowledge.loader import Faulty, Files, build, emails, fingerprint, load, passed_over, read_folder
from tests.knowledge.directories import build_three_topics, edited, person, three_topics, without

COMPANY, PEOPLE = "company.yaml", "people.yaml"
IT, PAYROLL = "departments/it.yaml", "departments/payroll.yaml"
EXAMPLE = Path(__file__).parents[2] / "knowledge" / "company"
NINE_TO_FIVE = (Frame(9 * 3600, 17 * 3600),)


def write(folder: Path, files: Files) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# The folder


def test_a_folder_gives_the_texts_of_the_files_that_belong(tmp_path: Path) -> None:
    write(
        tmp_path, {**three_topics(), "README.md": "x", "departments/notes.txt": "x", ".git/config.yaml": "x"}
    )
    assert read_folder(tmp_path) == three_topics()


def test_a_folder_loads_as_its_files_build(tmp_path: Path) -> None:
    assert load(write(tmp_path, three_topics())) == build_three_topics()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        Faulty, match=r"nowhere:1: there is no such folder\. Name the one that holds company\.yaml\."
    ):
        load(tmp_path / "nowhere")


def test_a_folder_without_company_yaml_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        Faulty, match=r"company\.yaml:1: this file is missing\. Add it, or name another folder\."
    ):
        load(write(tmp_path, without(three_topics(), COMPANY)))


def test_a_company_file_of_nearly_the_right_name_is_named(tmp_path: Path) -> None:
    files = three_topics()
    write(tmp_path, without(files, COMPANY) | {"company.yaml.txt": files[COMPANY]})
    with pytest.raises(Faulty, match=r"There is company\.yaml\.txt: name it company\.yaml\."):
        load(tmp_path)


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("people.yaml.txt", "Name it people.yaml."),
        ("People.yml", "Name it people.yaml."),
        ("it.yaml", "Name it departments/ID.yaml"),
        ("departments/es/it.yaml", "Name it departments/ID.yaml"),
        ("department/it.yaml", "Name it departments/ID.yaml"),
        ("departments/it.yaml.txt", "Name it departments/ID.yaml"),
        ("payslip.es.md", "articles/NAME.LANG.md"),
        ("articles/payslip.es.txt", "articles/NAME.LANG.md"),
        ("articles/payslip.es.markdown", "articles/NAME.LANG.md"),
        ("articles/pay/payslip.es.md", "articles/NAME.LANG.md"),
    ],
)
def test_what_was_meant_to_be_read_and_is_not_is_told(tmp_path: Path, name: str, do: str) -> None:
    [told] = passed_over(write(tmp_path, three_topics() | {name: "x"}))
    assert (told.file, told.warning) == (name, True)
    assert do in told.message


@pytest.mark.parametrize(
    "name",
    [
        "README.md", "articles/README.md", "notes.txt", "departments/notes.txt", ".git/config.yaml", "departments/it.yaml~",
        "departments/.it.yaml.swp", "articles/picture.png", "CHANGES.md",
    ],
)  # fmt: skip
def test_what_may_lie_beside_a_directory_is_not(tmp_path: Path, name: str) -> None:
    assert passed_over(write(tmp_path, three_topics() | {name: "x"})) == []


def test_of_a_folder_of_another_name_one_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, three_topics() | {f"artikel/{n}.es.md": "x" for n in "abc"})
    assert [told.file for told in passed_over(tmp_path)] == ["artikel/a.es.md"]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may read everything, so the refusal is played."""
    write(tmp_path, three_topics())
    really = Path.open

    def refused(self: Path, *how: Any) -> Any:
        if self.name == "it.yaml":
            raise PermissionError(13, "Permission denied")
        return really(self, *how)

    monkeypatch.setattr(Path, "open", refused)
    told = r"it\.yaml:1: this file cannot be read \(Permission denied\)\. Mend its rights\."
    with pytest.raises(Faulty, match=told):
        load(tmp_path)


def test_a_binary_file_and_a_huge_one_are_faults_with_their_lines(tmp_path: Path) -> None:
    write(tmp_path, three_topics())
    (tmp_path / IT).write_bytes(b"id: it\nname: \xff\xfe\n")
    (tmp_path / PAYROLL).write_bytes(b"#" * 3_000_000)
    faults = [str(fault) for fault in check(read_folder(tmp_path)) if not fault.warning]
    assert faults == [
        "departments/it.yaml:2: here is something that is not UTF-8 text. Save the file as UTF-8.",
        "departments/payroll.yaml:1: this file is larger than 1 MiB. Split it or take out what does not belong.",
    ]


def test_a_file_ending_in_yml_is_told_its_name(tmp_path: Path) -> None:
    folder = write(tmp_path, three_topics())
    (folder / IT).rename(folder / "departments/it.yml")
    told = [fault.message for fault in check(read_folder(folder)) if fault.file == "departments/it.yml"]
    assert told == [
        "this file is not read here. Name it departments/ID.yaml or articles/NAME.LANG.md, or take it away."
    ]


def test_files_written_on_windows_read_the_same(tmp_path: Path) -> None:
    write(tmp_path, three_topics())
    for file in tmp_path.rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check(read_folder(tmp_path)) == []
    assert load(tmp_path).articles == build_three_topics().articles


# The fingerprint


def test_the_fingerprint_is_the_same_whatever_the_order_and_is_the_version() -> None:
    files = three_topics()
    backwards = dict(reversed(files.items()))
    assert fingerprint(files) == fingerprint(backwards) == build(files).version
    assert len(fingerprint(files)) == 64


@given(st.dictionaries(st.text(), st.text(), min_size=1), st.data())
def test_the_fingerprint_tells_any_change_of_name_or_text(files: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    assert fingerprint({**files, name: files[name] + "x"}) != fingerprint(files)
    moved = {(key + "x" if key == name else key): text for key, text in files.items()}
    assert moved.keys() == files.keys() or fingerprint(moved) != fingerprint(files)


# What is built


def test_a_fault_stops_the_building_and_all_are_told() -> None:
    files = edited(three_topics(), IT, "owners: [bo@", "owners: [boo@")
    files = edited(files, PAYROLL, "lead: marta@", "lead: marto@")
    with pytest.raises(Faulty) as raised:
        build(files)
    assert [fault.file for fault in raised.value.faults] == [IT, PAYROLL]
    assert "departments/it.yaml:12: owner of topic laptop" in str(raised.value)


def test_a_warning_does_not_stop_the_building() -> None:
    files = edited(three_topics(), IT, "        - Mi portátil no enciende\n", "")
    assert len(build(files).topics[TopicId("laptop")].examples["es"]) == 4


def test_people_are_known_by_the_ids_given() -> None:
    files = three_topics()
    ids = {email: f"p{number}" for number, email in enumerate(emails(files))}
    directory = build(files, ids)
    assert set(directory.people) == set(ids.values())
    ana = directory.by_email("Ana@Ensayo.example")
    assert ana is not None
    assert ana.id == ids["ana@ensayo.example"]
    assert ana.backup == ids["luis@ensayo.example"]
    assert directory.sites["cdmx"].emergency.duty == (ids["saul@ensayo.example"], ids["iris@ensayo.example"])
    assert {article.stands_behind for article in directory.articles} == {ana.id, ana.backup}
    with pytest.raises(KeyError):
        build(files, {"ana@ensayo.example": "p1"})


def test_addresses_are_the_same_in_any_case() -> None:
    files = edited(three_topics(), PEOPLE, "email: bo@ensayo.example", "email: Bo@Ensayo.Example")
    files = edited(files, IT, "backup: bo@ensayo.example", "backup: BO@ensayo.example")
    assert build(files).departments[DepartmentId("it")].backup == person("bo")
    assert emails(files) == tuple(p.email for p in build_three_topics().people.values())


def test_a_person_keeps_the_companys_hours_in_the_zone_and_holidays_of_their_site() -> None:
    directory = build_three_topics()
    luis, ana = directory.people[person("luis")].hours, directory.people[person("ana")].hours
    assert luis.week == ana.week == (NINE_TO_FIVE,) * 5 + ((), ())
    assert (luis.zone, luis.holidays) == ("America/Mexico_City", HolidayPlace("MX"))
    assert (ana.zone, ana.holidays) == ("Europe/Madrid", HolidayPlace("ES", "MD"))
    assert luis.days_off == {date(2026, 12, 24)}


def test_a_person_may_have_hours_zone_holidays_and_days_of_their_own() -> None:
    own = """\
  hours: {mon-wed: ["09:00-14:00"], wed: ["15:00-18:00"]}
  zone: Asia/Kolkata
  holidays: {country: IN}
  days_off: [2026-08-14]
- name: Carmen"""
    bo = build(edited(three_topics(), PEOPLE, "- name: Carmen", own)).people[person("bo")].hours
    morning, evening = Frame(9 * 3600, 14 * 3600), Frame(15 * 3600, 18 * 3600)
    assert bo.week == ((morning,), (morning,), (morning, evening), (), (), (), ())
    assert (bo.zone, bo.holidays) == ("Asia/Kolkata", HolidayPlace("IN"))
    assert bo.days_off == {date(2026, 8, 14), date(2026, 12, 24)}


def test_a_department_keeps_the_companys_hours_and_zone_and_the_holidays_of_its_leads_site() -> None:
    it = build_three_topics().departments[DepartmentId("it")]
    assert it.hours.zone == "Europe/Madrid"
    assert it.hours.holidays == HolidayPlace("MX"), "its lead sits in Mexico City"
    assert it.hours.week == (NINE_TO_FIVE,) * 5 + ((), ())


def test_a_department_may_have_hours_zone_holidays_and_days_of_its_own() -> None:
    own = """assign: rotation
hours: {sat: "20:00-24:00"}
zone: America/Mexico_City
holidays: {country: ES, region: CT}
days_off: [2026-08-14]
retention_days: {words: 365}
closes_after_days: 10"""
    it = build(edited(three_topics(), IT, "assign: rotation", own)).departments[DepartmentId("it")]
    assert it.hours.week == ((),) * 5 + ((Frame(20 * 3600, 24 * 3600),), ())
    assert (it.hours.zone, it.hours.holidays) == ("America/Mexico_City", HolidayPlace("ES", "CT"))
    assert it.hours.days_off == {date(2026, 8, 14), date(2026, 12, 24)}
    assert (it.words_kept_days, it.confidential_kept_days, it.closes_after_days) == (365, 90, 10)


def test_a_department_changes_single_targets_of_the_companys() -> None:
    departments = build_three_topics().departments
    hours = timedelta(hours=1)
    assert departments[DepartmentId("it")].targets["normal"] == Target(
        first_response=2 * hours, resolution=24 * hours
    )
    assert departments[DepartmentId("payroll")].targets["normal"].first_response == 4 * hours
    assert departments[DepartmentId("it")].targets["urgent"].first_response == timedelta(minutes=15)


def test_a_company_that_sets_no_targets_has_the_usual_ones() -> None:
    files = three_topics()
    start, end = files[COMPANY].index("targets:"), files[COMPANY].index("sites:")
    files[COMPANY] = files[COMPANY][:start] + files[COMPANY][end:]
    payroll, before = (d.departments[DepartmentId("payroll")] for d in (build(files), build_three_topics()))
    assert payroll.targets == before.targets
    assert (payroll.words_kept_days, payroll.confidential_kept_days, payroll.closes_after_days) == (
        180,
        90,
        5,
    )


def test_owners_and_articles_say_whom_they_are_for() -> None:
    directory = build_three_topics()
    payslip = directory.topics[TopicId("payslip")]
    assert [(owner.person, owner.for_) for owner in payslip.owners] == [
        (person("ana"), For(country=("ES",))),
        (person("luis"), For(country=("MX",))),
    ]
    assert directory.topics[TopicId("holiday")].needs_yes_from == person("marta")
    assert payslip.owner_may == {"es": "Emitir una copia", "en": "Issue a copy"}
    in_mexico = directory.traits(person("luis"))
    assert [a.name for a in directory.articles if a.for_.holds(in_mexico)] == ["payslip-copy-mx"] * 2
    assert in_mexico == Traits(country="MX", site="cdmx")


def test_an_article_keeps_its_text_questions_and_dates() -> None:
    [article] = [
        a for a in build_three_topics().articles if (a.name, a.language) == ("payslip-copy-es", "es")
    ]
    assert article.title == "Descargar la nómina en España"
    assert article.body == "Entra en el portal **Mi nómina** y elige el mes."
    assert article.questions == ("¿Dónde descargo mi nómina?",)
    assert (article.reviewed, article.review_again) == (date(2026, 9, 14), date(2099, 9, 14))


def test_a_line_of_dashes_in_an_article_is_its_own() -> None:
    file = "articles/payslip-copy-es.es.md"
    files = edited(three_topics(), file, "elige el mes.", "elige el mes.\n\n---\n\nY guarda la copia.")
    body = next(a.body for a in build(files).articles if (a.name, a.language) == ("payslip-copy-es", "es"))
    assert body.endswith("elige el mes.\n\n---\n\nY guarda la copia.")


# The example company


@pytest.fixture(scope="module")
def example() -> Directory:
    return load(EXAMPLE)


def test_the_example_company_has_no_fault_and_no_warning() -> None:
    assert check(read_folder(EXAMPLE), today=date(2026, 11, 23)) == []


def test_the_example_company_loads_at_once() -> None:
    """Under half a second on an ordinary machine; the bound leaves room for a busy one."""
    files = {name: text + "\n" for name, text in read_folder(EXAMPLE).items()}  # never read before
    start = time.perf_counter()
    build(files)
    took_s = time.perf_counter() - start
    print(f"the example company loads in {took_s:.3f} s")
    assert took_s < 3


def test_the_example_company_is_of_a_believable_size(example: Directory) -> None:
    assert set(example.departments) == {
        "people",
        "payroll",
        "it",
        "facilities",
        "finance",
        "legal",
        "purchasing",
        "sales-operations",
        "communications",
        "concierge",
    }
    assert len(example.topics) == 49
    assert len(example.people) == 35
    assert example.languages == ("es", "en")
    by_language = {
        code: {a.name for a in example.articles if a.language == code} for code in example.languages
    }
    assert len(by_language["es"]) == 30
    assert by_language["es"] == by_language["en"]
    assert {site.country for site in example.sites.values()} == {"ES", "MX"}


def test_the_example_companys_topics_are_ready_for_a_matcher(example: Directory) -> None:
    for topic in example.topics.values():
        assert all(len(topic.examples[code]) >= 5 for code in example.languages), topic.id
        assert all(topic.keywords[code] for code in example.languages), topic.id
    assert sum(topic.signpost is not None for topic in example.topics.values()) == 2
    assert sum(topic.confidential for topic in example.topics.values()) >= 3


def test_madrid_and_mexico_city_have_payroll_owners_and_articles_of_their_own(example: Directory) -> None:
    spain, mexico = Traits(country="ES", site="madrid"), Traits(country="MX", site="cdmx")
    payroll = [topic for topic in example.topics.values() if topic.department == "payroll"]
    assert payroll
    for topic in payroll:
        assert nearest(topic.owners, spain).isdisjoint(nearest(topic.owners, mexico)), topic.id
    names = [{a.name for a in example.articles if a.for_.holds(traits)} for traits in (spain, mexico)]
    assert names[0] - names[1]
    assert names[1] - names[0]


def nearest(owners: tuple[TopicOwner, ...], traits: Traits) -> set[PersonId]:
    """Those named for such people, or else those for everybody."""
    named = {owner.person for owner in owners if not owner.for_.is_everybody and owner.for_.holds(traits)}
    return named or {owner.person for owner in owners if owner.for_.is_everybody}


def test_of_who_is_not_listed_the_site_is_known_where_it_can_be_one_only() -> None:
    """A platform tells somebody's country or zone, and which of them differs by platform."""
    directory = build_three_topics()
    madrid, mexico = Traits(country="ES", site="madrid"), Traits(country="MX", site="cdmx")
    assert directory.whereabouts("ES") == directory.whereabouts("", "Europe/Madrid") == madrid
    assert (
        directory.whereabouts("MX", "America/Tijuana") == mexico
    )  # no site has that zone, and the country has one
    assert directory.whereabouts("ES", "America/Mexico_City") == madrid  # on a journey
    assert directory.whereabouts("PE", "America/Lima") == Traits(country="PE")
    assert directory.whereabouts("", "America/Lima") == directory.whereabouts() == Traits()
    alone = replace(directory, sites={"cdmx": directory.sites["cdmx"]})
    assert alone.whereabouts() == mexico
    assert alone.whereabouts("ES") == Traits(country="ES")
    canary = replace(directory.sites["madrid"], id="canary", zone="Atlantic/Canary")
    two = replace(directory, sites={**directory.sites, "canary": canary})
    assert two.whereabouts("ES") == Traits(country="ES")
    assert two.whereabouts("ES", "Atlantic/Canary") == Traits(country="ES", site="canary")
