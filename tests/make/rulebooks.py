"""A small pack of rules that tests can name, and the rows that put it in force."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.rules import load_pack
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import (
    Judged,
    Submission,
    agree_version,
    store_verdict,
    submit_version,
)
from gouvernail.rulebooks.models import Pack, PackVersion, StoredVerdict
from gouvernail.rulebooks.queries import post_of, rulebook_for

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PACK = """\
pack: nordet
title: {fr: Règles Nordet, en: Nordet rules}
control: enforce
rules:
  - id: cheapest
    title: {fr: Comparaison de prix, en: Price comparison}
    clause: "charter#5.2"
    source: {fr: "Code de la consommation, L121-2", en: "Consumer code, L121-2"}
    check: {terms: {any: [the cheapest in France]}}
    then: block
    say: {fr: Une comparaison demande une preuve., en: A comparison needs dated proof.}
    suggest: {remove: segment, label: {fr: Retirer la comparaison, en: Remove the comparison}}
    examples:
      raises: [Charging is the cheapest in France today.]
      passes: [Charging is simple.]
  - id: discount
    title: {fr: Remise, en: Discount}
    clause: "charter#5.4"
    check: {terms: {any: [discount]}}
    then: {outcome: review, seats: [legal]}
    dismissible: true
    say: {fr: Une offre porte ses dates., en: An offer carries its dates.}
    examples:
      raises: [A discount of 20 %.]
      passes: [No offer here.]
  - id: secret
    title: {fr: Nom de code, en: Code name}
    clause: "charter#2.1"
    check: {terms: {any: [borealis]}}
    then: block
    control: observe
    say: {fr: Un nom de code ne sort pas., en: A code name stays inside.}
    examples:
      raises: [Borealis is coming.]
      passes: [Nothing is coming.]
  - id: superlative
    title: {fr: Superlatif, en: Superlative}
    clause: "charter#5.1"
    check: {terms: {any: [unbeatable]}}
    then: block
    dismissible: true
    say: {fr: Un superlatif se prouve., en: A superlative is proved.}
    examples:
      raises: [An unbeatable station.]
      passes: [A station.]
"""

# forbids the text of tests.make.content
STATIONS = """\
pack: stations
title: {fr: Bornes, en: Stations}
control: enforce
rules:
  - id: station
    title: {fr: Borne, en: Station}
    clause: "charter#5.1"
    check: {terms: {any: [charging station]}}
    then: block
    say: {fr: Pas de borne., en: No station.}
    examples: {raises: [A charging station.], passes: [A mast.]}
"""


def make_pack(*, unit: Unit, by: Person, source: str = PACK, **fields: object) -> PackVersion:
    """Return a version in force for a unit, without the actions around it."""
    read = load_pack(source, name="test")
    slug = str(fields.pop("slug", read.meta["pack"]))
    pack = Pack.objects.create(
        slug=slug, title=read.title["fr"], title_en=read.title["en"], unit=unit
    )
    return PackVersion.objects.create(
        **{
            "pack": pack,
            "number": 1,
            "source": source,
            "digest": read.digest,
            "status": PackVersion.Status.IN_FORCE,
            "written_by": by,
            "written_at": EPOCH,
            "in_force_at": EPOCH,
        }
        | fields
    )


def adopted(version: PackVersion, *, by: Person, second: Person, at: datetime) -> PackVersion:
    """Return a version in force: submitted by one person, agreed to by a second one."""
    submission = Submission(purpose="A test.", untried_reason="A test.")
    submit_version(version_id=version.pk, submission=submission, by=by, at=at)
    return agree_version(version_id=version.pk, by=second, at=at)


@action("tests.store_verdict")
def make_verdict(
    text: str,
    account: Account,
    *,
    at: datetime,
    subject_id: UUID | None = None,
    tags: Sequence[str] = (),
) -> StoredVerdict:
    """Return the verdict kept when a draft with that text was submitted."""
    rulebook = rulebook_for(account.unit, at=at)
    post = post_of(text, account=account, tags=tags)
    context = rulebook.context(account, at=at)
    judged = Judged(
        kind="draft",
        id=subject_id or uuid7(),
        revision=1,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=rulebook.digests,
    )
    verdict = rulebook.judge(post, context)
    return store_verdict(verdict=verdict, judged=judged, moment="submission", at=at)
