"""Makers of the brand."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.brand.actions.guides import SectionFacts, begin_section, publish_section
from gouvernail.brand.actions.templates import TemplateFacts, begin_template
from gouvernail.brand.actions.versions import digest_of_version
from gouvernail.brand.models import (
    Audience,
    AudienceAccount,
    Reading,
    Reference,
    Removal,
    Section,
    SectionVersion,
    SiteElement,
    Theme,
)
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Unit
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def make_section(
    *,
    unit: Unit,
    by: Person,
    other: Person | None = None,
    topic: str = "voice",
    network: str = "",
    at: datetime = NOON,
    **facts: object,
) -> SectionVersion:
    """Return a section of the guide of `unit` written by `by`, put in force by `other` if any."""
    said = {"title": "Une voix claire", "text": "Nous disons vous."} | facts
    draft = begin_section(
        unit_id=unit.pk,
        network=network,
        topic=topic,
        facts=SectionFacts(**said),  # type: ignore[arg-type]  # loose on purpose
        by=by,
        at=at,
    )
    if other is None:
        return draft
    return publish_section(section_id=draft.section_id, number=1, by=other, at=at)


def make_brand(*, unit: Unit, by: Person) -> dict[str, Any]:
    """Return one of each thing of the brand in `unit`, written by `by`, by its parameter."""
    draft = make_section(unit=unit, by=by)
    tone = Section.objects.create(unit=unit, topic="tone")
    SectionVersion.objects.create(
        section=tone, number=1, status="in_force", title="Sobre", written_by=by, written_at=NOON,
        published_by=by, published_at=NOON, in_force_on=NOON.date(), substance=1,
    )  # fmt: skip
    removal = Removal.objects.create(
        what="section", subject_id=tone.pk, unit=unit, label="Sobre", reason="Out of date.",
        asked_by=by, asked_at=NOON,
    )  # fmt: skip
    facts = TemplateFacts(title="Rue fermée", text="Fermée {{date: Jour}}")
    template = begin_template(unit_id=unit.pk, network="", facts=facts, by=by, at=NOON)
    theme = Theme.objects.create(
        unit=unit, title="Nordet", colours=[{"name": "bleu", "name_en": "blue", "hex": "#0b2e4f"}]
    )
    reference = Reference.objects.create(unit=unit, title="Charte", address="https://a.example/")
    return {
        "section_id": draft.section_id,
        "brand-number": 1,
        "section-seen": digest_of_version(draft),
        "template-seen": digest_of_version(template),
        "removal_id": removal.pk,
        "template_id": template.template_id,
        "audience_id": Audience.objects.create(unit=unit, code=unit.code, title="Presse").pk,
        "theme_id": theme.pk,
        "reference_id": reference.pk,
        "element_id": SiteElement.objects.create(unit=unit, aspect="logo").pk,
        "reading_id": Reading.objects.create(
            unit=unit, readers="holders", asked_by=by, asked_at=NOON
        ).pk,
    }


def more_brand(number: int, by: Person, unit: Unit) -> None:
    """Make one more section, template, audience with an account, and theme of `unit`."""
    section = Section.objects.create(unit=unit, topic="tone", network=sorted(NETWORKS)[number])
    SectionVersion.objects.create(
        section=section, number=1, status="in_force", title=f"S {number}", written_by=by,
        written_at=NOON, published_by=by, published_at=NOON, in_force_on=NOON.date(), substance=1,
        pairs=[{"do": "A", "dont": "B", "good": "C", "bad": "D"}],
    )  # fmt: skip
    facts = TemplateFacts(title=f"T {number}", text="Fermée {{date: Jour}}")
    begin_template(unit_id=unit.pk, network="", facts=facts, by=by, at=NOON)
    audience = Audience.objects.create(unit=unit, code=f"a{number}", title=f"A {number}")
    AudienceAccount.objects.create(audience=audience, account=make_account(unit=unit))
    colours = [{"name": "bleu", "hex": "#0b2e4f"}, {"name": "blanc", "hex": "#ffffff"}]
    Theme.objects.create(unit=unit, title=f"T {number}", colours=colours, pairs=[[1, 0]])
