"""Programmes: who may join, what is signed first, and what ends when one withdraws."""

from datetime import datetime, timedelta

import pytest

from gouvernail.advocacy.actions import (
    NewShare,
    choose_news,
    close_programme,
    declare_share,
    edit_programme,
    join,
    propose_words,
    turn_days,
    withdraw,
)
from gouvernail.advocacy.errors import (
    AdvocacyNotFoundError,
    NotAMemberError,
    NotForYouError,
    PolicyFirstError,
    SharingPausedError,
)
from gouvernail.advocacy.models import Kit, Membership, Programme
from gouvernail.advocacy.permissions import visible_programme, visible_programmes
from gouvernail.advocacy.queries import why_closed
from gouvernail.advocacy.tasks import turn
from gouvernail.people.actions import mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import PolicyVersion, Signature
from gouvernail.publishing.actions import engage_freeze
from tests.make.advocacy import (
    make_kit,
    make_member,
    make_personal,
    make_programme,
    programme_facts,
)
from tests.make.policies import make_charter, make_version


def sign(person: Person, version: PolicyVersion, at: datetime) -> None:
    Signature.objects.create(
        version=version, person=person, digest=version.digest, statement="Lu.", language="fr", at=at
    )


def test_it_is_offered_to_its_unit_and_below_or_to_the_units_and_roles_it_names(
    programme: Programme, nina: Person, hugo: Person, ines: Person, odile: Person,
    karim: Person, claire: Person, care: Unit, noon: datetime,
) -> None:  # fmt: skip
    for person, seen in ((nina, True), (hugo, True), (ines, False), (odile, False), (claire, True)):
        assert visible_programmes(person).exists() is seen, person

    facts = programme_facts(units=[care.pk], roles=["contributor"], owner_id=karim.pk)
    edit_programme(programme.pk, facts=facts, by=claire, at=noon)

    for person, seen in ((nina, False), (hugo, False), (ines, True), (karim, True)):
        assert visible_programmes(person).exists() is seen, person
    with pytest.raises(AdvocacyNotFoundError):
        visible_programme(programme.pk, viewer=nina)


def test_nobody_sees_a_draft_but_its_desk_and_only_runners_write_it(
    nina: Person, hugo: Person, karim: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_programme(by=karim, unit=energy, is_open=False)

    assert [visible_programmes(one).exists() for one in (nina, hugo, karim, claire)] == [
        False, False, True, True,
    ]  # fmt: skip
    with pytest.raises(AdvocacyNotFoundError):
        join(draft.pk, by=nina, at=noon)


def test_the_policy_is_signed_first_and_again_when_it_changes(
    claire: Person, karim: Person, nina: Person, energy: Unit, noon: datetime
) -> None:
    policy = make_charter(by=claire)
    programme = make_programme(by=karim, unit=energy, policy_id=policy.pk)
    with pytest.raises(PolicyFirstError):
        join(programme.pk, by=nina, at=noon)
    version = policy.versions.get()
    sign(nina, version, noon)

    membership = join(programme.pk, by=nina, at=noon)

    assert membership.version == version
    assert join(programme.pk, by=nina, at=noon) == membership
    assert why_closed(membership, programme, person=nina, at=noon) == ""
    make_version(policy, by=claire, source="## 1 Principe\n\nÊtre vrai.\n")
    assert policy.label in why_closed(membership, programme, person=nina, at=noon)


def test_withdrawing_ends_everything_at_once(
    programme: Programme, kit: Kit, membership: Membership, nina: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)
    words = propose_words(
        kit.pk, language="fr", network="bluesky", text="Venez !", by=nina, at=noon
    )
    new = NewShare(network="x", shared_on=noon.date(), url="https://x.com/nina/status/1")
    share = declare_share(kit.pk, new=new, by=nina, at=noon)

    withdraw(programme.pk, by=nina, at=noon + timedelta(hours=1))

    for row in (membership, account, words, share):
        row.refresh_from_db()
    assert (membership.status, membership.ended_at) == ("ended", noon + timedelta(hours=1))
    assert (account.handle, account.url, account.reads, account.consent_until) == (
        "",
        "",
        False,
        None,
    )
    assert (words.text, words.status, share.url, share.account) == ("", "taken_back", "", None)
    with pytest.raises(AdvocacyNotFoundError):  # stories are closed to who left
        propose_words(kit.pk, language="fr", network="x", text="Non.", by=nina, at=noon)
    with pytest.raises(NotAMemberError):
        withdraw(programme.pk, by=nina, at=noon)
    again = join(programme.pk, by=nina, at=noon + timedelta(days=1))
    assert (again.pk != membership.pk, again.clean_count) == (True, 0)


def test_a_freeze_closes_stories_until_it_is_lifted(
    programme: Programme, kit: Kit, membership: Membership, nina: Person, yann: Person,
    noon: datetime,
) -> None:  # fmt: skip
    engage_freeze(scope_kind="organisation", scope_value="", reason="Incident.", by=yann, at=noon)

    with pytest.raises(SharingPausedError):
        propose_words(kit.pk, language="fr", network="x", text="Venez !", by=nina, at=noon)


def test_closing_ends_every_part_and_says_so(
    programme: Programme, kit: Kit, membership: Membership, nina: Person, karim: Person,
    hugo: Person, noon: datetime,
) -> None:  # fmt: skip
    account = make_personal(programme, nina)
    with pytest.raises(NotForYouError):
        close_programme(programme.pk, by=hugo, at=noon)

    close_programme(programme.pk, by=karim, at=noon)

    for row in (kit, membership, account):
        row.refresh_from_db()
    assert (kit.status, membership.status, account.handle) == ("closed", "ended", "")
    told = nina.notifications.get(kind="ambassadors.closed")
    assert (told.facts["title"], told.facts["title_en"]) == (programme.title, "What we do")


def test_its_last_day_closes_it_and_stories_come_and_go_on_their_days(
    karim: Person, claire: Person, nina: Person, energy: Unit, noon: datetime
) -> None:
    last = noon.date() + timedelta(days=5)
    programme = make_programme(by=karim, unit=energy, closes_on=last)
    member = make_member(programme, nina)
    choose_news(programme.pk, news="each", by=nina, at=noon)
    kit = make_kit(programme, by=karim, second=claire, days=2)
    assert kit.status == "open"
    assert nina.notifications.filter(kind="ambassadors.kit_open").count() == 1

    turn_days(at=noon + timedelta(days=3))
    kit.refresh_from_db()
    assert kit.status == "expired"
    turn_days(at=noon + timedelta(days=6))

    programme.refresh_from_db()
    member.refresh_from_db()
    assert (programme.status, member.status) == ("closed", "ended")


def test_who_leaves_takes_part_no_more(
    programme: Programme, membership: Membership, nina: Person, claire: Person, noon: datetime
) -> None:
    account = make_personal(programme, nina)
    mark_left(person_id=nina.pk, by=claire, at=noon)

    turn(noon)

    account.refresh_from_db()
    assert (account.handle, account.reads) == ("", False)
    assert not Membership.objects.filter(status="active").exists()
