"""Deadlines as a page and as a feed: whose they are, and what a secret address opens."""

from datetime import UTC, date, datetime
from uuid import UUID

from django.test import Client

from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Closing, DeadlineFeed
from gouvernail.registry.queries.deadlines import Deadline, calendar_text
from tests.make.ledger import leaves
from tests.make.registry import make_account


def test_a_calendar_reads_what_its_owner_answers_for_and_nothing_else(
    client: Client, claire: Person, karim: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    own = make_account(unit=energy, name="Énergie; vent, soleil", review_on=date(2099, 3, 1))
    make_account(unit=care, name="Not Karim’s", review_on=date(2099, 3, 2))
    make_account(unit=care, name="Held by Karim", review_on=date(2099, 3, 3), backup=karim)
    make_account(unit=energy, name="Impostor", review_on=date(2099, 3, 4), status="impostor")
    closing = make_account(unit=energy, name="Closing", status="closing", review_on=None)
    Closing.objects.create(
        account=closing, elsewhere="-", last_post="Bye.", ends_on=date(2099, 4, 1),
        planned_by=karim, planned_at=noon,
    )  # fmt: skip
    client.force_login(karim)

    page = client.post("/accounts/deadlines/")
    address = page.context["address"]
    feed = Client().get(address.removeprefix("http://testserver"))

    assert feed["Content-Type"].startswith("text/calendar")
    text = feed.content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == 3
    assert "Énergie\\; vent\\, soleil" in text
    assert "DTSTART;VALUE=DATE:20990401" in text
    assert f"URL:http://testserver/accounts/{own.pk}/" in text
    assert "Not Karim" not in text
    assert "Impostor" not in text
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert secret not in str(leaves())
    assert secret not in DeadlineFeed.objects.get().digest
    assert secret not in client.get("/accounts/deadlines/").text

    client.post("/accounts/deadlines/close/")
    assert Client().get(address.removeprefix("http://testserver")).status_code == 404


def test_the_feed_of_somebody_who_left_answers_nothing(
    client: Client, karim: Person, energy: Unit
) -> None:
    client.force_login(karim)
    address = client.post("/accounts/deadlines/").context["address"]
    Person.objects.filter(pk=karim.pk).update(is_active=False)

    assert Client().get(address.removeprefix("http://testserver")).status_code == 404
    assert Client().get("/feeds/deadlines/guess.ics").status_code == 404


def test_what_is_due_is_paged_by_key_and_nothing_is_left_out(
    client: Client, claire: Person, energy: Unit
) -> None:
    made = [
        make_account(unit=energy, name=f"Account {number:03}", review_on=date(2099, 1, 1))
        for number in range(103)
    ]
    client.force_login(claire)
    seen: list[UUID] = []
    cursor = ""
    sizes = []
    for _turn in range(3):
        page = client.get("/accounts/deadlines/", {"cursor": cursor}).context["page"]
        seen += [each.account_id for each in page.rows]
        sizes.append((len(page.rows), page.total, bool(page.previous_cursor)))
        cursor = page.next_cursor

    assert sizes == [(50, 103, False), (50, 103, True), (3, 103, True)]
    assert cursor == ""
    assert seen == [one.pk for one in made]


def test_a_long_line_is_folded_between_characters() -> None:
    deadline = Deadline(
        on=date(2026, 11, 30), kind="review", key=make_key().hex, name="é" * 90,
        network="x", unit="Énergie",
    )  # fmt: skip

    text = calendar_text(
        [deadline], name="n", site="https://s.example", at=datetime(2026, 11, 21, tzinfo=UTC)
    )

    lines = text.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert "é" * 90 in text.replace("\r\n ", "")


def make_key() -> UUID:
    return uuid7()
