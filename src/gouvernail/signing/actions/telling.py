"""Who is told what about signatures, besides the reminders."""

from datetime import datetime

from django.urls import reverse

from gouvernail.notifications.actions import Message, tell, titles_of
from gouvernail.signing.models import Campaign, Objection


def tell_owner(objection: Objection, *, at: datetime) -> None:
    """Tell who leads the campaign that somebody objects; never the words. One statement."""
    campaign = objection.campaign
    _tell(objection, campaign, "objected", at=at)


def tell_objector(objection: Objection, campaign: Campaign, *, at: datetime) -> None:
    """Tell who objected that they are answered. One statement."""
    objection.campaign = campaign
    _tell(objection, campaign, "answered", at=at)


def _tell(objection: Objection, campaign: Campaign, kind: str, *, at: datetime) -> None:
    made = kind == "objected"
    page = "signing:campaign-detail" if made else "signing:read"
    message = Message(
        kind=f"signing.{kind}",
        once=f"objection:{objection.pk.hex}:{kind}",
        path=reverse(page, args=[campaign.pk]),
        facts=titles_of(campaign.version.policy),
        subject_kind=Objection.ledger_kind,
        subject_id=str(objection.pk),
    )
    tell(people=[campaign.owner_id if made else objection.person_id], message=message, at=at)
