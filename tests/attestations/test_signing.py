"""Signing binds what was shown; nothing typed is cut, overwritten or lost."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gouvernail.attestations.actions.answering import pages_of
from gouvernail.attestations.actions.campaigns import name_declarer
from gouvernail.attestations.actions.declaring import save_declaration, sign_declaration
from gouvernail.attestations.actions.links import hand_over_link
from gouvernail.attestations.errors import DraftMovedError, RegisterMovedError
from gouvernail.attestations.models import Declaration, Declarer
from gouvernail.attestations.queries.declarers import draft_mark, draft_of, facts_mark
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_account(unit=energy, name="Before", owner=hugo, network="x")


def say(account: Account, what: str = "confirm", **more: str) -> dict[str, Any]:
    return {"accounts": {str(account.pk): {"say": what, **more}}, "pages": ""}


def test_the_digest_covers_what_the_register_said(
    client: Client, declarer: Declarer, account: Account, claire: Person, hugo: Person
) -> None:
    seen = facts_mark([account])
    Account.objects.update(purpose="Another aim")
    with pytest.raises(RegisterMovedError):
        sign_declaration(
            declarer=declarer, answers=say(account), name="Karim Benali", by_link=True, at=AT,
            seen=seen,
        )  # fmt: skip
    account.refresh_from_db()
    done = sign_declaration(
        declarer=declarer, answers=say(account), name="Karim Benali", by_link=True, at=AT,
        seen=facts_mark([account]),
    )  # fmt: skip
    kept = done.answers["accounts"][str(account.pk)]["facts"]

    assert kept == {
        "network": "x", "address": account.url, "name": "Before", "purpose": "Another aim",
        "owner": str(hugo.pk),
    }  # fmt: skip
    Account.objects.update(name="After")
    client.force_login(claire)
    page = reverse("attestations:declaration-detail", args=[done.pk])
    assert "Before" in client.get(page).text


def test_two_people_asked_for_one_unit_do_not_overwrite_each_other(
    client: Client, declarer: Declarer, account: Account, claire: Person, nina: Person
) -> None:
    other = name_declarer(
        declaration_id=declarer.declaration_id, person_id=nina.pk, by=claire, at=AT
    )
    save_declaration(declarer=declarer, answers=say(account), at=AT, seen="")
    client.force_login(nina)
    own = reverse("attestations:my-declaration", args=[other.pk])
    posted = {
        "do": "save", "saved": "", "pages": "x.com/typed_by_nina",
        f"say-{account.pk}": "closed",
    }  # fmt: skip
    refused = client.post(own, posted)

    assert refused.status_code == 409
    assert "Karim Benali" in refused.text
    assert "x.com/typed_by_nina" in refused.text
    draft = draft_of(declarer.declaration)
    assert draft.answers["pages"] == ""
    assert f'value="{draft_mark(draft.saved_at)}"' in refused.text
    with pytest.raises(DraftMovedError):
        save_declaration(declarer=other, answers={}, at=AT, seen="")
    assert client.post(own, posted | {"saved": draft_mark(draft.saved_at)}).status_code == 302
    assert draft_of(declarer.declaration).saved_by == nina


def test_nothing_is_cut_without_a_word(declarer: Declarer, account: Account) -> None:
    many = "\n".join(f"https://x.com/page_{number}" for number in range(501))
    with pytest.raises(InvalidInputError) as refused:
        save_declaration(declarer=declarer, answers={"pages": many}, at=AT)
    assert "501" in refused.value.fields["pages"]
    assert len(pages_of(many)[0]) == 501
    long = say(account, "correct", name="N" * 201, purpose="P" * 2001)
    with pytest.raises(InvalidInputError) as cut:
        save_declaration(declarer=declarer, answers=long, at=AT)
    assert set(cut.value.fields) == {f"name-{account.pk}", f"purpose-{account.pk}"}
    wrong = say(account, "correct", address="https://bsky.app/profile/nordet.example")
    with pytest.raises(InvalidInputError) as elsewhere:
        sign_declaration(declarer=declarer, answers=wrong, name="Karim Benali", by_link=True, at=AT)
    assert set(elsewhere.value.fields) == {f"address-{account.pk}"}


def test_a_page_left_open_overnight_keeps_what_was_typed(
    client: Client, declarer: Declarer, account: Account, claire: Person
) -> None:
    _asked, key = hand_over_link(declarer_id=declarer.pk, by=claire, at=AT)
    page = reverse("attestations:declare", args=[key])
    with time_machine.travel(AT, tick=False):
        mark = re.search(r'name="page" value="([^"]+)"', client.get(page).text)
    assert mark is not None
    posted = {
        "page": mark[1], "do": "sign", "name": "Karim Benali", "pages": "x.com/kept",
        f"say-{account.pk}": "confirm",
    }  # fmt: skip
    with time_machine.travel(AT + timedelta(hours=13), tick=False):
        late = client.post(page, posted)
        assert (late.status_code, "x.com/kept" in late.text) == (409, True)
        fresh = re.search(r'name="page" value="([^"]+)"', late.text)
        assert fresh is not None
        assert client.post(page, posted | {"page": fresh[1]}).status_code == 302
        assert client.post(page, posted | {"page": "forged"}).status_code == 403
    assert Declaration.objects.get(pk=declarer.declaration_id).status == "signed"
