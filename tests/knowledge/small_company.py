"""A company of a few people in two countries, for the tests of who is on duty and who is named."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from knowledge.calendar import Frame, HolidayPlace, WorkingHours
from knowledge.directory import (
    Department,
    DepartmentId,
    Directory,
    Emergency,
    For,
    Person,
    PersonId,
    Site,
    Topic,
    TopicId,
    TopicOwner,
    Traits,
)
from knowledge.duty import (
    Asker,
    Situation,
)

NINE_TO_FIVE = ((Frame(32_400, 61_200),),) * 5 + ((),) * 2
MADRID = WorkingHours(week=NINE_TO_FIVE, zone="Europe/Madrid", holidays=HolidayPlace("ES", "MD"))
MEXICO = WorkingHours(week=NINE_TO_FIVE, zone="America/Mexico_City", holidays=HolidayPlace("MX"))
ALWAYS = WorkingHours(week=((Frame(0, 86_400),),) * 7, zone="Europe/Madrid")


def madrid(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)


TUESDAY_NOON = madrid(24, 12)
TUESDAY_EVENING = madrid(24, 20)  # 13:00 in Mexico City
SATURDAY = madrid(28, 12)

PEOPLE = {
    # who: name, department, hours, backup, languages, cleared for confidential requests
    "ana": ("Ana Ruiz Peña", "payroll", MADRID, "tomas", ("es",), True),
    "luis": ("Luis Mora", "payroll", MEXICO, None, ("es", "en"), False),
    "pia": ("Pía Conde", "payroll", MADRID, None, ("es", "en"), False),
    "tomas": ("Tomás Gil", "payroll", MADRID, "rosa", ("es",), True),
    "rosa": ("Rosa León", "payroll", MADRID, "tomas", ("es",), False),
    "marta": ("Marta Vidal", "payroll", MADRID, None, ("es", "en"), True),
    "bo": ("Bo Lindqvist", "it", MADRID, None, ("en",), False),
    "iris": ("Iris Campo", "it", MEXICO, None, ("es",), False),
    "carmen": ("Carmen Duarte", "concierge", MADRID, None, ("es", "en"), True),
    "saul": ("Saúl Nieto", "concierge", MEXICO, "carmen", ("es", "en"), False),
    "ines": ("Inés Soler", "it", MADRID, None, ("es",), False),
}
MEXICANS = For(country=("MX",))
TOPICS = {
    "payslip": ("payroll", [("ana", For()), ("luis", MEXICANS)]),
    "advance": ("payroll", [("ana", For()), ("pia", For())]),
    "stamped-receipt": ("payroll", [("luis", MEXICANS)]),
    "laptop": ("it", [("bo", For()), ("iris", For())]),
    "anything": ("concierge", [("saul", For())]),
}


def company(
    *,
    assign: str = "first",
    people: dict[str, tuple] | None = None,
    hours: WorkingHours = MADRID,
    administrators: tuple[str, ...] = ("ines",),
) -> Directory:
    def department(name: str, lead: str, backup: str | None) -> Department:
        topics = tuple(TopicId(topic) for topic, (home, _) in TOPICS.items() if home == name)
        return Department(
            id=DepartmentId(name),
            name={"en": name},
            lead=PersonId(lead),
            backup=PersonId(backup) if backup else None,
            assign=assign,
            hours=hours,
            targets={},
            words_kept_days=180,
            confidential_kept_days=90,
            topics=topics,
        )

    departments = [
        department("payroll", "marta", "pia"),
        department("it", "iris", None),
        department("concierge", "carmen", None),
        department("archive", "marta", "rosa"),  # no topics of its own
    ]
    emergency = Emergency(contact={"en": "112"}, duty=())
    return Directory(
        version="1",
        tenant="faro",
        name="Faro",
        languages=("es", "en"),
        zone="Europe/Madrid",
        mail_domains=(),
        slack_workspaces=(),
        microsoft_tenants=(),
        administrators=frozenset(PersonId(name) for name in administrators),
        concierge=DepartmentId("concierge"),
        sites={"madrid": Site(id="madrid", name={}, country="ES", zone="Europe/Madrid", emergency=emergency)},
        people={PersonId(key): person(key, *row) for key, row in {**PEOPLE, **(people or {})}.items()},
        departments={one.id: one for one in departments},
        topics={TopicId(key): topic(key, *row) for key, row in TOPICS.items()},
        articles=(),
    )


def person(key, name, department, hours, backup, languages, confidential, also_known_as=()) -> Person:
    return Person(
        id=PersonId(key),
        email=f"{key}@faro.example",
        name=name,
        department=DepartmentId(department),
        site="madrid",
        title={},
        languages=languages,
        hours=hours,
        backup=backup,
        confidential=confidential,
        also_known_as=also_known_as,
    )


def topic(key: str, department: str, owners: list[tuple[str, For]]) -> Topic:
    return Topic(
        id=TopicId(key),
        department=DepartmentId(department),
        name={},
        description={},
        owners=tuple(TopicOwner(person=PersonId(name), for_=selector) for name, selector in owners),
        examples={},
        keywords={},
    )


def asker(country: str = "ES", language: str = "es", name: str | None = None) -> Asker:
    return Asker(person=PersonId(name) if name else None, traits=Traits(country=country), language=language)


GUEST = Asker(person=None, traits=Traits(), language="es")


def now(at: datetime = TUESDAY_NOON, away: tuple[str, ...] = (), **more) -> Situation:
    """Everybody in `away` is back in a month."""
    return Situation(now=at, absent={PersonId(name): at + timedelta(days=30) for name in away}, **more)


def people(*names: str) -> frozenset[PersonId]:
    return frozenset(PersonId(name) for name in names)


def told(steps) -> list[str]:
    """ "owner ana (absent)" for each step."""
    return [
        f"{step.rung} {step.person}" + (f" ({step.passed_over})" if step.passed_over else "")
        for step in steps
    ]
