"""Each slip in a directory is named once, with its file and line, and says what to do."""

import ast
import json
import re
import string
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.check import changed_too_much, check
from knowledge.loader import Fault, build
from tests.knowledge.directories import build_three_topics, edited, three_topics, without
from tests.knowledge.slips import (
    ARTICLE,
    ARTICLE_EN,
    COMPANY,
    CONCIERGE,
    EMERGENCY,
    IT,
    PAYROLL,
    PEOPLE,
    SLIPS,
    Slip,
)
from tests.samples import sample

TODAY = date(2026, 11, 23)
SAMPLE = sample(100, 5_000)


def place(text: str, mark: str, start: int = 0) -> int:
    """The line of the first character of `mark` that is no line break."""
    index = text.index(mark, start)
    while text[index] == "\n":
        index += 1
    return text.count("\n", 0, index) + 1


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_each_slip_is_named_with_its_file_and_line(slip: Slip) -> None:
    sound = three_topics()
    files = edited(sound, slip.file, slip.old, slip.new)
    faults = check(files, TODAY)
    told = [fault for fault in faults if slip.said in fault.message]
    assert told, "\n".join(map(str, faults))
    blamed = slip.told_in or slip.file
    line = (
        place(files[blamed], slip.at)
        if slip.at
        else place(files[blamed], slip.new, sound[blamed].index(slip.old))
    )
    assert (told[0].file, told[0].line, told[0].warning) == (blamed, line, slip.warning)


def whole(name: str, text: str) -> dict[str, str]:
    return {**three_topics(), name: text}


DOUBLE = "departments/it2.yaml"
FRENCH = "articles/payslip-copy-es.fr.md"
# What is not one edit: files that are no such files at all, and what two of them say.
WHOLE = (
    (whole(PEOPLE, "name: Bo\n"), PEOPLE, 1, "this must be a list of people."),
    (whole(PEOPLE, three_topics()[PEOPLE] + "- Bo\n"), PEOPLE, 0, "this is no person."),
    (whole(IT, "- id\n"), IT, 1, "this file must hold keys and values."),
    (whole(IT, three_topics()[IT] + ": it\n"), IT, 0, "here a key is missing before the colon."),
    (whole(IT, three_topics()[IT] + 'address: "\\UFFFFFFFF"\n'), IT, None, "this is not valid YAML."),
    (whole(IT, three_topics()[IT] + "ladder: [[owner]]\n"), IT, 0, "ladder of department it must be a list."),
    (whole(IT, "".join(f"key{n}: x\n" for n in range(200))), IT, None, "too many faults:"),
    (whole(ARTICLE, "---\n- topic\n---\nTexto\n"), ARTICLE, 2, "the head must be keys and values."),
    (whole(ARTICLE, three_topics()[ARTICLE] + "a\x07b\n"), ARTICLE, None, "invisible control character"),
    (whole(FRENCH, three_topics()[ARTICLE]), FRENCH, 1, "fr is not among the languages of company.yaml."),
    (whole(DOUBLE, three_topics()[IT]), DOUBLE, 1, "department it is already in departments/it.yaml."),
    (
        edited(three_topics(), COMPANY, "administrators:", "open_to: [it, it, concierge]\nadministrators:"),
        COMPANY,
        None,
        'open_to names "it" twice.',
    ),
    (edited(three_topics(), COMPANY, "  cdmx:\n", "  cd mx:\n"), COMPANY, None, "sites: "),
    (
        whole(COMPANY, three_topics()[COMPANY].partition("sites:")[0] + "sites: {}\n"),
        COMPANY,
        0,
        "sites is empty.",
    ),
    (
        whole(IT, three_topics()[IT].partition("topics:")[0] + "topics: []\n"),
        IT,
        1,
        "department it has no topics",
    ),
)


@pytest.mark.parametrize(("files", "file", "line", "said"), WHOLE, ids=[said for *_, said in WHOLE])
def test_what_is_no_one_edit_is_named_with_its_file_and_line_too(
    files: dict[str, str], file: str, line: int | None, said: str
) -> None:
    """`line`: 0 is the file's last, None any that it has."""
    told = [fault for fault in check(files, TODAY) if said in fault.message]
    assert told, "\n".join(map(str, check(files, TODAY)))
    last = files[file].rstrip("\n").count("\n") + 1
    assert told[0].file == file
    assert told[0].line in (range(1, last + 1) if line is None else [line or last])
    assert told[0].message.endswith((".", "?", ":"))


def test_every_fault_that_the_reading_knows_is_told_by_one_of_these() -> None:
    """Sentences are found in the code, so that a new one without a slip of its own shows here."""
    known = {sentence for file in READING for sentence in _sentences(file)}
    assert len(known) > 70
    told = {
        fault.message
        for files in (
            *(edited(three_topics(), slip.file, slip.old, slip.new) for slip in SLIPS),
            *(files for files, *_ in WHOLE),
        )
        for fault in check(files, TODAY)
    }
    untold = [
        sentence
        for sentence in known
        if not any(re.search(sentence, message) for message in told) and not sentence.startswith(OF_THEIR_OWN)
    ]
    assert not untold, "\n".join(untold)


# Each has a test of its own, here or beside the loader: of a folder, of a name, or of several files together.
OF_THEIR_OWN = (
    *map(
        re.escape,
        (
            "there is no such folder.",
            "this file is not read. ",
            "this file is missing.",
            "this file cannot be read",
            "this file is larger than 1 MiB.",
            "this file is not read here.",
            "the file's name must be",
            "there is no department.",
        ),
    ),
    r".*\ is\ confidential\ but\ its\ owner\ ",
    r"sites\ .*\ share\ country\ and\ time\ zone,",
)
KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
READING = (KNOWLEDGE / "check.py", KNOWLEDGE / "loader.py", *sorted((KNOWLEDGE / "reading").glob("*.py")))


def _sentences(file: Path) -> list[str]:
    """Of each call that tells of a fault the sentence as a pattern, with anything where it names a thing."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = node.args[-1] if name in ("fault", "warn") and node.args else None
        said = node.args[2] if name == "Fault" and len(node.args) > 2 else said
        if isinstance(said, ast.JoinedStr):
            parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ".*" for p in said.values]
            found.append("".join(parts))
        elif isinstance(said, ast.Constant) and isinstance(said.value, str):
            found.append(re.escape(said.value))
    return [sentence for sentence in found if sentence.replace(".*", "").strip(" :")]


def test_a_slip_that_is_told_needs_no_reader_of_code() -> None:
    """Each message is one line and ends as a sentence, or with the key to write."""
    for slip in SLIPS:
        for fault in check(edited(three_topics(), slip.file, slip.old, slip.new), TODAY):
            assert "\n" not in fault.message
            assert fault.message.endswith((".", "?", ":"))


def test_the_small_company_has_no_fault_and_no_warning() -> None:
    assert check(three_topics(), TODAY) == []


def test_a_person_needs_no_title_and_reads_the_companys_languages_unless_they_say_others() -> None:
    files = edited(three_topics(), PEOPLE, "  languages: [es, en]\n", "")
    files[PEOPLE] = re.sub(r"  title: .*\n", "", files[PEOPLE])
    assert check(files, TODAY) == []
    found = build(files).people.values()
    assert {person.languages for person in found} >= {("es", "en")}
    assert not any(person.title for person in found)


def test_the_concierge_may_have_no_topics_for_it_has_what_nobody_else_has() -> None:
    files = three_topics()
    files[CONCIERGE] = files[CONCIERGE].partition("topics:")[0]
    assert not [fault for fault in check(files, TODAY) if "has no topics" in fault.message]


def test_a_fault_reads_as_file_line_and_what_to_do() -> None:
    files = edited(three_topics(), IT, "    owners: [bo@ensayo.example]\n", "")
    assert [str(fault) for fault in check(files)] == [
        "departments/it.yaml:8: topic laptop has no owner. Add one under owners:"
    ]


def test_all_faults_are_told_at_once_by_file_and_line() -> None:
    files = edited(three_topics(), COMPANY, "zone: America/Mexico_City", "zone: Mexico")
    files = edited(files, PEOPLE, "site: cdmx", "site: cdmy")
    files = edited(files, IT, "owners: [bo@", "owners: [boo@")
    files = edited(files, IT, "lead: iris@", "lead: irys@")
    files = edited(files, ARTICLE, "topic: payslip", "topic: payslips")
    faults = check(files, TODAY)
    assert [(fault.file, fault.line) for fault in faults] == sorted(
        (fault.file, fault.line) for fault in faults
    )
    assert {fault.file for fault in faults} >= {COMPANY, PEOPLE, IT, ARTICLE}
    assert len([fault for fault in faults if fault.file == IT]) == 2


@pytest.mark.parametrize("file", [COMPANY, PEOPLE, IT])
def test_a_file_that_cannot_be_read_is_one_fault_and_blames_nobody_else(file: str) -> None:
    """With people.yaml unread, nobody can be said to be missing from it."""
    files = {**three_topics(), file: "id: [it\n"}
    assert [(fault.file, fault.warning) for fault in check(files, TODAY)] == [(file, False)]


@pytest.mark.parametrize("file", [COMPANY, PEOPLE])
def test_a_file_that_is_missing_is_one_fault(file: str) -> None:
    assert [str(fault) for fault in check(without(three_topics(), file), TODAY)] == [
        f"{file}:1: this file is missing. Add it; docs/directory.md shows what it holds."
    ]


def test_a_directory_without_departments_says_so() -> None:
    files = {name: text for name, text in three_topics().items() if "/" not in name}
    assert any("there is no department" in fault.message for fault in check(files, TODAY))


@pytest.mark.parametrize(
    "file",
    [
        "departments/it.yml",
        "articles/payslip copy.md",
        "articles/Payslip.es.md",
        "articles/payslip.md",
        "a.yaml",
    ],
)
def test_a_file_with_a_name_that_is_not_read_is_named(file: str) -> None:
    [fault] = check({**three_topics(), file: "---\ntopic: payslip\n---\nText"}, TODAY)
    assert fault.file == file
    assert not fault.warning


def test_a_confidential_topic_wants_marked_owners_and_warns_of_those_behind_them() -> None:
    unmarked = edited(three_topics(), PEOPLE, "  backup: vera@ensayo.example\n  confidential: true\n", "")
    [owner] = [fault for fault in check(unmarked, TODAY) if not fault.warning]
    assert owner.message.startswith(
        "topic harassment is confidential but its owner hugo@ensayo.example is not marked"
    )
    unmarked = edited(three_topics(), PEOPLE, "  backup: hugo@ensayo.example\n  confidential: true\n", "")
    lead, backup = sorted(check(unmarked, TODAY), reverse=True)
    assert lead.warning
    assert "its lead vera@ensayo.example is not marked" in lead.message
    assert "so someone else will be accountable" in lead.message
    assert backup.warning
    assert "its backup vera@ensayo.example is not marked" in backup.message


def test_guided_weeks_are_on_or_off_and_nothing_between() -> None:
    files = three_topics()
    assert check({**files, COMPANY: files[COMPANY] + "guided: true\n"}, TODAY) == []
    assert build({**files, COMPANY: files[COMPANY] + "guided: true\n"}).guided
    assert not build(files).guided
    [fault] = check({**files, COMPANY: files[COMPANY] + "guided: perhaps\n"}, TODAY)
    assert (fault.warning, fault.message) == (
        False,
        'guided of the company: "perhaps" is neither true nor false. Write one of them.',
    )


def test_owners_for_every_site_leave_nobody_out() -> None:
    """Spain and Mexico have an owner each; a site in a third country would have none."""
    third = "  lima:\n    name: {es: Lima, en: Lima}\n    country: PE\n    zone: America/Lima\n" + EMERGENCY
    files = three_topics()
    [fault] = check({**files, COMPANY: files[COMPANY] + third}, TODAY)
    assert fault.warning
    assert "topic payslip has owners for some people only" in fault.message


BARCELONA = (
    "  barcelona:\n    name: {es: Barcelona, en: Barcelona}\n    country: ES\n    zone: Europe/Madrid\n"
    + EMERGENCY
)


def with_barcelona(files: dict[str, bytes], emergency: str = EMERGENCY) -> dict[str, bytes]:
    return {**files, COMPANY: files[COMPANY] + BARCELONA.replace(EMERGENCY, emergency)}


def owned_by_site(files: dict[str, bytes]) -> dict[str, bytes]:
    files = edited(files, PAYROLL, "for: {country: ES}", "for: {site: madrid}")
    barcelona = "      - {person: ana@ensayo.example, for: {site: barcelona}}\n    owner_may"
    return edited(files, PAYROLL, "    owner_may", barcelona)


OF_WHOM_IS_NOT_KNOWN = (
    "sites madrid and barcelona share country and time zone, so of whoever is not in people.yaml it is not known which "
    "they are of: "
)


def test_sites_that_a_platform_cannot_tell_apart_are_warned_of_once_with_all_that_it_means() -> None:
    files = edited(three_topics(), PAYROLL, "for: {country: ES}", "for: {site: madrid}")
    assert check(files, TODAY) == []  # of whoever is in Spain it is known that they are of Madrid
    two = with_barcelona(owned_by_site(three_topics()))
    for article in (ARTICLE, ARTICLE_EN):
        two = edited(two, article, "for: {country: ES}", "for: {site: madrid}")
    [fault] = check(two, TODAY)
    assert (fault.file, fault.warning) == (COMPANY, True)
    assert fault.message == (
        f"{OF_WHOM_IS_NOT_KNOWN}what they ask of payslip goes to the department's backup or lead, and they are not offered "
        "payslip-copy-es. List people with their site."
    )
    elsewhere = two[COMPANY].replace(BARCELONA, BARCELONA.replace("Europe/Madrid", "Atlantic/Canary"))
    assert check({**two, COMPANY: elsewhere}, TODAY) == []  # a zone of its own tells it


def test_sites_alike_are_not_warned_of_where_it_makes_no_difference_which_of_them_somebody_is_of() -> None:
    assert check(with_barcelona(three_topics()), TODAY) == []


def test_the_emergency_of_another_site_is_warned_of_for_in_danger_it_counts() -> None:
    [fault] = check(with_barcelona(three_topics(), EMERGENCY.replace("112", "the gate")), TODAY)
    assert fault.message == (
        f"{OF_WHOM_IS_NOT_KNOWN}in danger they are told madrid's emergency contact. List people with their site."
    )


def test_a_topic_without_an_owner_for_one_of_two_sites_is_warned_of_once() -> None:
    files = edited(three_topics(), PAYROLL, "for: {country: ES}", "for: {site: madrid}")
    [fault] = check(with_barcelona(files), TODAY)
    assert "topic payslip has owners for some people only" in fault.message


def test_few_examples_are_told_once_a_department() -> None:
    files = three_topics()
    second = files[IT].partition("  - id: laptop\n")[2].replace("        - Mi portátil no enciende\n", "")
    files[IT] = edited(files, IT, "        - Mi portátil no enciende\n", "")[IT]
    files[IT] += "  - id: tablet\n" + re.sub(r"(?m)^(        - .*)$", r"\1 (tablet)", second)
    [fault] = check(files, TODAY)
    assert fault.message == (
        "topics with few examples: laptop 4 in es; tablet 4 in es. Add what people write, until there are 5 at least."
    )


def test_an_article_missing_in_a_language_is_a_warning() -> None:
    [fault] = check(without(three_topics(), ARTICLE), TODAY)
    assert fault == Fault(
        "articles/payslip-copy-es.en.md",
        1,
        "article payslip-copy-es is missing in es, so nobody is offered it there. Add payslip-copy-es.es.md.",
        warning=True,
    )


def test_words_mean_what_is_written_and_not_what_yaml_makes_of_them() -> None:
    """`NO` is Norway and no refusal, `09:00` no number in base sixty."""
    files = edited(three_topics(), COMPANY, "country: MX", "country: NO")
    files = edited(files, COMPANY, '["09:00-17:00"]', "[09:00-17:00]")
    assert not [fault for fault in check(files, TODAY) if fault.file == COMPANY]


def test_an_unknown_address_is_not_likened_to_any_other_of_its_domain() -> None:
    [fault] = check(edited(three_topics(), IT, "backup: bo@", "backup: wilhelmina@"), TODAY)
    assert fault.message.endswith("is not in people.yaml. Add the person there or correct the address.")


def test_the_page_that_describes_the_form_is_read_without_a_slip_of_form() -> None:
    """Its excerpts name people whom they do not list, but each key and value is right."""
    page = Path(__file__).parents[2] / "docs" / "directory.md"
    blocks = re.findall(r"```(?:yaml|markdown)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    names = (COMPANY, PEOPLE, "departments/payroll.yaml", "articles/payslip-download-es.es.md")
    files = {name: block.replace("    ...\n", "") for name, block in zip(names, blocks, strict=True)}
    signpost = place(files["departments/payroll.yaml"], "- id: whistleblowing")
    of_form = [
        fault
        for fault in check(files, TODAY)
        if not re.search(r"is not in people\.yaml|is unknown\.", fault.message)
        and not fault.warning
        # The second topic is shown in part.
        and (fault.file, fault.line) != ("departments/payroll.yaml", signpost)
    ]
    assert of_form == []


# Garbage

DEEP = [
    "[" * 1_000_000,
    "[\n" * 500_000,
    "{a: " * 100_000,
    "- " * 100_000,
    "? " * 1_000,
    "a:\n " + "- " * 50_000,
]
ODD = [
    "",
    "\0",
    "\ufeff",
    "\x1b[31m",
    "---",
    "...",
    "%YAML 9.9\n---\na: b",
    "%TAG ! x:\n--- !y z",
    '"\\U99999999"',
    "&a [*a]",
    "<<: {a: b}",
    "? [a]\n: b",
    ": b",
    "a: |",
    "x" * 2_000_000,
    "\ud800",
    "- a",
    "null",
    "a: b",
    "\r",
    "\u2028",
    "'",
    "# a\n",
]


@pytest.mark.parametrize("file", [COMPANY, PEOPLE, IT, ARTICLE])
@pytest.mark.parametrize("text", DEEP + ODD, ids=lambda text: ascii(text[:12]) + str(len(text)))
def test_deep_and_odd_texts_give_a_fault(file: str, text: str) -> None:
    assert_sound({**three_topics(), file: text})
    assert_sound({**three_topics(), ARTICLE: f"---\n{text}\n---\nText"})


def assert_sound(files: Mapping[str, str]) -> None:
    faults = check(files, TODAY)
    assert any(not fault.warning for fault in faults)
    for fault in faults:
        assert 1 <= fault.line <= len(files.get(fault.file, "")) + 1
        assert "\n" not in fault.message
        assert len(fault.message) < 500
        assert fault.message[-1] in ".?:"


def test_a_file_with_a_thousand_faults_names_a_hundred() -> None:
    files = {**three_topics(), PEOPLE: "- name: [a]\n" * 1_000}
    faults = [fault for fault in check(files, TODAY) if fault.file == PEOPLE]
    assert len(faults) == 100
    assert "from here on nothing was read" in faults[-1].message


FILES = sorted(three_topics())
SCRAPS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "#", "&a", "*a", "!x ", "|", "?", '"', "'", "\t", "\0"]
    ),
    st.text(string.printable, max_size=8),
)
TREES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 9),
        st.sampled_from(["es", "it", "bo@ensayo.example", "08:00"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "es",
                    "en",
                    "topics",
                    "owners",
                    "for",
                    "hours",
                    "sites",
                    "targets",
                    "email",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=SAMPLE)
@given(file=st.sampled_from(FILES), text=st.text())
def test_any_text_gives_a_fault_and_never_a_traceback(file: str, text: str) -> None:
    assert_sound({**three_topics(), file: text})


@settings(max_examples=SAMPLE)
@given(file=st.sampled_from(FILES), scrap=SCRAPS, where=st.floats(0, 1), cut=st.integers(0, 30))
def test_any_slip_of_the_hand_is_told_or_harmless(file: str, scrap: str, where: float, cut: int) -> None:
    files = three_topics()
    text, start = files[file], int(where * len(files[file]))
    files[file] = text[:start] + scrap + text[start + cut :]
    faults = check(files, TODAY)
    if not any(not fault.warning for fault in faults):
        assert build(files).tenant


@settings(max_examples=SAMPLE)
@given(file=st.sampled_from(FILES), tree=TREES)
def test_any_tree_of_values_gives_a_fault(file: str, tree: object) -> None:
    text = json.dumps(tree)  # JSON is YAML too
    assert_sound({**three_topics(), file: f"---\n{text}\n---\nText" if file.endswith(".md") else text})


def test_dropping_more_than_a_fifth_of_people_or_topics_is_said() -> None:
    old = build_three_topics()
    assert changed_too_much(old, old) is None
    fewer_topics = build(edited(three_topics(), CONCIERGE, "anything-else", "else"))
    assert changed_too_much(old, fewer_topics) is None, "one of five is a fifth, not more"
    files = edited(three_topics(), CONCIERGE, "anything-else", "else")
    two_fewer = build(edited(files, IT, "id: laptop", "id: computer"))
    assert changed_too_much(old, two_fewer) == "This change drops 2 of 5 topics. Say --yes if that is meant."
    assert changed_too_much(two_fewer, old) is not None, "other topics do not make up for those dropped"


def test_dropping_people_is_said_with_their_number() -> None:
    old = build_three_topics()
    new = build(three_topics(), {person.email: person.email.upper() for person in old.people.values()})
    assert changed_too_much(old, new) == "This change drops 9 of 9 people. Say --yes if that is meant."


def test_a_topic_whose_id_cannot_be_used_is_spoken_of_as_it_is_written() -> None:
    files = edited(three_topics(), IT, "  - id: laptop\n", "  - id: Laptop\n")
    files = edited(files, IT, "        - Mi portátil no enciende\n", "")
    said = [fault.message for fault in check(files, TODAY) if "few examples" in fault.message]
    assert said == [
        "topic Laptop has few examples: 4 in es. Add what people write, until there are 5 at least."
    ]


def test_a_language_that_is_much_like_another_is_not_taken_for_it() -> None:
    catalan = [
        "La impressora no va",
        "No tinc wifi a la sala",
        "La pantalla no va",
        "El teclat no va",
        "No va la xarxa",
    ]
    files = {name: text.replace("en:", "ca:") for name, text in three_topics().items()}
    files |= edited(files, COMPANY, "languages: [es, en]", "languages: [es, ca]")
    head, _, rest = files[IT].partition("      ca:\n")
    items = "".join(f"        - {text}\n" for text in catalan)
    files[IT] = f"{head}      ca:\n{items}{rest[rest.index('  - id') :] if '  - id' in rest else ''}"
    assert not [
        fault for fault in check(files, TODAY) if "read like" in fault.message and "under ca" in fault.message
    ]


def test_hours_that_cannot_be_read_are_one_fault() -> None:
    files = edited(three_topics(), COMPANY, 'hours: {mon-fri: ["09:00-17:00"]}', "hours: {mon-fri: [9-17]}")
    said = [fault.message for fault in check(files, TODAY) if "hours of the company" in fault.message]
    assert said == ['hours of the company: "9-17" is not a stretch of hours. Write it like 09:00-14:00.']


def test_a_remark_behind_a_value_is_no_text_that_breaks_off() -> None:
    files = edited(
        three_topics(), IT, "- La computadora va muy lenta", "- La computadora va muy lenta  # de Bo"
    )
    assert not [fault for fault in check(files, TODAY) if "ends before" in fault.message]


def test_a_space_that_is_none_is_found_by_its_line() -> None:
    files = edited(three_topics(), IT, "lead: iris", "lead:\u00a0iris")
    [fault] = [fault for fault in check(files, TODAY) if fault.file == IT]
    assert "Line 3 has a tab or a no-break space where a space belongs." in fault.message


def test_what_follows_from_a_fault_in_the_companys_file_is_not_told_too() -> None:
    """Its sites are unknown then, and its mail domains."""
    files = edited(three_topics(), COMPANY, "country: MX", "country: Mexico")
    files = edited(files, COMPANY, "mail_domains: [ensayo.example]", 'mail_domains: ["@ensayo.example"]')
    said = [fault.message for fault in check(files, TODAY)]
    assert any("is not a country" in message for message in said)
    assert not [message for message in said if "which nobody here has" in message or "outside" in message]


def test_a_misspelt_owners_is_one_fault() -> None:
    files = edited(three_topics(), IT, "    owners: [bo@", "    owner: [bo@")
    assert len([fault for fault in check(files, TODAY) if not fault.warning]) == 1
