"""The demo of each site: plans with their people, one signed, one incident that ended."""

from datetime import UTC, datetime, time

import pytest
from ruamel.yaml import YAML

from demo.crisis import load_crises
from demo.hijack import load_hijack
from demo.loading import FOLDER, SITES
from demo.team import load_team
from gouvernail.crisis.models import Entry, Incident, Plan, TakenAccount
from gouvernail.foundation import clock
from gouvernail.foundation.actions import action
from gouvernail.policies.models import Signature
from gouvernail.watch.models import Copy, HoldingPage, Report, Review
from tests.make.registry import make_account


@pytest.mark.django_db
@pytest.mark.parametrize("name", SITES)
def test_each_site_has_signed_a_plan_and_lived_through_an_incident(
    empty_site: None, name: str
) -> None:
    facts = YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    today = datetime.combine(clock.today("UTC"), time(8), tzinfo=UTC)

    @action("tests.load_crises")
    def load() -> None:
        site = load_team(facts, today)
        load_crises(site)
        network, _slash, handle = facts["crisis"]["hijack"]["on"].partition("/")
        account = make_account(unit=site.root, address=f"https://{network}.com/{handle}")
        site.accounts[f"{network}/{handle}"] = account
        load_hijack(site)

    load()

    taken = TakenAccount.objects.get()
    assert taken.regained_at is not None
    assert taken.incident.status == "closed"
    incident = Incident.objects.exclude(kind="hijack").get()
    assert incident.status == "closed"
    assert incident.plan is not None
    assert Entry.objects.filter(incident=incident, kind="word").exists()
    sent = Report.objects.filter(status="sent")
    assert sent.count() == 2
    assert not Copy.objects.filter(report__in=sent, acknowledged_at__isnull=True).exists()
    assert Report.objects.filter(status="dropped").count() == 1
    review = Review.objects.get()
    assert review.times["reports_on_time"] == 2
    assert review.improvements.exists()
    assert HoldingPage.objects.exists()
    signed = Plan.objects.get(kind=facts["crisis"]["signed"])
    assert signed.policy is not None
    assert Signature.objects.filter(version__policy=signed.policy).exists()
