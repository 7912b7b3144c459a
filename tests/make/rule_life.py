"""One of each thing that the life of a rule pack knows, for the tables of authorisation."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from gouvernail.registry.models import Account
from gouvernail.rulebooks.models import (
    Dismissal,
    PackVersion,
    PublishedVerdict,
    RuleControl,
    StoredVerdict,
    Trial,
    Waiver,
)
from gouvernail.rulebooks.queries.shipped import packs_shipped
from tests.make.registry import make_account
from tests.make.rulebooks import EPOCH, make_pack, make_verdict

SOURCE = """\
pack: {slug}
title: {{fr: Règles, en: Rules}}
rules:
  - id: {slug}-word
    title: {{fr: Mot, en: {word}}}
    clause: "charter#1"
    check: {{terms: {{any: [{slug}]}}}}
    then: block
    say: {{fr: Pas ce mot., en: Not this word.}}
    examples: {{raises: [A {slug} word.], passes: [A word.]}}
"""
PLACES = ("own", "child", "sibling", "parent")
PLAIN = "pack: {slug}\ntitle: {{fr: Règles, en: {title}}}\nrules: []\n"


def make_rule_life(unit: Unit, place: str, *, account: Account, by: Person) -> dict[str, Any]:
    """Return a draft to submit, a version to agree to, one to return to; levels and waivers.

    All asked by `by`, so that anybody else may answer who has the right.
    """
    plain = make_pack(unit=unit, by=by, source=PLAIN.format(slug=f"pack-{place}", title="Rules"))
    further = PackVersion.objects.create(
        pack=plain.pack,
        number=2,
        source=PLAIN.format(slug=f"pack-{place}", title="More"),
        digest="0" * 64,
        written_by=by,
        written_at=EPOCH,
    )
    slug = f"life-{place}"
    first = make_pack(unit=unit, by=by, source=SOURCE.format(slug=slug, word="Word"))
    pack, drafted = first.pack, {"written_by": by, "written_at": EPOCH, "pack": first.pack}
    versions = [
        PackVersion.objects.create(
            number=number,
            source=SOURCE.format(slug=slug, word=status),
            digest=f"{number}{place}".ljust(64, "0"),
            status=status,
            **drafted,
        )
        for number, status in ((2, "draft"), (3, "rejected"))
    ]
    trial = Trial.objects.create(
        version=versions[0], digest=versions[0].digest, asked_by=by, asked_at=EPOCH
    )
    coming = make_pack(unit=unit, by=by, source=SOURCE.format(slug=f"come-{place}", word="Word"))
    PackVersion.objects.create(
        pack=coming.pack,
        number=2,
        source=SOURCE.format(slug=f"come-{place}", word="Other"),
        digest=f"c{place}".ljust(64, "0"),
        status=PackVersion.Status.IN_REVIEW,
        written_by=by,
        written_at=EPOCH,
        submitted_by=by,
        submitted_at=EPOCH,
    )
    leaving = make_pack(unit=unit, by=by, source=SOURCE.format(slug=f"leave-{place}", word="Word"))
    leaving.pack.retirement_asked_at, leaving.pack.retirement_asked_by = EPOCH, by
    leaving.pack.retirement_reason = "The law changed."
    leaving.pack.save()
    older = packs_shipped()[-1 - PLACES.index(place)]
    source = older.source.replace('version: "1"', 'version: "0"')
    make_pack(unit=unit, by=by, source=source)
    about = {"pack": pack, "rule": f"{slug}-word", "unit": unit, "asked_by": by, "asked_at": EPOCH}
    until = now() + timedelta(days=90)
    control = RuleControl.objects.create(
        control="enforce", former="observe", reason="It is time.", **about
    )
    waivers = {
        status: Waiver.objects.create(
            reason="A court.", until=until, status=status, **about, **more
        )
        for status, more in (("asked", {}), ("granted", {"starts_at": EPOCH}))
    }
    verdict: StoredVerdict = make_verdict(f"A {slug} word.", account, at=now())
    dismissal = Dismissal.objects.create(
        subject_kind="draft",
        subject_id=verdict.subject_id,
        rule=f"{slug}-word",
        words_digest="0" * 64,
        reason="A quote",
        by=by,
        at=EPOCH,
    )
    return {
        "pack": plain.pack.slug, "version_id": further.pk,
        "pack-source": PLAIN.format(slug=f"pack-{place}", title="Newer"),
        "pack-shown": further.source,
        "life": pack.slug, "life-rule": f"{slug}-word",
        "life-source": SOURCE.format(slug=slug, word="Newer"), "coming": coming.pack.slug,
        "coming-rule": f"{coming.pack.slug}-word",
        "leaving": leaving.pack.slug, "two": 2, "three": 3, "control_id": control.pk,
        "waiver_id": waivers["asked"].pk, "waiver-granted": waivers["granted"].pk,
        "verdict_id": verdict.pk, "judged-text": verdict.subject_id, "dismissal_id": dismissal.pk,
        "trial_id": trial.pk, "ships": packs_shipped()[1].slug, "shipped-older": older.slug,
    }  # fmt: skip


def more_rules(number: int, by: Person, unit: Unit) -> None:
    """Make every list of the life of a pack one longer, of the pack that bears the unit's code."""
    slug = f"grown-{unit.code}"
    first = PackVersion.objects.filter(pack__slug=slug).first()
    first = first or make_pack(unit=unit, by=by, source=SOURCE.format(slug=slug, word="Word"))
    word = SOURCE.format(slug=slug, word=f"Word {number}")
    PackVersion.objects.create(
        pack=first.pack,
        number=number + 2,
        source=word,
        digest=str(number).rjust(64, "f"),
        written_by=by,
        written_at=EPOCH,
    )
    about = {"pack": first.pack, "rule": f"{slug}-word", "unit": unit, "reason": "A court."}
    about |= {"asked_by": by, "asked_at": EPOCH, "starts_at": EPOCH, "decided_by": by}
    Waiver.objects.create(status="granted", until=now() + timedelta(days=90), **about)
    RuleControl.objects.create(status="agreed", control="enforce", former="warn", **about)
    account = make_account(unit=unit, handle=f"grown{number}", network="x")
    verdict: StoredVerdict = make_verdict(f"A {slug} word.", account, at=now())
    Dismissal.objects.create(
        subject_kind="draft",
        subject_id=verdict.subject_id,
        rule=f"{slug}-word",
        words_digest="0" * 64,
        reason="A quote",
        by=by,
        at=EPOCH,
    )


def make_published(record: Record, *, account: Account, aside_by: Person | None = None) -> UUID:
    """Return what stands online against the rules; it waits for an answer, or has one."""
    verdict = StoredVerdict.objects.create(
        verdict_id="0" * 64,
        subject_kind="record",
        subject_id=record.pk,
        account_id=account.pk,
        moment="after",
        input_digest="0" * 64,
        outcome="warn",
        at=EPOCH,
    )
    found = PublishedVerdict.objects.create(
        record=record,
        account=account,
        verdict=verdict,
        outcome="warn",
        published_at=EPOCH,
        found_at=EPOCH,
        aside_at=EPOCH if aside_by else None,
        aside_by=aside_by,
        aside_reason="Citation." if aside_by else "",
    )
    return found.pk
