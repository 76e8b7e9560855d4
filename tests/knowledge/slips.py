"""Slips of the hand in the small company's files, and what is said of each. Long lines: one slip, one line."""

from typing import NamedTuple

COMPANY, PEOPLE = "company.yaml", "people.yaml"
PERSONNEL, PAYROLL, IT, CONCIERGE = (
    f"departments/{d}.yaml" for d in ("people", "payroll", "it", "concierge")
)
ARTICLE, ARTICLE_EN = "articles/payslip-copy-es.es.md", "articles/payslip-copy-es.en.md"


class Slip(NamedTuple):
    """One edit of a sound directory. The fault is expected in the line that holds `at`, or else the new text."""

    name: str
    file: str
    old: str
    new: str
    said: str
    at: str | None = None
    warning: bool = False
    told_in: str = ""  # the file that is blamed, where it is another one


BO = "- name: Bo Lindqvist\n  email: bo@ensayo.example\n"
LAPTOP = "  - id: laptop\n"
LAPTOP_ES = """\
      es:
        - Mi portátil no enciende
        - La pantalla del ordenador parpadea
        - La computadora va muy lenta
        - Se me ha roto el teclado del portátil
        - Necesito un cargador nuevo para el portátil
"""
EMERGENCY = """\
    emergency:
      contact: {es: "112, o recepción: 555 0100", en: "112, or the front desk: 555 0100"}
      duty: [carmen@ensayo.example, vera@ensayo.example]
"""
DUTY = "      duty: [carmen@ensayo.example, vera@ensayo.example]\n"
HOURS = 'hours: {mon-fri: ["09:00-17:00"]}'

# fmt: off
SLIPS = [
    # One department first
    Slip("a department that opens and is none", COMPANY, "concierge: concierge", "concierge: concierge\nopen_to: [concierge, itt]", 'open_to: "itt" is unknown. Did you mean "it"', "open_to"),
    Slip("the concierge is left out", COMPANY, "concierge: concierge", "concierge: concierge\nopen_to: [people, payroll, it]", "open_to leaves out concierge", "open_to"),
    Slip("a department with neither desk nor address", COMPANY, "concierge: concierge", "concierge: concierge\nopen_to: [people, payroll, concierge]", "department it is not in open_to of company.yaml and has no address", "id: it", told_in=IT),
    Slip("an address in one language", IT, "assign: rotation", "assign: rotation\naddress: {es: it@ensayo.example}", "address of department it is missing in en", "address"),
    # What any file may have
    Slip("a bracket left open", IT, "name: {es: Sistemas, en: IT}", "name: {es: Sistemas, en: IT", "this is not valid YAML", "lead:"),
    Slip("a tab as indent", IT, "lead: iris", "\tlead: iris", "this is not valid YAML", "\tlead"),
    Slip("a key twice", IT, "assign: rotation", "assign: rotation\nassign: first", '"assign" stands here a second time (first in line 5). Keep one.', "assign: first"),
    Slip("a misspelt key", IT, "assign: rotation", "asign: rotation", 'department it has an unknown key "asign". Did you mean "assign"?'),
    Slip("a misspelt required key is one slip", IT, "lead: iris", "leed: iris", 'department it has an unknown key "leed". Did you mean "lead"?'),
    Slip("a key nobody knows", IT, "assign: rotation", "mascot: cat", 'an unknown key "mascot". The keys here are: '),
    Slip("an alias", IT, "lead: iris@ensayo.example", "lead: *iris", "an alias (*name) is not read here."),
    Slip("a tag", IT, "assign: rotation", "assign: !!python/name:os.system rotation", "a tag (!name) is not read here."),
    Slip("a second document", IT, "assign: rotation", "assign: rotation\n---\nid: x", "here a second document begins.", "---"),
    Slip("an invisible character", IT, "assign: rotation", "assign: rotation\x07", "invisible control character"),
    Slip("an invisible character by escape", IT, "{es: Sistemas, en: IT}", '{es: "Siste\\0mas", en: IT}', "invisible control character"),
    Slip("a lone surrogate by escape", IT, "{es: Sistemas, en: IT}", '{es: "Siste\\ud800mas", en: IT}', "invisible control character"),
    Slip("bytes that are no UTF-8", IT, "Sistemas", "Sist\ufffdmas", "not UTF-8 text"),
    Slip("a list for a value", IT, "lead: iris@ensayo.example", "lead: [iris@ensayo.example]", "lead of department it must be one value."),
    Slip("a mapping in a list of texts", IT, "[portátil, ordenador, computadora]", "[portátil, {a: b}]", 'must be plain texts, and "a:" reads as a key'),
    Slip("a list in a list of texts", IT, "[portátil, ordenador, computadora]", "[portátil, [a]]", "must be a list of plain texts"),
    Slip("a colon in an example", IT, "- La computadora va muy lenta", "- Urgente: la computadora no va", 'examples of topic laptop must be plain texts, and "Urgente:" reads as a key. Put quotes round the whole text.'),
    Slip("a dash that touches its example", IT, "- Mi portátil no enciende", "-Mi portátil no enciende", 'es of examples of topic laptop is one text together with "La pantalla del ordenador parpadea".', warning=True),
    Slip("an example too far to the right", IT, "        - La pantalla del ordenador parpadea", "          - La pantalla del ordenador parpadea", 'is one text together with "La pantalla del ordenador parpadea".', "- Mi portátil no", True),
    Slip("a text that begins with an at sign", IT, "- La computadora va muy lenta", "- @bo la computadora va lenta", "Put quotes round a text that begins so."),
    Slip("topics that are no list", IT, "topics:\n  - id: laptop\n", "topics:\n  laptop:\n    id: laptop\n", "topics must be a list. Begin each topic with - id:", "  laptop:"),
    Slip("a misspelt owners is one slip", IT, "    owners: [bo@", "    owner: [bo@", 'topic laptop has an unknown key "owner". Did you mean "owners"?'),
    Slip("an empty example", IT, "- La computadora va muy lenta", '- ""', "es of examples of topic laptop has an empty text. Write it, or take the line out."),
    Slip("an example that breaks off at a number sign", IT, "- La computadora va muy lenta", "- La sala #3 va muy lenta", 'es of examples of topic laptop ends before "#3 va muy lenta". Put quotes round the whole text', warning=True),
    Slip("a value for a mapping", IT, "targets: {normal: {first_response: 2h}}", "targets: 2h", "targets of department it must have keys of its own"),
    Slip("a text without its languages", IT, "name: {es: Sistemas, en: IT}", "name: Sistemas", "name of department it must be given by language. Write {es: ..., en: ...}."),
    Slip("a text missing in a language", IT, "{es: Sistemas, en: IT}", "{es: Sistemas}", "name of department it is missing in en. Add en:"),
    Slip("a text empty in a language", IT, "{es: Sistemas, en: IT}", '{es: Sistemas, en: ""}', "name of department it is missing in en."),
    Slip("a text in another language", IT, "{es: Sistemas, en: IT}", "{es: Sistemas, en: IT, fr: SI}", 'has "fr", no language of company.yaml', warning=True),
    # company.yaml
    Slip("no name", COMPANY, "name: Ensayo\n", "", "the company has no name. Add a line name:", "id: ensayo"),
    Slip("an id with capitals", COMPANY, "id: ensayo", "id: Ensayo S.A.", '"Ensayo S.A." is not an id.'),
    Slip("no languages", COMPANY, "languages: [es, en]\n", "", "the company has no languages.", "id: ensayo"),
    Slip("an empty list of languages", COMPANY, "languages: [es, en]\n", "languages: []\n", "the company has no languages.", "id: ensayo"),
    Slip("a language twice", COMPANY, "languages: [es, en]", "languages: [es, en, es]", 'languages of the company names "es" twice'),
    Slip("a language in words", COMPANY, "languages: [es, en]", "languages: [es, en, Español]", '"Español" is not a language.'),
    Slip("an unknown zone", COMPANY, "zone: Europe/Madrid\nmail", "zone: Europe/Madird\nmail", '"Europe/Madird" is not a time zone. Did you mean "Europe/Madrid"?', "Madird"),
    Slip("a zone that is a folder", COMPANY, "zone: America/Mexico_City", "zone: America", '"America" is not a time zone.'),
    Slip("an unknown administrator", COMPANY, "administrators: [carmen@", "administrators: [karmen@", 'administrator "karmen@ensayo.example" is not in people.yaml. Did you mean "carmen@ensayo.example"?'),
    Slip("no administrator", COMPANY, "administrators: [carmen@ensayo.example]\n", "", "the company has no administrators.", "id: ensayo"),
    Slip("no concierge", COMPANY, "concierge: concierge\n", "", "the company has no concierge. Add a line concierge:", "id: ensayo"),
    Slip("an unknown concierge", COMPANY, "concierge: concierge", "concierge: reception", 'concierge "reception" is unknown. Write the id of a department'),
    Slip("hours that overlap", COMPANY, HOURS, 'hours: {mon-fri: ["09:00-14:00", "13:00-18:00"]}', "overlap: 09:00-14:00 and 13:00-18:00"),
    Slip("hours that overlap over two keys", COMPANY, HOURS, 'hours:\n  mon-fri: ["09:00-14:00"]\n  wed: ["10:00-11:00"]', "overlap: 09:00-14:00 and 10:00-11:00", "wed:"),
    Slip("hours that end before they begin", COMPANY, HOURS, 'hours: {mon-fri: ["17:00-09:00"]}', '"17:00-09:00" ends before it begins'),
    Slip("days that run backwards", COMPANY, HOURS, 'hours: {fri-mon: ["09:00-17:00"], tue: ["09:00-10:00"]}', '"fri-mon" runs backwards'),
    Slip("a day that is none", COMPANY, HOURS, 'hours: {lunes: ["09:00-17:00"], tue: ["09:00-10:00"]}', '"lunes" is no day of the week'),
    Slip("hours past midnight", COMPANY, HOURS, 'hours: {mon-fri: ["09:00-25:00", "07:00-08:00"]}', '"09:00-25:00" is not a stretch of hours'),
    Slip("never open", COMPANY, HOURS, "hours: {mon-fri: []}", "are never open"),
    Slip("no hours", COMPANY, HOURS + "\n", "", "the company has no hours.", "id: ensayo"),
    Slip("a date that is none", COMPANY, "2026-12-24", "2026-02-30", '"2026-02-30" is not a date.'),
    Slip("a duration that is none", COMPANY, "first_response: 15m", "first_response: soon", '"soon" is not a duration.'),
    Slip("a duration of nothing", COMPANY, "first_response: 15m", "first_response: 0m", '"0m" is not a duration.'),
    Slip("retention that is no number", COMPANY, "words: 180", "words: half a year", '"half a year" is not a number of days.'),
    Slip("days until a close that are none", COMPANY, "concierge: concierge", "concierge: concierge\ncloses_after_days: 0", '"0" is not a number of days.', "closes_after_days"),
    Slip("a department's days in words", IT, "assign: rotation", "assign: rotation\ncloses_after_days: a week", '"a week" is not a number of days.', "closes_after_days"),
    Slip("an unknown country", COMPANY, "country: ES", "country: XX", '"XX" is not a country whose holidays are known.', "country: XX"),
    Slip("a country in words", COMPANY, "country: MX", "country: México", '"México" is not a country.', "country: México"),
    Slip("an unknown region", COMPANY, "region: MD", "region: MAD", '"MAD" is not a region of ES. Write one of: AN, AR'),
    Slip("a region where there are none", COMPANY, "country: MX\n", "country: MX\n    region: CMX\n", '"CMX" is not a region of MX. Leave region out', "CMX"),
    Slip("a site without emergency contact and duty", COMPANY, EMERGENCY, "", "site madrid has no emergency contact and duty.", "name: {es: Madrid"),
    Slip("a site without emergency contact", COMPANY, EMERGENCY, "    emergency:\n" + DUTY, "emergency of site madrid has no contact.", DUTY),
    Slip("a site without emergency duty", COMPANY, DUTY, "", "site madrid has nobody on emergency duty.", "recepción"),
    Slip("nobody in the list of emergency duty", COMPANY, DUTY, "      duty: []\n", "site madrid has nobody on emergency duty.", "recepción"),
    Slip("an unknown person on emergency duty", COMPANY, "duty: [saul@", "duty: [raul@", 'emergency duty of site cdmx: "raul@ensayo.example" is not in people.yaml.'),
    # people.yaml
    Slip("a person without name", PEOPLE, BO, "- email: bo@ensayo.example\n", "this person has no name. Add a line name:", "bo@"),
    Slip("a person without address", PEOPLE, "  email: bo@ensayo.example\n", "", "person Bo Lindqvist has no email.", "Bo"),
    Slip("an address that is none", PEOPLE, "email: bo@ensayo.example", "email: bo at ensayo", '"bo at ensayo" is not an e-mail address.'),
    Slip("a person twice", PEOPLE, "email: marta@", "email: Vera@", "vera@ensayo.example is here twice (first in line 2). Keep one.", "Vera@"),
    Slip("two people with one name", PEOPLE, "name: Bo Lindqvist", "name: Vera Montes", "two people are named Vera Montes (the other in line 1).", warning=True, at="Vera Montes\n  email: bo"),
    Slip("an unknown department", PEOPLE, "department: it\n", "department: ti\n", 'department of person Iris Campo "ti" is unknown. ', "department: ti"),
    Slip("an unknown site", PEOPLE, "site: cdmx", "site: cdmy", 'site of person Luis Ibarra "cdmy" is unknown. Did you mean "cdmx"?'),
    Slip("an unknown backup", PEOPLE, "backup: ana@", "backup: anna@", 'backup of person Luis Ibarra "anna@ensayo.example" is not in people.yaml. Did you mean "ana@ensayo.example"?'),
    Slip("a person as their own backup", PEOPLE, "backup: ana@", "backup: luis@", "person Luis Ibarra is their own backup."),
    Slip("a flag that is none", PEOPLE, "confidential: true", "confidential: perhaps", '"perhaps" is neither true nor false.'),
    Slip("an address in another domain", PEOPLE, "- name: Bo Lindqvist", "- name: Eva Gil\n  email: eva@elsewhere.example\n  department: it\n  site: cdmx\n  title: {es: Técnica, en: Technician}\n  languages: [es]\n- name: Bo Lindqvist", "an address outside mail_domains", "eva@", True),
    # departments
    Slip("another id than the file's name", IT, "id: it", "id: systems", "the id is systems but the file is it.yaml.", "id: systems"),
    Slip("no lead", IT, "lead: iris@ensayo.example\n", "", "department it has no lead. Add lead:", "id: it"),
    Slip("an unknown lead", IT, "lead: iris@", "lead: nobody@", 'lead of department it "nobody@ensayo.example" is not in people.yaml.'),
    Slip("an unknown backup of a department", IT, "backup: bo@", "backup: nobody@", 'backup of department it "nobody@ensayo.example" is not in people.yaml.'),
    Slip("the lead as backup", IT, "backup: bo@", "backup: iris@", "department it has its lead as backup too.", warning=True),
    Slip("an unknown way to assign", IT, "assign: rotation", "assign: round", 'assign "round" of department it is unknown. '),
    Slip("an unknown step of a ladder", IT, "assign: rotation", "assign: rotation\nladder: [owner, bos]", '"bos" is no step of a ladder. Write owner, backup, lead or an address.', "ladder"),
    Slip("a step of a ladder who is nobody", IT, "assign: rotation", "assign: rotation\nladder: [owner, {to: nobody@ensayo.example, waits: 1h}]", 'step of the ladder of department it "nobody@ensayo.example" is not in people.yaml.', "ladder"),
    Slip("a ladder that goes down", IT, "assign: rotation", "assign: rotation\nladder: [lead, backup]", 'ladder of department it has "backup" after lead. A ladder only goes up.', "ladder"),
    Slip("a step of a ladder twice", IT, "assign: rotation", "assign: rotation\nladder: [owner, lead, lead]", 'ladder of department it has "lead" twice. A ladder only goes up.', "ladder"),
    Slip("a wait that is no duration", IT, "assign: rotation", "assign: rotation\nladder: [{to: owner, waits: soon}]", "waits of step of the ladder of department it: ", "ladder"),
    Slip("hours for nobody in particular", IT, "assign: rotation", "assign: rotation\nhours_for:\n  - zone: Europe/Madrid", "hours_for of department it are for nobody in particular. Add for:", "  - zone"),
    Slip("hours for a country where nobody is", IT, "assign: rotation", "assign: rotation\nhours_for:\n  - {for: {country: FR}, zone: Europe/Paris}", 'for of hours_for of department it names the country "FR", which nobody here has.', "  - {for", True),
    Slip("hours for that are no list", IT, "assign: rotation", "assign: rotation\nhours_for: always", "hours_for of department it must be a list.", "hours_for"),
    Slip("an unknown urgency", IT, "{normal: {", "{medium: {", 'an unknown key "medium". The keys here are: urgent, high, normal, low.'),
    Slip("a resolution before the first response", IT, "{first_response: 2h}", "{first_response: 2h, resolution: 1h}", "resolves normal requests before", "id: it", True),
    Slip("an unknown platform", IT, "assign: rotation", "assign: rotation\nchannel: {slak: C1}", 'an unknown key "slak". Did you mean "slack"?', "slak"),
    Slip("a channel twice", IT, "assign: rotation", "assign: rotation\nchannel: {slack: C0PAYROLL}", 'slack channel "C0PAYROLL" is already in departments/it.yaml.', "channel: {slack", told_in=PAYROLL),
    Slip(
        "nobody confidential at the end of the ladder",
        PEOPLE,
        "  title: {es: Responsable de conserjería, en: Head concierge}\n  languages: [es, en]\n  confidential: true\n",
        "  title: {es: Responsable de conserjería, en: Head concierge}\n  languages: [es, en]\n",
        "neither lead nor backup of the concierge is marked",
        "lead: carmen",
        warning=True,
        told_in=CONCIERGE,
    ),
    # topics
    Slip("a topic without id", IT, LAPTOP, "  -\n", "this topic has no id.", "name: {es: Portátil"),
    Slip("a topic without owner", IT, "    owners: [bo@ensayo.example]\n", "", "topic laptop has no owner. Add one under owners:", LAPTOP),
    Slip("a topic with an empty list of owners", IT, "owners: [bo@ensayo.example]", "owners: []", "topic laptop has no owner. Add one under owners:", LAPTOP),
    Slip("an unknown owner", IT, "owners: [bo@", "owners: [boo@", 'owner of topic laptop "boo@ensayo.example" is not in people.yaml. Did you mean "bo@ensayo.example"?'),
    Slip("an owner that is no address", IT, "owners: [bo@ensayo.example]", "owners: [Bo]", 'owners of topic laptop: "Bo" is not an e-mail address.'),
    Slip("an owner that is a list", IT, "owners: [bo@ensayo.example]", "owners: [[bo@ensayo.example]]", "owners of topic laptop must be addresses."),
    Slip("an owner twice", IT, "owners: [bo@", "owners: [bo@ensayo.example, bo@", "topic laptop names the owner bo@ensayo.example twice.", warning=True),
    Slip("owners for some only", PAYROLL, "      - {person: luis@ensayo.example, for: {country: MX}}\n", "", "topic payslip has owners for some people only: what those of cdmx ask goes to the department's backup or lead.", "id: payslip", True),
    Slip("an owner for a country without site", PAYROLL, "for: {country: MX}", "for: {country: [MX, FR]}", 'for of an owner of topic payslip names the country "FR", which nobody here has.', warning=True),
    Slip("an owner for an unknown company", PAYROLL, "for: {country: MX}}", "for: {country: MX}}\n      - {person: ana@ensayo.example, for: {company: Acme}}", 'names the company "Acme", which nobody here has.', "Acme", True),
    Slip("an unknown yes-sayer", PERSONNEL, "needs_yes_from: marta@", "needs_yes_from: marto@", 'needs_yes_from of topic holiday "marto@ensayo.example" is not in people.yaml.'),
    Slip("a topic twice", IT, LAPTOP, "  - id: payslip\n", "topic payslip is here twice (first in departments/it.yaml:8).", "- id: payslip", told_in=PAYROLL),
    Slip("no examples in a language", IT, LAPTOP_ES, "", "topic laptop has no examples in es. Add 5 under examples:", LAPTOP),
    Slip("few examples in a language", IT, "        - Mi portátil no enciende\n", "", "topic laptop has few examples: 4 in es.", "La pantalla", True),
    Slip("examples under the other language", IT, LAPTOP_ES, LAPTOP_ES.replace("- Mi portátil no enciende", "- My laptop does not turn on").replace("- La pantalla del ordenador parpadea", "- The screen flickers when I open it").replace("- La computadora va muy lenta", "- My computer has been slow since yesterday"), 'examples of topic laptop under es: read like en, such as "My laptop does not turn on".', "- My laptop does not", True),
    Slip("an example under two topics", IT, "- La computadora va muy lenta", "- ¿Quién me puede orientar?", "is already in topic anything-else (departments/concierge.yaml:", warning=True),
    Slip("a topic that is no mapping", IT, "topics:\n", "topics:\n  - laptop\n", "this is no topic.", "  - laptop\n"),
    # confidential topics and signposts
    Slip("an open confidential topic", PERSONNEL, "    confidential: true\n", "    confidential: true\n    open: true\n", "topic harassment is confidential and open at once.", "- id: harassment"),
    Slip("a signpost with an article", PAYROLL, "    owner_may:", "    signpost: {es: El canal, en: The channel}\n    owner_may:", "topic payslip is a signpost", "topic: payslip", told_in=ARTICLE_EN),
    # articles
    Slip("an article without head", ARTICLE, "---\ntopic", "topic", "this article has no head.", "topic"),
    Slip("an article without title", ARTICLE, "title: Descargar la nómina en España\n", "", "article payslip-copy-es has no title.", "topic"),
    Slip("an article without review", ARTICLE, "reviewed: 2026-09-14\n", "", "article payslip-copy-es has no reviewed.", "topic"),
    Slip("an article without text", ARTICLE, "Entra en el portal **Mi nómina** y elige el mes.\n", "", "this article has no text.", "\n---\n"),
    Slip("an article for no topic", ARTICLE, "topic: payslip", "topic: payslips", 'topic of article payslip-copy-es "payslips" is unknown. Did you mean "payslip"?'),
    Slip("an article nobody known stands behind", ARTICLE, "stands_behind: ana@", "stands_behind: nobody@", 'stands_behind of article payslip-copy-es "nobody@ensayo.example" is not in people.yaml.'),
    Slip("an article reviewed in days to come", ARTICLE, "reviewed: 2026-09-14", "reviewed: 2029-09-14", "article payslip-copy-es was reviewed on 2029-09-14, a day that has not come yet.", warning=True),
    Slip("an article past its review", ARTICLE, "review_again: 2099-09-14", "review_again: 2026-10-01", "article payslip-copy-es is past its review, so it is not offered.", warning=True),
    Slip("an article reviewed again too early", ARTICLE, "review_again: 2099-09-14", "review_again: 2026-09-01", "is to be reviewed again before it was."),
    Slip("an article whose translation is for others", ARTICLE, "for: {country: ES}", "for: {country: MX}", "article payslip-copy-es has another topic or for: in en.", "topic", True),
]
# fmt: on
