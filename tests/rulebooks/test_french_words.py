"""Words that other areas use too are said of rules: of a waiver, a level, a version, a button."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.people.models import Person, Unit
from gouvernail.project.catalogues import compile_catalogues
from gouvernail.rulebooks.forms.life import CommentForm
from gouvernail.rulebooks.models import PackVersion, RuleControl, Waiver
from tests.make.rulebooks import make_pack


@pytest.fixture(autouse=True)
def french() -> Iterator[None]:
    compile_catalogues()
    with translation.override("fr"):
        yield


def test_the_states_of_a_waiver_agree_with_it() -> None:
    labels = [str(one.label) for one in Waiver.Status]

    assert labels == ["demandée", "accordée", "refusée", "retirée", "terminée"]


def test_the_states_of_a_level_agree_with_it() -> None:
    labels = [str(one.label) for one in RuleControl.Status]

    assert labels == ["demandé", "accepté", "refusé", "retiré"]


def test_a_version_is_read_again_and_refused_alone() -> None:
    said = PackVersion.Status

    assert (str(said.IN_REVIEW.label), str(said.REJECTED.label)) == ("en relecture", "refusée")


def test_a_field_for_words_is_named_and_does_not_order() -> None:
    assert str(CommentForm().fields["comment"].label) == "Commentaire"


def test_the_buttons_of_a_pack_say_what_they_do_to_it(
    client: Client, nordet: Unit, claire: Person
) -> None:
    version = make_pack(unit=nordet, by=claire)
    pack = version.pack
    pack.retirement_asked_at, pack.retirement_asked_by = version.written_at, claire
    pack.save()
    claire.language = "fr"
    claire.save()
    client.force_login(claire)

    page = client.get(reverse("rulebooks:pack-detail", args=[pack.slug])).text

    assert "Mettre hors service</button>" in page
    assert "Le garder en service</button>" in page
    assert "circuit" not in page
