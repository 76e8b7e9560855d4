"""Whom a text names, or does not want to see it."""

from time import monotonic

import pytest

from knowledge.named import people_named
from tests.knowledge.small_company import MADRID, company

NAMES = {
    "marina": ("Marina Sol Ortega", "it", MADRID, None, ("es",), False, ("la Sargento",)),
    "ana2": ("Ana Gómez", "it", MADRID, None, ("es",), False),
    "mj": ("María José García de la Torre", "it", MADRID, None, ("es",), False, ("Majo",)),
    "obrien": ("Kevin O'Brien", "it", MADRID, None, ("en",), False),
    "will": ("Will Stone", "it", MADRID, None, ("en",), False),
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Tengo un problema con Marta Vidal", {"marta"}),
        ("tengo un problema con marta vidal", {"marta"}),
        ("MARTA VIDAL ME GRITA", {"marta"}),
        ("Ana Ruiz no me contesta", {"ana"}),
        ("Ana Ruiz Peña no me contesta", {"ana"}),
        ("Ana Peña no me contesta", {"ana"}),
        ("ana ruiz y luis mora se pelean", {"ana", "luis"}),
        ("Es por Ruiz Peña, Ana", {"ana"}),
        ("Escribí a MARTA@faro.example y nada", {"marta"}),
        ("<mailto:marta@faro.example>.", {"marta"}),
        ("(ana@faro.example).", {"ana"}),
        ("Ana no me contesta", set()),  # two of that name
        ("Luis no me contesta", {"luis"}),
        ("luis no me contesta", set()),  # not written as a name
        ("Luis Pérez no me contesta", set()),  # another Luis
        ("Hola Luis, no me ha llegado la nómina", set()),  # spoken to, not of
        ("Gracias, Marta", set()),
        ("Luis, ¿vienes hoy?", set()),
        ("Hola, Luis: sigue igual", set()),
        ("Luis, el de nóminas, me ha gritado", {"luis"}),
        ("Con Luis, mal", {"luis"}),
        ("Hola, tengo una queja de Marta", {"marta"}),
        ("La sra. Vidal me ha gritado", {"marta"}),
        ("don luis me ha gritado", {"luis"}),
        ("señora Ruiz", {"ana"}),
        ("Tomas Gil y TOMÁS", {"tomas"}),
        ("Es cosa de la sargento", {"marina"}),
        ("Majo se ríe de mí", {"mj"}),
        ("María José me da miedo", {"mj"}),
        ("María García me da miedo", {"mj"}),
        ("María José García de la Torre", {"mj"}),
        ("José García vino ayer", set()),
        ("que no lo vea marta", {"marta"}),
        ("por favor, que no lo lea Ana", {"ana", "ana2"}),
        ("sin que lo sepa Luis", {"luis"}),
        ("que no lo vea mi jefe luis", {"luis"}),
        ("please don't let Ana see it", {"ana", "ana2"}),
        ("Kevin O'Brien shouts at me", {"obrien"}),
        ("Kevin's jokes are not funny", {"obrien"}),
        ("Luis's jokes are not funny", {"luis"}),
        ("Will you send my payslip?", set()),
        ("I was told by Will that it is late", {"will"}),
        ("will it be ready?", set()),
        ("La pantalla del portátil parpadea", set()),
        ("Rosa es el color que prefiero", set()),
        ("El rosal de la entrada", set()),
        ("", set()),
    ],
)
def test_who_is_named(text, named):
    assert people_named(company(people=NAMES), text) == named


@pytest.mark.parametrize(
    "text", ["a" * 40_000, "que no" + " " * 40_000, "Ana " * 10_000, "a@" * 20_000, "que no lo vea " * 3_000]
)
def test_a_long_hostile_text_is_read_in_no_time(text):
    began = monotonic()
    people_named(company(people=NAMES), text)
    assert monotonic() - began < 1  # what a square law would take minutes for


def test_an_edited_directory_is_read_anew():
    before, after = company(), company(people={"zoe": ("Zoe Lara", "it", MADRID, None, ("es",), False)})
    assert people_named(before, "Zoe Lara me grita") == frozenset()
    assert people_named(after, "Zoe Lara me grita") == {"zoe"}
    assert people_named(before, "Zoe Lara me grita") == frozenset()
