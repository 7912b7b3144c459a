"""Rules of the comments under an account: closed by default, read by anybody once opened."""

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.actions import PolicyFacts, create_policy
from gouvernail.policies.actions.intranet import IntranetFacts, switch_intranet, write_intranet
from gouvernail.policies.actions.spaces import SpaceFacts, add_reason, open_space, write_space
from gouvernail.policies.errors import PolicyInvalidError, SpaceNotFoundError, SpaceNotReadyError
from gouvernail.policies.models import CommentSpace, IntranetPage, Policy
from gouvernail.registry.models import Account
from tests.make.policies import make_charter, make_version
from tests.make.registry import make_account

SOURCE = "## 1 Ce que nous masquons\n\nLes injures, jamais la critique."
SOURCE_EN = "## 1 What we hide\n\nInsults, never criticism."


@pytest.fixture
def account(claire: Person) -> Account:
    assert claire.home_unit is not None
    return make_account(unit=claire.home_unit)


@pytest.fixture
def rules(claire: Person) -> Policy:
    assert claire.home_unit is not None
    facts = PolicyFacts(
        slug="comments", title="Nos commentaires", title_en="Our comments",
        unit_id=claire.home_unit.pk, owner_id=claire.pk, must_sign=False, audience="external",
    )  # fmt: skip
    return create_policy(facts=facts, by=claire, at=clock.now())


def test_rules_are_public_once_opened_and_say_why_a_comment_is_moderated(
    client: Client, claire: Person, account: Account, rules: Policy
) -> None:
    client.force_login(claire)
    url = reverse("policies:space-edit", args=[account.pk])
    answers = {"policy": str(rules.pk), "comments": "open", "contact": "", "languages": "fr, en"}

    refused = client.post(url, answers)
    client.post(url, answers | {"contact": "moderation@example.org"})
    space = CommentSpace.objects.get()
    public = reverse("policies:public-comments", args=[space.pk])
    with pytest.raises(SpaceNotReadyError):
        open_space(account_id=account.pk, by=claire, at=clock.now())
    make_version(rules, by=claire, source=SOURCE, source_en=SOURCE_EN)
    client.post(
        reverse("policies:reason-list", args=["comments"]),
        {"anchor": "1", "act": "hide", "label": "Injure", "label_en": "Insult"},
    )
    closed = Client().get(public)
    client.post(reverse("policies:space-switch", args=[account.pk]), {"to": "open"})
    page = Client().get(public, {"lang": "en"})
    part = client.get(reverse("policies:account-space", args=[account.pk])).text

    assert "contact" in refused.context["form"].errors
    assert closed.status_code == 404
    assert page.status_code == 200
    assert "What we hide" in page.text
    assert "Insult" in page.text
    assert "moderation@example.org" in page.text
    assert "Les injures" in Client().get(public, {"lang": "fr"}).text
    assert not page.cookies
    assert "public" in page["Cache-Control"]
    assert "<script" not in page.text
    assert public in part


def test_rules_of_an_account_one_may_not_see_cannot_be_written(
    claire: Person, hugo: Person, account: Account, rules: Policy
) -> None:
    inside = make_charter(by=claire, source=SOURCE)
    facts = SpaceFacts(policy_id=inside.pk, contact="a@example.org")

    with pytest.raises(PolicyInvalidError) as refused:
        write_space(account_id=account.pk, facts=facts, by=claire, at=clock.now())
    assert "policy" in refused.value.fields
    with pytest.raises(SpaceNotFoundError):
        write_space(account_id=rules.pk, facts=facts, by=claire, at=clock.now())
    with pytest.raises(PolicyInvalidError) as unknown:
        add_reason(
            policy_id=inside.pk, anchor="7", act="hide", label="X", by=claire, at=clock.now()
        )
    assert list(unknown.value.fields) == ["anchor"]


def test_only_the_sites_named_may_show_the_page_of_the_intranet(
    client: Client, claire: Person
) -> None:
    make_charter(by=claire)
    facts = IntranetFacts(
        who="Marion, poste 12", who_en="Marion, extension 12",
        documents=(("Logo", "https://intranet.example.org/logo"),),
        origins=("https://Intranet.example.org/",),
    )  # fmt: skip
    with pytest.raises(PolicyInvalidError):
        write_intranet(facts=IntranetFacts(origins=("*",)), by=claire, at=clock.now())

    page = write_intranet(facts=facts, by=claire, at=clock.now())
    url = reverse("policies:about-embed", args=[page.key])
    closed = Client().get(url)
    switch_intranet(is_open=True, by=claire, at=clock.now())
    shown = Client().get(url, {"lang": "en"})
    plain = Client().get(url, {"look": "plain"})
    client.force_login(claire)
    own = client.get(reverse("policies:about"))

    assert closed.status_code == 404
    assert shown.status_code == 200
    assert "frame-ancestors https://intranet.example.org;" in shown["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in shown
    assert "Social media charter" in shown.text
    assert "Marion, extension 12" in shown.text
    assert "outside.css" in shown.text
    assert "outside.css" not in plain.text
    assert not shown.cookies
    assert own["X-Frame-Options"] == "DENY"
    switch_intranet(is_open=False, by=claire, at=clock.now())
    assert IntranetPage.objects.get().key != page.key
    assert Client().get(url).status_code == 404
