"""A campaign that is open, and who is asked in it."""

from datetime import UTC, datetime, timedelta

import pytest

from gouvernail.attestations.actions.campaigns import (
    CampaignFacts,
    open_campaign,
    prepare_campaign,
)
from gouvernail.attestations.models import Campaign, Declarer
from gouvernail.people.models import Person, Unit

AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def campaign(nordet: Unit, energy: Unit, care: Unit, claire: Person, karim: Person) -> Campaign:
    """An open campaign of Energy, whose delegate is Karim, and of Care, which has none."""
    facts = CampaignFacts(
        unit_id=nordet.pk,
        title="Déclaration d’automne",
        title_en="Autumn declaration",
        opens_on=AT.date(),
        closes_on=AT.date() + timedelta(days=21),
        unit_ids=(energy.pk, care.pk),
    )
    made = prepare_campaign(facts=facts, by=claire, at=AT)
    return open_campaign(campaign_id=made.pk, by=claire, at=AT)


@pytest.fixture
def declarer(campaign: Campaign, karim: Person) -> Declarer:
    return Declarer.objects.select_related("person", "declaration__campaign").get(person=karim)
