"""The pages of proofs of control: to the holder, the witness, the manager; to nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.custody.actions import open_drill
from gouvernail.custody.models import ControlProof, ProofRule
from gouvernail.custody.views import proofs
from gouvernail.foundation.clock import now, today
from gouvernail.people.models import Person, Unit
from gouvernail.registry.queries.calendars import all_deadlines
from gouvernail.registry.queries.profiles import Shown
from tests.make.media import make_picture
from tests.make.registry import make_account, make_connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof(energy: Unit, karim: Person, hugo: Person, nina: Person) -> ControlProof:
    account = make_account(unit=energy, name="Recharge", owner=hugo, backup=nina)
    open_drill(energy.pk, window_days=14, by=karim, at=now())
    return ControlProof.objects.get(account=account, person=hugo)


def address(name: str, proof: ControlProof) -> str:
    return reverse(f"custody:proof-{name}", args=[proof.pk])


def test_a_token_still_to_be_placed_is_shown_to_its_holder_alone(
    client: Client, proof: ControlProof, hugo: Person, nina: Person, karim: Person, julie: Person
) -> None:
    client.force_login(hugo)
    page = client.get(address("detail", proof)).text
    assert proof.token in page
    assert "Send a photograph" in page
    assert client.get(reverse("custody:proof-list")).status_code == 200
    assert "Prove that you get into “Recharge”" in client.get("/").text
    for person in (nina, karim):
        client.force_login(person)
        page = client.get(address("detail", proof)).text
        assert "has until" in page
        assert proof.token not in page
    client.force_login(julie)
    assert client.get(address("detail", proof)).status_code == 404
    [due] = [one for one in all_deadlines(hugo, today=today()) if one.kind == "proof"]
    assert (due.on, due.words) == (proof.due_on, "Prove control: Recharge")


def test_a_photograph_is_sent_sent_back_and_confirmed_by_forms(
    client: Client, proof: ControlProof, hugo: Person, nina: Person
) -> None:
    client.force_login(hugo)
    send = address("send", proof)
    refused = client.post(send, {"picture-taken_on": "2001-01-01"})
    assert refused.status_code == 422

    def post(data: bytes) -> int:
        file = SimpleUploadedFile("profil.png", data)
        told = {"picture-picture": file, "picture-taken_on": today().isoformat()}
        return client.post(send, told).status_code

    assert post(b"not a picture") == 422
    assert post(make_picture()) == 302
    assert client.post(address("confirm", proof)).status_code == 403
    client.force_login(nina)
    page = client.get(address("detail", proof)).text
    assert proof.token in page
    picture = client.get(address("picture", proof))
    assert picture["Content-Type"] == "image/png"
    assert client.post(address("send-back", proof), {"back-reason": ""}).status_code == 422
    client.post(address("send-back", proof), {"back-reason": "Coupé."})
    client.force_login(hugo)
    assert "Coupé." in client.get(address("detail", proof)).text
    assert post(make_picture(colour="red")) == 302
    client.force_login(nina)
    client.post(address("confirm", proof))
    proof.refresh_from_db()
    assert (proof.state, proof.confirmed_by) == ("proved", nina)
    client.force_login(hugo)
    client.post(address("removed", proof))
    assert "Token taken out" in client.get(address("detail", proof)).text


def test_reading_now_says_what_was_seen(
    client: Client, proof: ControlProof, hugo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_connection(account=proof.account, by=hugo)
    shown: list[Shown | None] = [None]
    monkeypatch.setattr(proofs, "read_profile", lambda _connection: shown[0])
    client.force_login(hugo)
    page = client.get(address("detail", proof)).text
    assert "Send a photograph" not in page

    def read() -> str:
        return client.post(address("read", proof), follow=True).text

    assert "did not show this profile" in read()
    shown[0] = Shown(bio="Bornes.")
    assert "not in the profile yet" in read()
    shown[0] = Shown(bio=f"Bornes. {proof.token}")
    assert "control is proved" in read()
    assert "still in the profile" in read()
    shown[0] = Shown(bio="Bornes.")
    assert "gone from the profile" in read()
    assert client.post(address("read", proof)).status_code == 409


def test_a_failure_is_told_and_decided_and_the_board_and_the_file_say_so(
    client: Client, proof: ControlProof, hugo: Person, karim: Person, nina: Person
) -> None:
    client.force_login(hugo)
    assert client.post(address("decline", proof), {"decline-how": "unable"}).status_code == 422
    told = {"decline-how": "unable", "decline-reason": "=Perdu"}
    client.post(address("decline", proof), told)
    assert client.post(address("settle", proof), {"settle-how": "again"}).status_code == 403
    client.force_login(karim)
    assert "did not prove control of “Recharge”" in client.get("/").text
    board = reverse("custody:board")
    assert "Recharge" in client.get(f"{board}?proof=missing").text
    assert "Recharge" not in client.get(f"{board}?proof=recent").text
    lines = client.get(reverse("custody:proof-export")).getvalue().decode()
    assert "'=Perdu" in lines
    assert client.post(address("settle", proof), {"settle-how": "excused"}).status_code == 422
    client.post(address("settle", proof), {"settle-how": "handover", "settle-note": "Voir Nina."})
    page = client.get(address("detail", proof)).text
    assert "handed over to somebody else" in page
    panel = client.get(reverse("custody:account-panel", args=[proof.account_id])).text
    assert address("detail", proof) in panel


def test_a_drill_and_its_rhythm_are_set_by_forms(
    client: Client, energy: Unit, karim: Person, hugo: Person
) -> None:
    make_account(unit=energy, name="Recharge", owner=hugo)
    client.force_login(hugo)
    opening, rhythm = reverse("custody:drill-open"), reverse("custody:proof-rule")
    assert client.get(opening).status_code == 403
    client.force_login(karim)
    assert client.post(opening, {"unit": energy.pk, "window_days": 1}).status_code == 422
    done = client.post(opening, {"unit": energy.pk, "window_days": 7}, follow=True).text
    assert "Recharge" in done
    told = {"unit": energy.pk, "every_months": 3, "window_days": 14}
    assert client.post(rhythm, told | {"next_on": "2001-01-01"}).status_code == 422
    day = (today() + timedelta(days=80)).isoformat()
    client.post(rhythm, told | {"next_on": day})
    assert ProofRule.objects.get().next_on.isoformat() == day
    assert client.get(f"{rhythm}?unit={energy.pk}").status_code == 200
    client.post(rhythm, told | {"every_months": 0, "next_on": day})
    assert not ProofRule.objects.exists()
