"""The pages that bring history in and class what is kept."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gouvernail.people.models import Person, Role, Unit
from gouvernail.records.models import HistoryImport, Record, RetentionClass
from gouvernail.registry.models import Account
from tests.make import archives as make
from tests.make.history import make_history, make_imported, take_in
from tests.make.people import make_grant, make_person
from tests.make.records import make_record
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db

PAGE = "/archive/history/"


@pytest.fixture
def city(energy: Unit) -> Account:
    return make_account(unit=energy, network="x", handle="@ville")


def confirm(client: Client, page: str) -> int:
    """Confirm what the page shows; return the status of the answer."""
    answer = client.post(f"{page}confirm/", {"seen": client.get(page).context["seen"]})
    return int(answer.status_code)


def send(client: Client, account: Account, name: str, data: bytes, form: str = "auto") -> str:
    file = SimpleUploadedFile(name, data)
    given = {"account": str(account.pk), "file": file, "form": form}
    answer = client.post(PAGE, given)
    return str(answer["Location"]) if answer.status_code == 302 else answer.text


def test_an_archive_is_seen_before_it_is_taken_in(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)
    posts = [make.make_tweet(n, f"Message {n}") for n in range(1, 9)]
    posts.append(make.make_tweet(9, created_at="one day"))

    page = send(client, city, "tweets.js", make.make_tweets_js(posts))

    preview = client.get(page)
    assert [post["text"] for post in preview.context["posts"]] == [
        f"Message {n}" for n in range(1, 6)
    ]
    assert "Sa date ne peut pas être lue" in preview.text or "no date" in preview.text
    assert Record.objects.count() == 0
    confirm(client, page)
    assert "0" in client.get(page).text
    take_in(HistoryImport.objects.get())
    done = client.get(page)
    assert Record.objects.count() == 8
    assert [one.reason for one, _words in done.context["bad"]] == ["no_date"]
    told = b"".join(client.get(f"{page}bad.csv")).decode()
    assert "9,,no_date" in told


def test_a_table_is_read_again_with_the_columns_and_the_zone_that_were_said(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)
    data = make.make_csv(["Quand", "Quoi"], [("03/04/2025 10:00", "Bonjour")])
    page = send(client, city, "a.csv", data)
    assert client.get(page).context["posts"] == []

    given = {
        "column_text": "Quoi",
        "column_published_at": "Quand",
        "time_zone": "America/Montreal",
        "day_first": "",
    }
    client.post(page, given)

    [post] = client.get(page).context["posts"]
    assert post["text"] == "Bonjour"
    assert post["published_at"].isoformat() == "2025-03-04T15:00:00+00:00"
    refused = client.post(page, given | {"time_zone": "Nowhere/City"})
    assert refused.status_code == 422
    assert "Nowhere/City" in refused.text


def test_what_is_taken_in_is_what_was_shown(client: Client, claire: Person, city: Account) -> None:
    client.force_login(claire)
    data = make.make_csv(["date", "text"], [("03/04/2025 10:00", "Bonjour")])
    page = send(client, city, "a.csv", data)
    shown = client.get(page).context["seen"]
    client.post(page, {"time_zone": "Europe/Paris", "day_first": ""})

    refused = client.post(f"{page}confirm/", {"seen": shown})

    assert (refused.status_code, client.post(f"{page}confirm/").status_code) == (409, 409)
    assert HistoryImport.objects.get().status == "preview"
    assert confirm(client, page) == 302


def test_the_preview_counts_what_is_here_and_adds_no_hour_to_a_day(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)
    rows = [("12/03/2025", "Bonjour"), ("2025-03-13", "Bonsoir"), ("13/03/2025 00:00", "Minuit")]
    data = make.make_csv(["date", "text"], rows)
    first = send(client, city, "a.csv", data)
    assert client.get(first).context["history"].preview["known"] == 0
    days = [str(one["day"] or "") for one in client.get(first).context["posts"]]
    assert days == ["2025-03-12", "2025-03-13", ""]
    confirm(client, first)
    take_in(HistoryImport.objects.get())

    again = client.get(send(client, city, "a.csv", data))

    assert again.context["history"].preview["known"] == 3
    assert "3 are here already" in again.text


def test_accounts_that_nobody_says_are_ours_are_not_offered_nor_one_chosen(
    client: Client, claire: Person, city: Account, energy: Unit
) -> None:
    client.force_login(claire)
    make_account(unit=energy, name="Aardvark", status="parody")
    closed = make_account(unit=energy, name="Abeille", status="closed")

    form = client.get(PAGE).context["form"]

    offered = [value for value, _words in form.fields["account"].choices]
    assert offered == ["", str(city.pk), str(closed.pk)]
    assert not form["account"].value()


def test_a_file_that_is_no_archive_is_refused_at_its_field(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)

    text = send(client, city, "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100))

    assert "id_file" in text
    assert ".jsonl" in text
    assert HistoryImport.objects.count() == 0


def test_a_broken_archive_says_so_in_its_preview(
    client: Client, claire: Person, city: Account, tmp_path: Path
) -> None:
    client.force_login(claire)
    data = make.make_tweets_js([make.make_tweet(n) for n in range(1, 9)])

    page = send(client, city, "tweets.js", data[:-400])

    assert 'data-problem="truncated"' in client.get(page).text


def test_an_import_is_set_aside_with_a_reason_and_brought_back(
    client: Client, claire: Person, city: Account, tmp_path: Path
) -> None:
    client.force_login(claire)
    path = tmp_path / "tweets.js"
    path.write_bytes(make.make_tweets_js([make.make_tweet(1)]))
    history = make_imported(city, path, by=claire)
    page = f"{PAGE}{history.pk}/"

    assert client.post(f"{page}aside/", {"reason": " "}).status_code == 422
    client.post(f"{page}aside/", {"reason": "Mauvais compte"})

    assert "Mauvais compte" in client.get(page).text
    assert client.get("/archive/").context["page"].rows == []
    client.post(f"{page}back/")
    assert len(client.get("/archive/").context["page"].rows) == 1


def test_an_import_that_was_left_forgets_its_file(
    client: Client, claire: Person, city: Account, tmp_path: Path
) -> None:
    client.force_login(claire)
    path = tmp_path / "tweets.js"
    path.write_bytes(make.make_tweets_js([make.make_tweet(1)]))
    history = make_history(city, path, by=claire)

    client.post(f"{PAGE}{history.pk}/abandon/")

    assert client.post(f"{PAGE}{history.pk}/confirm/").status_code == 409
    assert HistoryImport.objects.get().status == "abandoned"


def test_an_import_that_is_being_taken_in_is_stopped_on_its_page(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)
    page = send(client, city, "tweets.js", make.make_tweets_js([make.make_tweet(1)]))
    confirm(client, page)
    assert f'action="{page}abandon/"' in client.get(page).text

    stopped = client.post(f"{page}abandon/", follow=True)

    assert 'data-problem="stopped"' in stopped.text
    assert HistoryImport.objects.get().status == "failed"


def test_imports_of_other_units_are_hidden(
    client: Client, claire: Person, care: Unit, city: Account, tmp_path: Path
) -> None:
    delegate = make_person(name="Léo", home_unit=care)
    make_grant(person=delegate, unit=care, role=Role.DELEGATE)
    path = tmp_path / "tweets.js"
    path.write_bytes(make.make_tweets_js([make.make_tweet(1)]))
    history = make_history(city, path, by=claire)
    client.force_login(delegate)

    hidden = client.get(f"{PAGE}{history.pk}/")
    missing = client.get(f"{PAGE}{uuid4()}/")

    assert (hidden.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_of_imports_costs_the_same_whatever_its_length(
    client: Client, claire: Person, city: Account, tmp_path: Path, rows: int
) -> None:
    path = tmp_path / "tweets.js"
    path.write_bytes(make.make_tweets_js([make.make_tweet(1)]))
    client.force_login(claire)
    make_history(city, path, by=claire)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as alone:
        client.get(PAGE)
    for _ in range(rows):
        make_history(city, path, by=claire)
    with CaptureQueriesContext(connection) as more:
        client.get(PAGE)

    assert len(more) == len(alone)


def test_a_class_of_retention_names_what_has_none_and_what_comes(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)
    before = make_record(city, text="Avant")
    given = {"code": "com", "name": "Communication", "years": "5", "sources": ["sent"]}

    assert client.post("/archive/retention/", given).status_code == 302

    kept = RetentionClass.objects.get()
    after = make_record(city, text="Après")
    before.refresh_from_db()
    assert before.retention == after.retention == kept
    assert len(client.get(f"/archive/?retention={kept.pk}").context["page"].rows) == 2
    other = client.post("/archive/retention/", given | {"code": "autre"})
    assert other.status_code == 422
    client.post("/archive/retention/?class=com", given | {"years": "7"})
    kept.refresh_from_db()
    assert kept.years == 7
    client.post(f"/archive/retention/{kept.pk}/retire/")
    assert make_record(city, text="Plus tard").retention is None


@pytest.mark.parametrize("retired", [False, True])
def test_a_short_name_that_is_taken_rewrites_no_class(
    client: Client, claire: Person, *, retired: bool
) -> None:
    client.force_login(claire)
    given = {"code": "com", "name": "Communication", "years": "7"}
    client.post("/archive/retention/", given)
    kept = RetentionClass.objects.get()
    if retired:
        client.post(f"/archive/retention/{kept.pk}/retire/")

    again = client.post("/archive/retention/", given | {"years": "1"})

    assert again.status_code == 422
    assert "Communication" in str(again.context["form"].errors["code"])
    kept.refresh_from_db()
    assert (kept.years, kept.retired_at is not None) == (7, retired)


def test_a_class_is_written_by_who_leads_only(client: Client, hugo: Person, city: Account) -> None:
    client.force_login(hugo)

    given = {"code": "com", "name": "Communication"}
    assert client.post("/archive/retention/", given).status_code == 403
    assert client.get("/archive/retention/").status_code == 200


def test_the_archive_is_narrowed_by_words_language_and_class(
    client: Client, claire: Person, city: Account
) -> None:
    client.force_login(claire)
    make_record(city, text="La fête de l’été", language="fr")
    make_record(city, text="Summer party", language="en")

    def texts(query: str) -> list[str]:
        return [one.text for one in client.get(f"/archive/?{query}").context["page"].rows]

    assert texts("language=en") == ["Summer party"]
    assert texts("q=FETE+ete") == ["La fête de l’été"]
    assert texts("q=fe*") == ["La fête de l’été"]
    assert texts("q=nothing") == []
