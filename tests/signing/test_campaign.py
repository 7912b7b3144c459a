"""A campaign: whom it asks, how it keeps up with people, and when it opens and closes."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from gouvernail.people.models import Absence, Person, Unit
from gouvernail.policies.actions import sign_version
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.queries import version_in_force
from gouvernail.signing.actions import (
    answer_objection,
    change_campaign,
    close_campaign,
    close_superseded,
    follow_people,
    make_objection,
    plan_campaign,
    sign,
)
from gouvernail.signing.errors import (
    CampaignInvalidError,
    CampaignStateError,
    NoLongerAskedError,
    OwnObjectionError,
    ReplacedMeanwhileError,
)
from gouvernail.signing.forms import plan_like, plan_to_begin
from gouvernail.signing.models import Campaign, Line
from gouvernail.signing.queries import holds, signed_current
from gouvernail.signing.queries.reading import versions_to_ask
from gouvernail.signing.tasks import open_due
from tests.make.ledger import leaves
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter, make_draft_version, make_version
from tests.make.signing import day, make_campaign


def states(campaign: Campaign) -> dict[str, str]:
    """Return where each person stands, by name."""
    rows = Line.objects.filter(campaign=campaign).select_related("person")
    return {one.person.name: one.released_because or one.state for one in rows}


def test_everybody_bound_is_asked_once_and_one_entry_says_who(
    claire: Person, hugo: Person, ines: Person, solar: Unit, noon: datetime
) -> None:
    make_grant(person=hugo, unit=solar, role="contributor")  # of two units
    policy = make_charter(by=claire)
    version = version_in_force(policy)
    assert version is not None
    sign_version(version_id=version.pk, digest=version.digest, by=ines, at=noon)

    campaign = make_campaign(policy, by=claire)

    assert campaign.status == "open"
    assert states(campaign) == {
        claire.name: "waiting",
        hugo.name: "waiting",
        ines.name: "signed",
    }
    (entry,) = leaves(verb="signature_campaign.opened")
    keys = sorted(str(one.pk) for one in (claire, hugo, ines))
    assert entry["data"]["joined"] == 3
    assert (
        entry["data"]["joined_sha256"]
        == sha256("".join(f"{key}\n" for key in keys).encode()).hexdigest()
    )


def test_units_and_roles_narrow_whom_the_policy_binds(
    claire: Person, karim: Person, hugo: Person, ines: Person, energy: Unit
) -> None:
    campaign = make_campaign(
        make_charter(by=claire), by=claire, units=(energy.pk,), roles=("contributor",)
    )

    assert states(campaign) == {hugo.name: "waiting"}


def test_who_joins_moves_leaves_comes_back_or_is_away_is_followed(
    claire: Person, hugo: Person, ines: Person, karim: Person, energy: Unit, care: Unit,
    noon: datetime,
) -> None:  # fmt: skip
    campaign = make_campaign(make_charter(by=claire), by=claire, units=(energy.pk,))
    later = noon + timedelta(days=10)
    newcomer = make_person(name="Nora Jeune", home_unit=energy)
    Person.objects.filter(pk=karim.pk).update(status="left", is_active=False, left_at=later)
    Person.objects.filter(pk=hugo.pk).update(home_unit=care)

    follow_people(campaign_id=campaign.pk, at=later)

    assert states(campaign) == {hugo.name: "moved", karim.name: "left", newcomer.name: "waiting"}
    joined = Line.objects.get(person=newcomer)
    assert joined.due_on == (later + timedelta(days=14)).date()  # two weeks at least
    entry = leaves(verb="signature_campaign.followed")[-1]
    assert (entry["data"]["joined"], entry["data"]["left"], entry["data"]["moved"]) == (1, 1, 1)
    with pytest.raises(NoLongerAskedError):
        sign(campaign_id=campaign.pk, digest=campaign.version.digest, by=hugo, at=later)

    Person.objects.filter(pk=hugo.pk).update(home_unit=energy)
    back = later + timedelta(days=30)
    Absence.objects.create(person=newcomer, starts_at=later, ends_at=back)
    follow_people(campaign_id=campaign.pk, at=later + timedelta(hours=1))

    assert states(campaign)[hugo.name] == "waiting"
    joined.refresh_from_db()
    assert joined.due_on == (back + timedelta(days=7)).date()


def test_following_twice_changes_nothing_and_leaves_no_entry(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    campaign = make_campaign(make_charter(by=claire), by=claire)
    before = len(leaves())

    assert follow_people(campaign_id=campaign.pk, at=noon + timedelta(hours=1)) == 0
    assert len(leaves()) == before


def test_a_campaign_of_an_agreed_version_opens_on_the_day_it_binds(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    policy = make_charter(by=claire)
    version = make_draft_version(policy, by=claire, source="## 1 A\n\nNew.")
    binds = noon.date() + timedelta(days=3)
    version.status, version.in_force_on = PolicyVersion.Status.AGREED, binds
    version.save()
    begin = plan_to_begin(version, None, today=noon.date())
    assert begin.opens_on == binds

    campaign = plan_campaign(version_id=version.pk, plan=begin, by=claire, at=noon)

    open_due(noon + timedelta(days=3))
    campaign.refresh_from_db()
    assert (campaign.status, Line.objects.count()) == ("planned", 0)  # it does not bind yet
    policy.versions.filter(status="in_force").update(status="superseded")
    PolicyVersion.objects.filter(pk=version.pk).update(status="in_force")
    open_due(noon + timedelta(days=3))
    campaign.refresh_from_db()
    assert (campaign.status, Line.objects.count()) == ("open", 2)


def test_a_new_version_closes_the_campaign_refuses_the_old_text_and_offers_the_next(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    policy = make_charter(by=claire, source="## 1 A\n\nOld.")
    campaign = make_campaign(policy, by=claire)
    old = campaign.version.digest
    make_version(policy, by=claire, source="## 1 A\n\nNew.")
    with pytest.raises(ReplacedMeanwhileError):
        sign(campaign_id=campaign.pk, digest=old, by=hugo, at=noon)
    second = version_in_force(policy)
    assert second is not None

    close_superseded(policy_id=policy.pk, version_id=second.pk, at=noon)

    campaign.refresh_from_db()
    assert campaign.closed_because == "superseded"
    with pytest.raises(ReplacedMeanwhileError):
        sign(campaign_id=campaign.pk, digest=old, by=hugo, at=noon)
    assert list(versions_to_ask(claire)) == [second]
    following = make_campaign(policy, by=claire)
    assert following.follows == campaign
    assert not versions_to_ask(claire)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"due_on": "2026-11-01"}, "due_on"),
        ({"opens_on": "2026-11-01"}, "opens_on"),
        ({"due_on": "2028-01-01"}, "due_on"),
        ({"roles": ("king",)}, "roles"),
        ({"quiz_id": "0192aaaa-0000-7000-8000-000000000000"}, "quiz"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    fields: dict[str, object], wrong: str, claire: Person
) -> None:
    given: dict[str, Any] = {
        name: day(str(value)) if name.endswith("_on") else value for name, value in fields.items()
    }
    if "quiz_id" in given:
        given["quiz_id"] = UUID(str(given["quiz_id"]))
    policy = make_charter(by=claire)

    with pytest.raises(CampaignInvalidError) as refused:
        make_campaign(policy, by=claire, **given)

    assert wrong in refused.value.fields


def test_an_objection_is_recorded_answered_by_another_and_may_excuse(
    claire: Person, hugo: Person, noon: datetime
) -> None:
    campaign = make_campaign(make_charter(by=claire), by=claire)
    objection = make_objection(campaign_id=campaign.pk, words="Clause 3.", by=hugo, at=noon)
    own = make_objection(campaign_id=campaign.pk, words="Mine.", by=claire, at=noon)
    with pytest.raises(OwnObjectionError):
        answer_objection(objection_id=own.pk, outcome="excused", answer="Yes.", by=claire, at=noon)

    answer_objection(
        objection_id=objection.pk, outcome="excused", answer="You are right.", by=claire, at=noon
    )

    assert states(campaign)[hugo.name] == "excused"
    entry = leaves(verb="objection.made")[0]
    assert "Clause 3." not in str(entry)  # only committed to
    follow_people(campaign_id=campaign.pk, at=noon + timedelta(hours=1))
    assert states(campaign)[hugo.name] == "excused"  # it stays so


def test_signing_in_a_campaign_or_on_the_page_of_the_policy_is_the_same_signature(
    claire: Person, hugo: Person, noon: datetime, django_assert_num_queries: object
) -> None:
    policy = make_charter(by=claire)
    campaign = make_campaign(policy, by=claire)
    version = campaign.version
    assert not holds(hugo, policy, at=noon)

    sign_version(version_id=version.pk, digest=version.digest, by=hugo, at=noon)
    sign(campaign_id=campaign.pk, digest=version.digest, by=claire, at=noon)

    assert set(states(campaign).values()) == {"signed"}
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = signed_current([hugo.pk, claire.pk], [policy.pk], at=noon)
    assert found == {(hugo.pk, policy.pk), (claire.pk, policy.pk)}
    assert not holds(hugo, policy, at=noon - timedelta(seconds=1))


def test_a_closed_campaign_cannot_be_changed(claire: Person, noon: datetime) -> None:
    campaign = make_campaign(make_charter(by=claire), by=claire)
    close_campaign(campaign_id=campaign.pk, by=claire, at=noon)

    with pytest.raises(CampaignStateError):
        change_campaign(campaign_id=campaign.pk, plan=plan_like(campaign), by=claire, at=noon)
