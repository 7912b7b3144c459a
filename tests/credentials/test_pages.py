"""The pages of the vault: none of them holds a value, whatever was typed, shown or refused."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import gouvernail
from gouvernail.credentials.actions import approve_reveal, open_reveal, write_terms
from gouvernail.credentials.models import Item, Reveal, Showing, Terms
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.foundation.clock import now
from gouvernail.notifications.tasks import send_letters
from gouvernail.people.actions import mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.vault.keyring import open_secret
from tests.canaries import in_database
from tests.make.credentials import (
    PASSWORD,
    SEED,
    Tab,
    make_item,
    make_open_reveal,
    make_reveal,
)
from tests.make.ledger import leaves

SHOWS = ("items", "due", "open", "approve", "emergencies", "past")


@pytest.fixture
def vault(account: Account, karim: Person, hugo: Person) -> Item:
    """Return an item with a request in each state, of today."""
    at = now()
    item = make_item(account=account, by=karim, at=at - timedelta(days=400))
    make_item(account=account, by=karim, at=at, kind="totp", value=SEED, label="Codes")
    make_reveal(item=make_item(account=account, by=karim, at=at, label="Autre"), by=hugo, at=at)
    reveal = make_reveal(item=item, by=hugo, at=at, emergency=True)
    approve_reveal(reveal_id=reveal.pk, by=karim, at=at)
    open_reveal(reveal_id=reveal.pk, by=hugo, at=at)
    return item


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


class Reader:
    """A person at their browser, and all that the site ever said to them."""

    def __init__(self, person: Person, said: list[str]) -> None:
        self.client, self.said = signed_in(person), said

    def post(self, name: str, of: object, **data: object) -> None:
        url = reverse(f"credentials:{name}", args=[of])
        answer = self.client.post(url, data, follow=True)
        assert answer.status_code in {200, 201, 422}, (name, answer.status_code)
        self.said.append(answer.content.decode())

    def get(self, url: str) -> None:
        self.said.append(self.client.get(url).content.decode())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("password", f" {PASSWORD} "),  # a space at either end is a sign like any other
        ("recovery", f"{PASSWORD}\n1111-2222"),
        ("totp", SEED),
        ("note", f"Premier animal : {PASSWORD}"),
    ],
)
def test_each_kind_is_put_in_edited_and_renewed_by_the_pages(
    account: Account, karim: Person, kind: str, value: str
) -> None:
    said: list[str] = []
    keeper = Reader(karim, said)
    put_in = reverse("credentials:item-add", args=[account.pk]) + f"?kind={kind}"
    answers = ("", "Ce qui ouvre")  # refused without a name, then taken
    said += [keeper.client.post(put_in, {"label": it, "value": value}).text for it in answers]

    item = Item.objects.get()
    keeper.post("item-edit", item.pk, label="Un autre nom", place="x.com")
    keeper.post("item-renew", item.pk, value=value)

    item.refresh_from_db()
    assert (item.kind, item.label, item.next_version) == (kind, "Un autre nom", 2)
    assert open_secret(owner_kind="item", owner_id=item.pk, field="v1").reveal() == value
    assert value.strip() not in "".join(said)
    assert in_database() == []


@pytest.mark.parametrize("show", SHOWS)
def test_each_list_is_shown_narrowed_and_exported_without_a_value(
    vault: Item, karim: Person, energy: Unit, show: str
) -> None:
    client = signed_in(karim)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    query = {"show": show, "unit": str(energy.pk), "network": "x", "kind": "password", "q": "o"}

    page = client.get(reverse("credentials:item-list"), {"show": show})
    narrowed = client.get(reverse("credentials:item-list"), query)
    file = client.get(reverse("credentials:item-export"), {"show": show})

    assert [page.status_code, narrowed.status_code, file.status_code] == [200, 200, 200]
    text = b"".join(file).decode()
    assert text.startswith("\ufeffRéseau,Compte,Unité")  # a spreadsheet reads its accents
    assert PASSWORD not in page.content.decode() + narrowed.content.decode() + text


def test_a_canary_goes_through_everything_and_is_read_nowhere(
    account: Account, karim: Person, hugo: Person, claire: Person, tmp_path: Path
) -> None:
    """Put in, refused, asked, approved, shown, renewed, asked in an emergency: by the pages."""
    said: list[str] = []
    keeper, asker = Reader(karim, said), Reader(hugo, said)
    keeper.post("item-add", account.pk, label="", value=PASSWORD)  # refused: no name
    keeper.post("item-add", account.pk, label="Mot de passe", value=PASSWORD, place="x.com")
    item = Item.objects.get()
    asker.post("reveal-ask", item.pk, reason="Publier.", minutes=10)
    reveal = Reveal.objects.get()
    keeper.post("reveal-approve", reveal.pk)
    asker.post("reveal-open", reveal.pk)
    asker.post("reveal-show", reveal.pk, key=b64encode(Tab().point).decode())
    assert answer_waiting(at=now()) == 1
    url = reverse("credentials:showing-detail", args=[Showing.objects.get().pk])
    asker.get(url)
    assert signed_in(claire).get(url).status_code == 404
    asker.post("reveal-end", reveal.pk)
    keeper.post("item-renew", item.pk, value=PASSWORD + "-2")
    keeper.post("item-confirm", item.pk, number=2)
    asker.post("reveal-emergency", item.pk, reason="Compte pris.", minutes=10)
    send_letters(now())
    keeper.get(reverse("credentials:item-detail", args=[item.pk]))
    assert mail.outbox
    call_command("dumpdata", output=tmp_path / "dump.json")

    said.append((tmp_path / "dump.json").read_text(encoding="utf-8"))
    said += [str(one) for one in (*leaves(), *(letter.message() for letter in mail.outbox))]
    assert PASSWORD not in "".join(said)
    assert in_database() == []


def test_only_the_opener_the_sender_and_the_drill_import_what_opens() -> None:
    """A page that opened a value would have to import it: nothing else may."""
    source = Path(gouvernail.__file__).parent
    found = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if "open_secret" in path.read_text(encoding="utf-8")
        and not path.is_relative_to(source / "vault")
    }

    assert found == {
        "continuity/archives/examination.py",
        "credentials/tasks/opener.py",
        "listening/tasks/chat.py",  # in the sender: the address of a channel is its secret
        "publishing/sender/sessions.py",
    }


def test_without_scripts_the_page_says_who_can_sign_in_instead(
    item: Item, karim: Person, hugo: Person
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=now())

    page = signed_in(hugo).get(reverse("credentials:reveal-detail", args=[reveal.pk])).text

    noscript = page[page.index("<noscript>") : page.index("</noscript>")]
    assert karim.name in noscript


def test_a_page_costs_the_same_whatever_the_number_of_lines(
    account: Account, karim: Person, hugo: Person, claire: Person
) -> None:
    client = signed_in(karim)
    item = make_item(account=account, by=karim, at=now())
    pages = [reverse("credentials:item-list"), reverse("credentials:item-detail", args=[item.pk])]

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    make_reveal(item=item, by=hugo, at=now())
    for url in pages:
        client.get(url)
    one = [count(url) for url in pages]
    for label in "abcdefgh":
        make_item(account=account, by=karim, at=now(), label=label)
    make_reveal(item=item, by=claire, at=now())

    assert [count(url) for url in pages] == one


def test_what_was_typed_and_refused_is_still_there(item: Item, karim: Person, hugo: Person) -> None:
    reveal = make_reveal(item=item, by=hugo, at=now(), emergency=True)
    long = "Un motif. " * 51

    def posted(person: Person, name: str, **data: str) -> tuple[int, str]:
        url = reverse(f"credentials:{name}", args=[reveal.pk])
        answer = signed_in(person).post(url, data)
        return answer.status_code, answer.content.decode()

    refused, page = posted(karim, "reveal-refuse", note=long)
    assert (refused, long.strip() in page) == (422, True)
    reveal.refresh_from_db()
    assert reveal.status == "asked"
    Reveal.objects.update(opens_at=now())
    open_reveal(reveal_id=reveal.pk, by=hugo, at=now())
    refused, page = posted(hugo, "reveal-account", text=long * 10)
    assert (refused, long.strip() in page) == (422, True)
    assert posted(hugo, "reveal-account", text="Compte repris.")[0] == 302


def test_whoever_only_keeps_an_item_finds_it_and_edits_it_and_stays_its_keeper(
    account: Account, karim: Person, claire: Person, julie: Person
) -> None:
    item = make_item(account=account, by=claire, at=now(), keeper_id=julie.pk)
    edit, ask = (
        reverse(f"credentials:{name}", args=[item.pk]) for name in ("item-edit", "reveal-ask")
    )
    client = signed_in(julie)

    listed = client.get(reverse("credentials:item-list"))
    page = client.get(reverse("credentials:item-detail", args=[item.pk]))

    assert [listed.status_code, page.status_code] == [200, 200]
    assert (edit in page.text, ask in page.text) == (True, False)
    mark_left(person_id=julie.pk, by=claire, at=now())
    answer = signed_in(karim).post(edit, {"label": "Autre", "keeper": str(julie.pk)})
    item.refresh_from_db()
    assert (answer.status_code, item.label, item.keeper) == (302, "Autre", julie)


def test_saying_one_time_keeps_the_others(nordet: Unit, claire: Person) -> None:
    said = {"rotation_days": 90, "longest_minutes": 5}
    write_terms(unit_id=nordet.pk, network="x", times=said, by=claire, at=now())
    client, url = signed_in(claire), reverse("credentials:terms-edit")

    page = client.get(url, {"unit": str(nordet.pk), "network": "x"})
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value()}
    answer = client.post(url, shown | {"emergency_hours": "2"})

    assert answer.status_code == 302
    row = Terms.objects.get()
    assert (row.rotation_days, row.longest_minutes, row.emergency_hours) == (90, 5, 2)
