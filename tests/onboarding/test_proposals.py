"""Accounts found: whose they are, what becomes of them, and one reading at a time."""

from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.onboarding.actions import keep_pasted, proposals, set_aside, take_in
from gouvernail.onboarding.errors import NothingChosenError
from gouvernail.onboarding.models import Proposal
from gouvernail.onboarding.sources.pasting import read_pasted
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import register_account
from gouvernail.registry.actions.accounts import AccountFacts
from gouvernail.registry.errors import AccountExistsError
from gouvernail.registry.models import Account
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account
from tests.make.websites import page, serving


@pytest.fixture
def desk(claire: Person) -> Client:
    client = Client()
    client.force_login(claire)
    client.cookies[site_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_what_somebody_brought_is_theirs_and_what_was_set_aside_comes_back(
    desk: Client, karim: Person, care: Unit, energy: Unit, claire: Person
) -> None:
    lea = make_person(name="Léa Morel", home_unit=care)
    make_grant(person=lea, unit=care, role="delegate")
    at = clock.now()
    keep_pasted(addresses=read_pasted("https://x.com/nordet").addresses, by=karim, at=at)
    one = Proposal.objects.get()

    with pytest.raises(NothingChosenError):
        set_aside(proposal_ids=[one.pk], by=lea, at=at)
    again = keep_pasted(addresses=read_pasted("https://x.com/nordet").addresses, by=lea, at=at)
    assert (len(again.new), len(again.again)) == (0, 1)
    assert set_aside(proposal_ids=[one.pk], by=lea, at=at) == 1
    assert Proposal.objects.get().decided_by == lea

    where = reverse("onboarding:proposals")
    assert "Léa Morel" in desk.get(f"{where}?state=aside").text
    send = {"proposals": [str(one.pk), "no id"], "back": "on"}
    assert desk.post(reverse("onboarding:proposal-decide"), send).status_code == 302
    assert [row.pk for row in desk.get(where).context["page"].rows] == [one.pk]

    # The same form sent twice enters nothing twice.
    ids = [one.pk]
    assert take_in(proposal_ids=ids, unit_id=energy.pk, by=claire, at=at) == (1, 0)
    assert take_in(proposal_ids=ids, unit_id=energy.pk, by=claire, at=at) == (0, 1)


def test_two_who_bring_the_same_account_at_once_keep_it_once(
    claire: Person, karim: Person, nordet: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses, at = read_pasted("https://x.com/nordet").addresses, clock.now()
    keep_pasted(addresses=addresses, by=karim, at=at)
    monkeypatch.setattr(proposals, "_known", lambda *_asked: set())  # what the quicker one saw

    late = keep_pasted(addresses=addresses, by=claire, at=at)

    assert (len(late.new), len(late.again), Proposal.objects.count()) == (0, 1, 1)
    monkeypatch.undo()
    there = make_account(unit=nordet, address="https://x.com/nordet")
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)
    with pytest.raises(AccountExistsError):
        register_account(
            facts=AccountFacts(address=addresses[0], unit_id=nordet.pk), by=claire, at=at
        )
    monkeypatch.undo()
    assert Account.objects.get() == there


def test_a_website_is_read_once_at_a_time_and_never_at_a_host_meant_for_a_network(
    desk: Client, claire: Person, settings: Any
) -> None:
    with serving({"/": page('<a href="https://x.com/nordet">X</a>')}) as site:
        settings.WEBSITE_PRIVATE_HOSTS = []
        answer = desk.post(reverse("onboarding:website"), {"website": site.url})
        assert answer.status_code == 422
        assert "only public websites" in str(answer.context["form"].errors["website"])
        assert site.asked == []
    cache.set(f"onboarding:website:{claire.pk}", 1, 60)
    answer = desk.post(reverse("onboarding:website"), {"website": "https://example.org/"})
    assert "not over" in str(answer.context["form"].errors["website"])
    cache.delete(f"onboarding:website:{claire.pk}")
