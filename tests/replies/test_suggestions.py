"""Which replies are proposed for a message."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from gouvernail.approvals.models import Request
from gouvernail.people.actions.units import move_unit
from gouvernail.people.models import Person, Unit
from gouvernail.replies.actions import (
    Words,
    import_starters,
    retire_reply,
    submit_version,
    write_reply,
)
from gouvernail.replies.models import Reply
from gouvernail.replies.queries import suggestions
from tests.make.registry import make_account
from tests.make.replies import NOON, SHEET, WORDS, approve, make_colleague, make_in_use

TODAY = NOON.date()


@pytest.fixture
def library(hugo: Person, energy: Unit) -> list[Reply]:
    """Return every reply to start from, in use."""
    report = import_starters(unit_id=energy.pk, submits=True, by=hugo, at=NOON)
    colleague = make_colleague(energy)
    for reply in report.begun:
        version = reply.versions.get()
        if Request.objects.filter(subject_id=version.pk, status="pending").exists():
            approve(version, by=colleague)
    return report.begun


def test_each_message_finds_the_reply_that_was_written_for_it(
    library: list[Reply], energy: Unit
) -> None:
    account = make_account(unit=energy, network="mastodon")
    for message, lang, slug in (
        ("bonjour, mon colis devait arriver hier, toujours rien", "fr", "late-delivery"),
        ("I have been charged twice this month!!", "en", "double-charge"),
        ("Toujours pas reçu ma comande", "fr", "late-delivery"),
    ):
        found = suggestions(message, lang=lang, account=account, today=TODAY)

        assert slug in [one.reply.slug for one in found[:2]], message
        assert len(found) <= 5
        assert found[0].why
    assert suggestions("  ", lang="fr", account=account) == []
    assert suggestions("zzqx wvvk", lang="fr", account=account, today=TODAY) == []


def test_only_what_holds_there_is_proposed(
    claire: Person, hugo: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    above = make_in_use(by=claire, unit=nordet, title_en="Above")
    here = make_in_use(by=hugo, unit=energy, title_en="Here")
    make_in_use(by=hugo, unit=energy, title_en="Elsewhere", networks=("linkedin",))
    make_in_use(by=hugo, unit=energy, title_en="French", words=Words(short_fr="Votre colis"))
    make_in_use(by=hugo, unit=energy, title_en="Press", duties=("press",))
    ended = replace(WORDS, expires_on=date(2026, 11, 30))
    make_in_use(by=hugo, unit=energy, title_en="Ended", words=ended)
    gone = make_in_use(by=hugo, unit=energy, title_en="Gone")
    retire_reply(gone.pk, by=hugo, at=NOON)
    account = make_account(unit=energy, network="bluesky")

    found = suggestions(
        "where is my parcel?", lang="en", account=account, duty="care", today=date(2026, 12, 1)
    )
    beside = suggestions(
        "where is my parcel?", lang="en", unit=care, duty="care", today=date(2026, 12, 1)
    )

    assert [one.reply for one in found] == [here, above]
    assert [one.reply for one in beside] == [above]


def test_a_reply_about_the_topic_comes_before_one_about_another(hugo: Person, energy: Unit) -> None:
    other = make_in_use(by=hugo, unit=energy, topics=("Presse",))
    about = make_in_use(by=hugo, unit=energy, topics=("Livraisons",))

    found = suggestions(
        "Où est mon colis ?", lang="fr", unit=energy, topic=("livraisons", "Deliveries")
    )

    assert [one.reply for one in found] == [about, other]


def test_a_second_message_costs_three_queries(
    hugo: Person, energy: Unit, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_in_use(by=hugo, unit=energy)
    make_in_use(by=hugo, unit=energy)
    suggestions("my parcel", lang="en", unit=energy, today=TODAY)

    with django_assert_num_queries(3):
        found = suggestions("where is my parcel?", lang="en", unit=energy, today=TODAY)

    assert len(found) == 2


def test_a_unit_that_moved_is_offered_its_own_replies_and_those_above_it_now(
    claire: Person, hugo: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    own = make_in_use(by=hugo, unit=energy, title_en="Own")
    beside = make_in_use(by=claire, unit=care, title_en="Beside")
    assert [one.reply for one in suggestions("my parcel", lang="en", unit=energy)] == [own]

    move_unit(unit_id=energy.pk, parent_id=care.pk, by=claire, at=NOON)
    energy.refresh_from_db()

    found = suggestions("my parcel", lang="en", unit=energy)
    assert [one.reply for one in found] == [own, beside]


def test_words_replaced_are_offered_whatever_the_clock_said(hugo: Person, energy: Unit) -> None:
    make_in_use(by=hugo, unit=energy, title_en="Later", at=NOON + timedelta(days=2))
    reply = make_in_use(by=hugo, unit=energy)
    assert len(suggestions("my parcel", lang="en", unit=energy, today=TODAY)) == 2

    words = replace(WORDS, short_en="Hello {first_name}, your parcel is looked for.")
    write_reply(reply.pk, sheet=SHEET, words=words, by=hugo, at=NOON)
    version = submit_version(reply.pk, by=hugo, at=NOON)
    approve(version, by=make_colleague(energy))

    found = suggestions("my parcel", lang="en", unit=energy, today=TODAY)
    assert {one.version.pk for one in found} >= {version.pk}
