"""Who is asked to read the style guide, and asked again when it changes."""

from datetime import timedelta

import pytest

from gouvernail.brand.actions.guides import (
    SectionFacts,
    publish_section,
    write_section,
)
from gouvernail.brand.actions.readings import (
    ask_to_read,
    read_guide,
    remind_readers,
    stop_asking,
)
from gouvernail.brand.errors import (
    BrandInvalidError,
    GuideChangedError,
)
from gouvernail.brand.models import SectionVersion
from gouvernail.brand.queries.readings import current_digest, guides_to_read, readers_of
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Unit
from tests.make.brand import NOON, make_section
from tests.make.registry import make_account

TODAY = NOON.date()


def rewrite(version: SectionVersion, *, by: Person, other: Person, **facts: object) -> None:
    """Put the next version of a section in force."""
    said = {"title": version.title, "text": "Nous disons vous, toujours."} | facts
    key = version.section_id
    draft = write_section(section_id=key, facts=SectionFacts(**said), by=by, at=NOON)  # type: ignore[arg-type]  # loose on purpose
    publish_section(section_id=key, number=draft.number, by=other, at=NOON)


def test_delegates_are_asked_and_a_receipt_names_what_was_read(
    claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    version = make_section(unit=nordet, by=claire, other=julie)
    ask_to_read(unit_id=nordet.pk, readers="delegates", due_days=7, by=claire, at=NOON)

    waiting = guides_to_read(karim, today=TODAY)
    receipt = read_guide(code="nordet", digest=current_digest(nordet), by=karim, at=NOON)

    assert [(one.unit, one.again) for one in waiting] == [(nordet, False)]
    assert waiting[0].due_on == TODAY + timedelta(days=7)
    assert receipt.versions == {str(version.section_id): 1}
    assert guides_to_read(karim, today=TODAY) == []
    assert Notification.objects.filter(person=karim, kind="guide.to_read").count() == 1


def test_a_change_in_substance_asks_again_and_a_comma_does_not(
    claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    version = make_section(unit=nordet, by=claire, other=julie)
    ask_to_read(unit_id=nordet.pk, readers="delegates", due_days=7, by=claire, at=NOON)
    read_guide(code="nordet", digest=current_digest(nordet), by=karim, at=NOON)

    rewrite(version, by=claire, other=julie, substantial=False)
    after_a_comma = guides_to_read(karim, today=TODAY)
    rewrite(version, by=claire, other=julie)
    after_substance = guides_to_read(karim, today=TODAY)
    remind_readers(at=NOON)
    remind_readers(at=NOON)

    assert after_a_comma == []
    assert [one.again for one in after_substance] == [True]
    assert Notification.objects.filter(person=karim, kind="guide.to_read").count() == 2


def test_a_comma_does_not_make_late_who_has_time_to_read(
    claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    version = make_section(unit=nordet, by=claire, other=julie, at=NOON - timedelta(days=90))
    asked = NOON - timedelta(days=60)
    ask_to_read(unit_id=nordet.pk, readers="delegates", due_days=7, by=claire, at=asked)
    rewrite(version, by=claire, other=julie)
    rewrite(version, by=claire, other=julie, text="Nous disons « vous ».", substantial=False)

    assert [one.due_on for one in guides_to_read(karim, today=TODAY)] == [TODAY + timedelta(days=7)]


def test_a_guide_that_changed_since_it_was_shown_is_not_signed_for(
    claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    version = make_section(unit=nordet, by=claire, other=julie)
    shown = current_digest(nordet)
    rewrite(version, by=claire, other=julie)

    with pytest.raises(GuideChangedError):
        read_guide(code="nordet", digest=shown, by=karim, at=NOON)


def test_who_is_asked_follows_roles_accounts_and_homes(
    claire: Person, karim: Person, nina: Person, ines: Person, energy: Unit, nordet: Unit
) -> None:
    make_account(unit=energy, owner=nina)
    asked = {
        readers: ask_to_read(unit_id=energy.pk, readers=readers, due_days=7, by=claire, at=NOON)
        for readers in ("delegates", "holders", "everybody")
    }

    found = {key: set(readers_of(one, today=TODAY)) for key, one in asked.items()}

    assert found == {"delegates": {karim}, "holders": {nina}, "everybody": {karim, nina}}
    with pytest.raises(BrandInvalidError):
        ask_to_read(unit_id=energy.pk, readers="holders", due_days=7, by=claire, at=NOON)


def test_nobody_is_reminded_once_nothing_is_asked_any_more(
    claire: Person, julie: Person, karim: Person, nordet: Unit
) -> None:
    make_section(unit=nordet, by=claire, other=julie)
    reading = ask_to_read(unit_id=nordet.pk, readers="delegates", due_days=7, by=claire, at=NOON)
    late = NOON + timedelta(days=8)

    told = remind_readers(at=late)
    stop_asking(reading_id=reading.pk, by=claire, at=late)

    assert told > 0
    assert Notification.objects.filter(person=karim, kind="guide.reading_late").exists()
    assert remind_readers(at=late + timedelta(days=7)) == 0
    assert guides_to_read(karim, today=late.date()) == []
