"""Names and titles are sorted as a French reader does, in the database as in memory."""

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.foundation.sorting import Plain, plainly
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import Policy
from gouvernail.policies.queries import policies_for_list
from tests.make.people import make_person
from tests.make.registry import make_account

NAMES = ["abeille", "Ça va", "cabane", "Écho", "école", "Élan", "Œuvre", "ofrande", "Zoé", "zone"]
"""In order: no matter capitals and accents, a ligature as its two letters."""


def test_the_database_and_the_memory_agree(nordet: Unit) -> None:
    for name in reversed(NAMES):
        make_person(name=name, home_unit=nordet)

    rows = Person.objects.filter(name__in=NAMES).order_by(Plain("name"), "pk")
    read = [one.name for one in rows]

    assert read == sorted(NAMES, key=plainly) == NAMES


@pytest.mark.postgres
def test_a_database_whose_locale_knows_no_accented_capital_sorts_them_too(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite asks Python")
        text = RawSQL('%s::text COLLATE "C"', ["ÉCHO Œ"])
        sql, params = Plain(text).as_postgresql(
            Person.objects.all().query.get_compiler("default"), connection
        )
        cursor.execute(f"SELECT {sql}", params)

        assert cursor.fetchone() == ("echo oe",)


@pytest.mark.parametrize("name", ["people:person-list", "registry:account-list"])
def test_people_and_accounts_are_paged_in_that_order(
    name: str, client: Client, claire: Person, nordet: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in ("Zoé", "école", "Écho", "abeille"):
        make_person(name=one, home_unit=nordet)
        make_account(unit=nordet, name=one)
    monkeypatch.setattr("gouvernail.people.views.persons.PAGE", 2)
    monkeypatch.setattr("gouvernail.registry.queries.listing.PAGE_SIZE", 2)
    client.force_login(claire)
    seen: list[str] = []
    cursor = ""

    while not seen or cursor:
        page = client.get(reverse(name), {"cursor": cursor, "sort": "name"}).context["page"]
        seen += [row.name for row in page.rows]
        cursor = page.next_cursor

    assert [one for one in seen if one in NAMES] == ["abeille", "Écho", "école", "Zoé"]


def test_policies_are_listed_by_the_words_shown(claire: Person, nordet: Unit) -> None:
    for number, (title, english) in enumerate((("zèbre", "Alpha"), ("Écho", "beta"), ("eau", ""))):
        Policy.objects.create(
            slug=f"text-{number}", title=title, title_en=english, unit=nordet, owner=claire
        )
    found = {}

    for language in ("en", "fr"):
        with translation.override(language):
            found[language] = [one.label for one in policies_for_list(claire)]

    assert found == {"en": ["Alpha", "beta", "eau"], "fr": ["eau", "Écho", "zèbre"]}
