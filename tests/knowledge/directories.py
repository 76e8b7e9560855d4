"""Small companies for tests. `three_topics()` is a whole one in a few files, of invented people.

Everybody works Monday to Friday 09:00-17:00 local time; nobody's backup is in another department.

| department | lead   | backup | topics and owners                                        |
|------------|--------|--------|----------------------------------------------------------|
| people     | vera   | hugo   | holiday: hugo; harassment (confidential): hugo           |
| payroll    | marta  | luis   | payslip: ana for Spain, luis for Mexico (two articles)   |
| it         | iris   | bo     | laptop: bo                                               |
| concierge  | carmen | saul   | anything-else: saul                                      |

Addresses are `NAME@ensayo.example`, which are the ids too unless a test gives others. Confidential requests may
be owned by vera, hugo and carmen. Carmen is the administrator. In Mexico City: luis, iris, saul; the others are in
Madrid. On emergency duty: carmen and vera in Madrid, saul and iris in Mexico City.
"""

from collections.abc import Mapping
from functools import cache

from knowledge.directory import Directory, PersonId
from knowledge.loader import build

COMPANY = """\
id: ensayo
name: Ensayo
languages: [es, en]
zone: Europe/Madrid
mail_domains: [ensayo.example]
slack_workspaces: [T0ENSAYO]
microsoft_tenants: [11111111-2222-3333-4444-555555555555]
administrators: [carmen@ensayo.example]
concierge: concierge
hours: {mon-fri: ["09:00-17:00"]}
days_off: [2026-12-24]
targets:
  urgent: {first_response: 15m, resolution: 4h}
  high: {first_response: 1h, resolution: 8h}
  normal: {first_response: 4h, resolution: 24h}
  low: {first_response: 8h, resolution: 72h}
retention_days: {words: 180, confidential: 90}
sites:
  madrid:
    name: {es: Madrid, en: Madrid}
    country: ES
    region: MD
    zone: Europe/Madrid
    emergency:
      contact: {es: "112, o recepción: 555 0100", en: "112, or the front desk: 555 0100"}
      duty: [carmen@ensayo.example, vera@ensayo.example]
  cdmx:
    name: {es: Ciudad de México, en: Mexico City}
    country: MX
    zone: America/Mexico_City
    emergency:
      contact: {es: "911, o vigilancia: 555 0200", en: "911, or security: 555 0200"}
      duty: [saul@ensayo.example, iris@ensayo.example]
"""

PEOPLE = """\
- name: Vera Montes
  email: vera@ensayo.example
  department: people
  site: madrid
  title: {es: Directora de personas, en: Head of people}
  languages: [es, en]
  backup: hugo@ensayo.example
  confidential: true
- name: Hugo Salas
  email: hugo@ensayo.example
  department: people
  site: madrid
  title: {es: Técnico de personas, en: People specialist}
  languages: [es, en]
  backup: vera@ensayo.example
  confidential: true
- name: Marta Quiroga
  email: marta@ensayo.example
  department: payroll
  site: madrid
  title: {es: Responsable de nóminas, en: Payroll manager}
  languages: [es, en]
- name: Ana Prado
  email: ana@ensayo.example
  department: payroll
  site: madrid
  title: {es: Técnica de nóminas, en: Payroll specialist}
  languages: [es, en]
  backup: luis@ensayo.example
  also_known_as: [Anita]
- name: Luis Ibarra
  email: luis@ensayo.example
  department: payroll
  site: cdmx
  title: {es: Especialista en nómina, en: Payroll specialist}
  languages: [es]
  backup: ana@ensayo.example
- name: Iris Campo
  email: iris@ensayo.example
  department: it
  site: cdmx
  title: {es: Responsable de sistemas, en: IT manager}
  languages: [es, en]
- name: Bo Lindqvist
  email: bo@ensayo.example
  department: it
  site: madrid
  title: {es: Técnico de sistemas, en: IT technician}
  languages: [en, es]
- name: Carmen Duarte
  email: carmen@ensayo.example
  department: concierge
  site: madrid
  title: {es: Responsable de conserjería, en: Head concierge}
  languages: [es, en]
  confidential: true
- name: Saúl Nieto
  email: saul@ensayo.example
  department: concierge
  site: cdmx
  title: {es: Conserje, en: Concierge}
  languages: [es, en]
"""

PEOPLE_DEPARTMENT = """\
id: people
name: {es: Personas, en: People}
lead: vera@ensayo.example
backup: hugo@ensayo.example
assign: fewest_open
topics:
  - id: holiday
    name: {es: Vacaciones, en: Holidays}
    description: {es: Pedir y consultar los días de vacaciones., en: Asking for days of leave and counting them.}
    keywords: {es: [vacaciones, días libres], en: [holiday, annual leave]}
    owners: [hugo@ensayo.example]
    open: true
    needs_yes_from: marta@ensayo.example
    examples:
      es:
        - ¿Cuántos días de vacaciones me quedan?
        - Quiero pedir vacaciones en agosto
        - ¿Hasta cuándo puedo disfrutar las vacaciones del año pasado?
        - Necesito cambiar las fechas de mis vacaciones
        - ¿Puedo cogerme libre el viernes?
      en:
        - How many days of holiday do I have left?
        - I want to book holidays in August
        - Until when can I use last year's holidays?
        - I need to change the dates of my holiday
        - Can I take Friday off?
  - id: harassment
    name: {es: Acoso, en: Harassment}
    description: {es: Conductas de acoso en el trabajo., en: Harassing conduct at work.}
    keywords: {es: [acoso, humillación], en: [harassment, bullying]}
    owners: [hugo@ensayo.example]
    confidential: true
    examples:
      es:
        - Un compañero me está acosando
        - Mi jefe me humilla delante de todos
        - Quiero contar una situación de acoso
        - Recibo mensajes ofensivos de alguien del equipo
        - Me siento intimidada en la oficina
      en:
        - A colleague is harassing me
        - My boss humiliates me in front of everybody
        - I want to report a case of harassment
        - I get offensive messages from somebody on the team
        - I feel intimidated at the office
"""

PAYROLL = """\
id: payroll
name: {es: Nóminas, en: Payroll}
lead: marta@ensayo.example
backup: luis@ensayo.example
assign: first
channel: {slack: C0PAYROLL}
topics:
  - id: payslip
    name: {es: Nómina, en: Payslip}
    description: {es: Recibos de nómina y sus copias., en: Payslips and copies of them.}
    keywords: {es: [nómina, recibo de sueldo], en: [payslip, pay stub]}
    owners:
      - {person: ana@ensayo.example, for: {country: ES}}
      - {person: luis@ensayo.example, for: {country: MX}}
    owner_may: {es: Emitir una copia, en: Issue a copy}
    examples:
      es:
        - No me ha llegado la nómina de octubre
        - ¿Dónde descargo mi recibo de nómina?
        - Necesito una copia de la nómina para el banco
        - Me falta el recibo de sueldo de este mes
        - La nómina viene con un error en el importe
      en:
        - My October payslip has not arrived
        - Where do I download my payslip?
        - I need a copy of my payslip for the bank
        - This month's pay stub is missing
        - The amount on my payslip is wrong
"""

IT = """\
id: it
name: {es: Sistemas, en: IT}
lead: iris@ensayo.example
backup: bo@ensayo.example
assign: rotation
targets: {normal: {first_response: 2h}}
topics:
  - id: laptop
    name: {es: Portátil, en: Laptop}
    description: {es: Averías y cambios del ordenador., en: Repairs and replacement of the computer.}
    keywords: {es: [portátil, ordenador, computadora], en: [laptop, computer]}
    owners: [bo@ensayo.example]
    open: true
    examples:
      es:
        - Mi portátil no enciende
        - La pantalla del ordenador parpadea
        - La computadora va muy lenta
        - Se me ha roto el teclado del portátil
        - Necesito un cargador nuevo para el portátil
      en:
        - My laptop does not turn on
        - The computer screen flickers
        - The computer is very slow
        - The keyboard of my laptop is broken
        - I need a new charger for my laptop
"""

CONCIERGE = """\
id: concierge
name: {es: Conserjería, en: Concierge}
lead: carmen@ensayo.example
backup: saul@ensayo.example
assign: first
topics:
  - id: anything-else
    name: {es: Cualquier otra cosa, en: Anything else}
    description: {es: Lo que no es de nadie más., en: Whatever is nobody else's.}
    keywords: {es: [no sé a quién preguntar], en: [do not know whom to ask]}
    owners: [saul@ensayo.example]
    open: true
    examples:
      es:
        - No sé a quién preguntar esto
        - ¿Con quién hablo de un tema que no es de nadie?
        - Tengo una duda que no encaja en ningún sitio
        - ¿Quién me puede orientar?
        - Necesito ayuda con algo poco habitual
      en:
        - I do not know whom to ask
        - Who do I talk to about something that is nobody's?
        - I have a question that fits nowhere
        - Who can point me to the right person?
        - I need help with something unusual
"""


def _article(title: str, country: str, owner: str, question: str, body: str) -> str:
    return f"""\
---
topic: payslip
title: {title}
for: {{country: {country}}}
stands_behind: {owner}@ensayo.example
reviewed: 2026-09-14
review_again: 2099-09-14
questions: ["{question}"]
---
{body}
"""


ARTICLES = {
    "articles/payslip-copy-es.es.md": _article(
        "Descargar la nómina en España",
        "ES",
        "ana",
        "¿Dónde descargo mi nómina?",
        "Entra en el portal **Mi nómina** y elige el mes.",
    ),
    "articles/payslip-copy-es.en.md": _article(
        "Downloading your payslip in Spain",
        "ES",
        "ana",
        "Where do I download my payslip?",
        "Open the portal **Mi nómina** and pick the month.",
    ),
    "articles/payslip-copy-mx.es.md": _article(
        "Descargar el recibo de nómina en México",
        "MX",
        "luis",
        "¿Dónde descargo mi recibo de nómina?",
        "Entra en **Recibos** y descarga el timbrado del mes.",
    ),
    "articles/payslip-copy-mx.en.md": _article(
        "Downloading your payslip in Mexico",
        "MX",
        "luis",
        "Where do I download my payslip?",
        "Open **Recibos** and download the stamped one of the month.",
    ),
}


def three_topics() -> dict[str, str]:
    """The files of the company, without a fault or a warning; a new mapping each time."""
    return {
        "company.yaml": COMPANY,
        "people.yaml": PEOPLE,
        "departments/people.yaml": PEOPLE_DEPARTMENT,
        "departments/payroll.yaml": PAYROLL,
        "departments/it.yaml": IT,
        "departments/concierge.yaml": CONCIERGE,
        **ARTICLES,
    }


def edited(files: Mapping[str, str], file: str, old: str, new: str) -> dict[str, str]:
    """The same files with the first `old` in `file` made `new`. Raises ValueError when `old` is not there."""
    if old not in files[file]:
        raise ValueError(f"{file} holds no {old!r}")
    return {**files, file: files[file].replace(old, new, 1)}


def without(files: Mapping[str, str], file: str) -> dict[str, str]:
    return {name: text for name, text in files.items() if name != file}


@cache
def build_three_topics() -> Directory:
    return build(three_topics())


def person(name: str) -> PersonId:
    """`person("ana")` is Ana's id in `build_three_topics()`."""
    return PersonId(f"{name}@ensayo.example")
