"""Beginning a pack: named as people write, from nothing or from a shipped one."""

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Pack
from tests.make.rulebooks import make_pack


@pytest.fixture
def lead(client: Client, claire: Person, nordet: Unit) -> Client:
    """Somebody who may write the rules of Nordet, signed in."""
    make_pack(unit=nordet, by=claire)
    client.force_login(claire)
    return client


@pytest.mark.parametrize("begin", ["blank", "starter-fr-en"])
@pytest.mark.parametrize("title", ["Santé, sécurité", "Prix : règles #1", 'Prix: {2026} "A"'])
def test_a_pack_is_named_as_people_write(
    lead: Client, nordet: Unit, title: str, begin: str
) -> None:
    sent = {"title": title, "title_en": title, "slug": "new", "unit": str(nordet.pk)}

    answer = lead.post(reverse("rulebooks:pack-create"), sent | {"begin": begin})

    assert answer.status_code == 302
    assert Pack.objects.get(slug="new").title == title.replace('"', "”")


def test_a_pack_that_cannot_be_created_keeps_what_was_typed(lead: Client, nordet: Unit) -> None:
    sent = {"title": "Prix\x07", "title_en": "Prices", "slug": "new", "unit": str(nordet.pk)}

    answer = lead.post(reverse("rulebooks:pack-create"), sent | {"begin": "blank"})

    assert answer.status_code == 422
    assert 'value="Prices"' in answer.text
    assert not Pack.objects.filter(slug="new").exists()


def test_an_identifier_is_made_from_the_title_or_refused_in_the_words_of_its_help(
    lead: Client, nordet: Unit
) -> None:
    sent = {"title": "Nos Règles d’été", "title_en": "Ours", "unit": str(nordet.pk)}
    address = reverse("rulebooks:pack-create")

    page = lead.get(address).text
    refused = lead.post(address, sent | {"slug": "Nos Règles", "begin": "blank"})
    made = lead.post(address, sent | {"slug": "", "begin": "conduct"})

    words = "Lower-case letters, digits and hyphens, a letter or a digit first."
    assert refused.status_code == 422
    assert refused.text.count(words) == 1 + page.count(words) == 2
    assert made.status_code == 302
    assert Pack.objects.exclude(slug="nordet").get().slug == "nos-regles-dete"
    assert "General conduct" in page
