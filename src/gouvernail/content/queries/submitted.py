"""What was submitted or sent, read from its approved fields, never from the draft of today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gouvernail.approvals.models import Request
from gouvernail.content.models import Draft, Revision
from gouvernail.content.queries.drafts import Manuscript, Said
from gouvernail.content.queries.proofs import supports_in
from gouvernail.media.models import Asset
from gouvernail.registry.models import Account

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture as the approved fields know it, with the asset that serves its file."""

    asset_id: UUID
    asset: Asset
    alt: str


def manuscript_of_revision(draft: Draft, revision: Revision) -> Manuscript:
    """Return what was submitted, read from the revision alone. Two queries, three with proofs."""
    fields: dict[str, Any] = {key: payload["fields"] for key, payload in revision.payloads.items()}
    first: dict[str, Any] = next(iter(fields.values()), {})
    accounts = Account.objects.filter(pk__in=fields).select_related("connection", "unit")
    by_id = {str(account.pk): account for account in accounts}
    return Manuscript(
        draft=draft,
        title=revision.title,
        text=revision.text,
        language=first.get("lang", draft.language),
        tags=tuple(draft.tags),
        said=tuple(
            Said(
                account=by_id[key],
                text=said["text"],
                adapted=said["text"] != revision.text,
                options=dict(said["options"]),
            )
            for key, said in fields.items()
        ),
        media=tuple(pictures_of(first.get("media", []))),  # type: ignore[arg-type]  # same attributes as DraftMedia
        origin=first.get("origin", Draft.Origin.PERSON),
        sent_by=first.get("sent_by", ""),
        countries=tuple(first.get("countries", ())),
        proofs=supports_in(first),
    )


def picture_under_review(request: Request, asset_id: UUID) -> Asset | None:
    """Return a picture of exactly what is to be decided, or None. Two queries.

    Whoever may see the request may see it: a stand-in reviews units they do not otherwise see.
    """
    revision = Revision.objects.filter(draft_id=request.subject_id, number=request.revision).first()
    asset = Asset.objects.filter(pk=asset_id).first()
    if revision is None or asset is None:
        return None
    shown = {
        one["sha256"] for said in revision.payloads.values() for one in said["fields"]["media"]
    }
    return asset if asset.sha256 in shown else None


def assets_in(every: Iterable[Fields]) -> dict[str, Asset]:
    """Return the pictures that some approved fields name, by digest. One query, or none."""
    digests = {one["sha256"] for fields in every for one in fields.get("media", [])}
    if not digests:
        return {}
    return {asset.sha256: asset for asset in Asset.objects.filter(sha256__in=digests)}


def pictures_of(
    media: Iterable[Mapping[str, str]], assets: Mapping[str, Asset] | None = None
) -> list[Shown]:
    """Return pictures in order, with the words that were approved. One query without `assets`."""
    listed = list(media)
    found = assets_in([{"media": listed}]) if assets is None else assets
    return [
        Shown(asset_id=found[one["sha256"]].pk, asset=found[one["sha256"]], alt=one["alt"])
        for one in listed
        if one["sha256"] in found
    ]
