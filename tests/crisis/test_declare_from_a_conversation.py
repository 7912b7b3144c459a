"""An incident is declared from a conversation, whose words stand in no address."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from tests.make.inbox import make_conversation
from tests.make.registry import make_account

SAID = "Mon contrat est le 4812"


@pytest.mark.parametrize("private", [False, True], ids=["public", "told to us alone"])
def test_its_words_are_in_no_address_and_no_title_where_they_were_told_to_us_alone(
    client: Client, energy: Unit, karim: Person, *, private: bool
) -> None:
    asked = make_conversation(make_account(unit=energy), text=SAID, private=private)
    client.force_login(karim)

    page = client.get(reverse("inbox:conversation-detail", args=[asked.pk])).text
    (address,) = re.findall(r'href="([^"]*origin=conversation[^"]*)"', page)
    form = client.get(address.replace("&amp;", "&")).context["form"]

    assert "4812" not in address
    assert form["title"].value() == ("" if private else SAID)
    assert form["origin_id"].value() == str(asked.pk)
