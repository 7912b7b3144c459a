"""Acts of moderation: recorded by who moderates, struck and not erased, counted for the public."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.states import hidden_state
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.actions.moderation import (
    correct_moderation,
    record_moderation,
    redact_moderation,
    withdraw_moderation,
)
from gouvernail.policies.actions.spaces import SpaceFacts, write_space
from gouvernail.policies.errors import (
    ActNotFoundError,
    ActStruckError,
    ModerationInvalidError,
    WordsMissingError,
)
from gouvernail.policies.models import CommentSpace, ModerationAct, ModerationReason
from gouvernail.policies.tasks import forget_moderated
from gouvernail.registry.models import Account
from tests.make.people import make_grant, make_person
from tests.make.policies import make_moderated

WORDS = "=cmd Vous êtes des voleurs"


@pytest.fixture
def space(claire: Person) -> CommentSpace:
    return make_moderated(by=claire)


def recorded(space: CommentSpace, by: Person, **said: object) -> ModerationAct:
    reason = space.policy.reasons.get(anchor="1")
    facts = {"act": "hide", "anchor": "1", "reason": reason.pk, "done_at": clock.now()} | said
    return record_moderation(account_id=space.account_id, by=by, at=clock.now(), **facts)  # type: ignore[arg-type]


def kept_for(space: CommentSpace, by: Person, *, days: int) -> None:
    facts = SpaceFacts(policy_id=space.policy_id, contact=space.contact, quote_days=days)
    write_space(account_id=space.account_id, facts=facts, by=by, at=clock.now())


def test_an_act_is_recorded_on_the_clause_and_version_of_its_day(
    client: Client, claire: Person, space: CommentSpace
) -> None:
    client.force_login(claire)
    url = reverse("policies:act-record", args=[space.account_id])
    reason = ModerationReason.objects.get()
    said = {"act": "hide", "reason": str(reason.pk), "done_at": "2099-01-01T10:00"}

    refused = client.post(url, said | {"link": "javascript:alert(1)", "quote": WORDS})
    said |= {"done_at": clock.now().strftime("%Y-%m-%dT00:00")}
    client.post(url, said | {"link": "https://x.example.org/1", "quote": WORDS})
    act = ModerationAct.objects.get()
    page = client.get(reverse("policies:act-list"), {"account": str(space.account_id)})

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"done_at", "link"}
    assert WORDS in refused.text.replace("&#x27;", "'")
    assert (act.anchor, act.version.number, act.label_en) == ("1", 1, "Insult")
    assert act.unit == Account.objects.get(pk=space.account_id).unit
    assert WORDS not in page.text
    told = b"".join(bytes(one) for one in Leaf.objects.values_list("leaf", flat=True))
    assert b"voleurs" not in told
    assert not {"quote", "link"} & set(hidden_state(act))


def test_who_neither_holds_nor_moderates_an_account_records_nothing_and_sees_nothing(
    claire: Person, nordet: Unit, space: CommentSpace, client: Client
) -> None:
    act = recorded(space, claire)
    reader = make_person(name="Auditor", home_unit=nordet)
    make_grant(person=reader, unit=nordet, role=Role.AUDITOR)
    holder = make_person(name="Holder", home_unit=nordet)
    make_grant(person=holder, unit=nordet, role=Role.AUDITOR)
    Account.objects.filter(pk=space.account_id).update(owner=holder)

    with pytest.raises(RightMissingError):
        recorded(space, reader)
    with pytest.raises(ActNotFoundError):
        withdraw_moderation(act_id=act.pk, why="No", by=reader, at=clock.now())
    assert recorded(space, holder).done_by == holder
    client.force_login(reader)
    assert client.get(reverse("policies:act-list")).context["page"].rows == []
    assert client.get(reverse("policies:act-edit", args=[act.pk])).status_code == 404


def test_an_act_rests_on_a_reason_of_the_account_and_rules_of_its_day(
    claire: Person, space: CommentSpace
) -> None:
    long_ago = clock.now() - timedelta(days=4000)
    for said, wrong in (
        ({"anchor": "2"}, "reason"),
        ({"reason": space.pk}, "reason"),
        ({"act": "remove"}, "act"),
        ({"done_at": long_ago}, "done_at"),
        ({"quote": "a" * 2001}, "quote"),
    ):
        with pytest.raises(ModerationInvalidError) as refused:
            recorded(space, claire, **said)
        assert list(refused.value.fields) == [wrong]
    assert not ModerationAct.objects.exists()


def test_a_mistake_is_struck_and_not_erased(
    client: Client, claire: Person, space: CommentSpace
) -> None:
    act, other = recorded(space, claire), recorded(space, claire)
    reason = ModerationReason.objects.get()
    said: Any = {"act": "delete", "anchor": "1", "reason": reason.pk, "done_at": act.done_at}

    with pytest.raises(WordsMissingError):
        correct_moderation(act_id=act.pk, why=" ", by=claire, at=clock.now(), **said)
    new = correct_moderation(act_id=act.pk, why="Deleted", by=claire, at=clock.now(), **said)
    client.force_login(claire)
    url = reverse("policies:act-withdraw", args=[other.pk])
    mute = client.post(url, {"why": ""})
    client.post(url, {"why": "Another account"})
    with pytest.raises(ActStruckError):
        withdraw_moderation(act_id=act.pk, why="Twice", by=claire, at=clock.now())

    assert mute.status_code == 422
    assert "why" in mute.context["withdraw_form"].errors
    assert new.corrects == act
    struck = ModerationAct.objects.exclude(struck_at=None)
    assert {one.struck_why for one in struck} == {"Deleted", "Another account"}
    assert ModerationAct.objects.count() == 3
    assert redact_moderation(person_id=claire.pk, at=clock.now()) == 2
    assert redact_moderation(person_id=claire.pk, at=clock.now()) == 0
    assert not ModerationAct.objects.exclude(struck_why="").exists()


def test_words_of_a_comment_go_after_the_days_told_to_the_public(
    claire: Person, space: CommentSpace
) -> None:
    act = recorded(space, claire, quote=WORDS, link="https://x.example.org/1")
    kept_for(space, claire, days=30)
    kept_for(space, claire, days=365)  # more days hold for what is recorded from now on

    forget_moderated(clock.now() + timedelta(days=29))
    act.refresh_from_db()
    kept = act.quote
    forget_moderated(clock.now() + timedelta(days=31))
    act.refresh_from_db()

    assert kept == WORDS
    assert (act.quote, act.link) == ("", "")
    assert act.forgotten_at is not None
    assert Leaf.objects.filter(verb="moderation_act.forgotten").count() == 1


def test_the_public_reads_what_was_done_by_clause_and_no_small_number(
    claire: Person, space: CommentSpace
) -> None:
    public = reverse("policies:public-comments", args=[space.pk])
    for _number in range(5):
        recorded(space, claire, quote=WORDS)
    for _number in range(2):
        recorded(space, claire, act="block")
    struck = recorded(space, claire, act="mute")
    withdraw_moderation(act_id=struck.pk, why="No", by=claire, at=clock.now())

    page = Client().get(public, {"lang": "en"}).text
    CommentSpace.objects.update(is_public=False)

    assert "Hidden: <b>5</b>" in page
    assert "Author blocked: <b>fewer than five</b>" in page
    assert "Author muted" not in page
    assert "voleurs" not in page
    assert claire.name not in page
    assert "90 days" in page
    assert Client().get(public).status_code == 404


def test_the_list_is_narrowed_and_leaves_as_a_table_without_words(
    client: Client, claire: Person, space: CommentSpace
) -> None:
    recorded(space, claire, quote=WORDS)
    recorded(space, claire, act="block")
    ModerationReason.objects.update(label="=1+1", label_en="=1+1")
    recorded(space, claire, act="mute")
    client.force_login(claire)
    url, today = reverse("policies:act-list"), clock.today()

    def found(**asked: str) -> int:
        return len(client.get(url, asked).context["page"].rows)

    table = client.get(reverse("policies:act-export"), {"act": "mute"}).getvalue().decode()

    assert found() == 3
    assert found(act="block") == 1
    assert found(clause="2") == 0
    assert found(since=today.isoformat(), until=today.isoformat()) == 3
    assert found(until=(today - timedelta(days=1)).isoformat()) == 0
    assert "'=1+1" in table
    assert len(table.splitlines()) == 2
    assert "voleurs" not in table


def test_an_act_is_put_right_on_the_rules_it_rested_on_whatever_holds_since(
    client: Client, claire: Person, space: CommentSpace
) -> None:
    act = recorded(space, claire)
    elsewhere = make_moderated(by=claire, slug="others")
    elsewhere.policy.reasons.update(label="Autre")
    CommentSpace.objects.filter(pk=space.pk).update(policy=elsewhere.policy)
    client.force_login(claire)
    url = reverse("policies:act-edit", args=[act.pk])
    form = client.get(url).context["form"]
    said = {"act": "delete", "reason": form.initial["reason"], "why": "It was deleted"}

    client.post(url, said | {"done_at": clock.now().strftime("%Y-%m-%dT00:00")})

    new = ModerationAct.objects.get(corrects=act)
    assert (new.act, new.label, new.version) == ("delete", "Injure", act.version)


def test_days_before_there_were_networks_narrow_nothing(
    client: Client, claire: Person, space: CommentSpace
) -> None:
    recorded(space, claire)
    client.force_login(claire)

    for name in ("since", "until"):
        page = client.get(reverse("policies:act-list"), {name: "0001-01-01"})
        assert len(page.context["page"].rows) == 1
