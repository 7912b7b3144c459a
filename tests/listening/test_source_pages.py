"""Sources as pages: added, paused, dropped; a file by hand and what became of its rows."""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gouvernail.listening.actions.importing import import_rows
from gouvernail.listening.actions.taking import take_in
from gouvernail.listening.models import Mention, Position, Source
from gouvernail.listening.sources.rows import Row
from gouvernail.networks.contract.heard import Batch
from gouvernail.people.models import Person, Unit
from gouvernail.records.archives.entries import ArchiveProblemError
from tests.make.listening import NOON, heard, make_source, make_topic

LIST = reverse("listening:source-list")
FILE = (
    "date;texte;auteur\n"
    "2026-11-16 10:00;Le Nordet est en panne;lea\n"
    "jamais;Le Nordet encore;paul\n"
    "2026-11-16 11:00;Bonjour;zoe\n"
)


def test_a_source_is_added_paused_and_dropped(client: Client, karim: Person, energy: Unit) -> None:
    client.force_login(karim)
    said = {"kind": "feed", "name": "Presse", "unit": str(energy.pk), "address": "nowhere"}

    wrong = client.post(reverse("listening:source-create"), said)
    client.post(reverse("listening:source-create"), said | {"address": "https://p.example/feed"})
    source = Source.objects.get()
    client.post(reverse("listening:source-pause", args=[source.pk]))
    paused = client.get(LIST).text
    client.post(reverse("listening:source-forget", args=[source.pk]))

    assert wrong.status_code == 422
    assert "begins with https://" in wrong.text
    assert 'value="nowhere"' in wrong.text
    assert "Presse" in paused
    assert "Listen again" in paused
    assert "Presse" not in client.get(LIST).text


def test_a_source_is_changed_and_keeps_what_its_form_does_not_show(
    client: Client, karim: Person, energy: Unit
) -> None:
    source = make_source(
        unit=energy, by=karim, kind="mastodon_stream", address="https://m.example",
        options={"stream": "hashtag:local", "name": "nordet", "every_seconds": 60},
    )  # fmt: skip
    Position.objects.update(cursor="7")
    client.force_login(karim)
    url = reverse("listening:source-edit", args=[source.pk])
    said = {"name": "Marque", "unit": str(energy.pk), "address": "https://m.example"}

    client.post(url, said | {"kind": "feed", "word": "nordet"})
    renamed = Source.objects.get()
    kept = Position.objects.get().cursor
    client.post(url, said | {"word": "#train", "address": "https://m.example"})
    wrong = client.post(url, said | {"word": "train", "address": "nowhere"})

    assert (renamed.name, renamed.kind, renamed.options) == (
        "Marque", "mastodon_stream", source.options
    )  # fmt: skip
    assert kept == "7"
    assert Source.objects.get().options == {"stream": "hashtag", "name": "train"}
    assert Position.objects.get().cursor == ""
    assert wrong.status_code == 422
    assert 'value="nowhere"' in wrong.text


def test_json_lines_of_a_platform_are_taken_in_as_well(
    client: Client, karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim, kind="file", address="")
    client.force_login(karim)
    lines = (
        '\ufeff{"text": "Le Nordet est en panne", "created_at": "2026-11-16T10:00:00Z"}\n'
        '{"text": "", "created_at": "2026-11-16T10:00:00Z"}\n'
    )
    file = SimpleUploadedFile("export.json", lines.encode())

    page = client.post(reverse("listening:source-import", args=[source.pk]), {"file": file}).text

    assert "1 new mention, 0 known already" in page
    assert Mention.objects.get().text == "Le Nordet est en panne"


def test_a_file_is_taken_in_once_and_each_bad_row_is_told(
    client: Client, karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim, kind="file", address="")
    make_topic(unit=energy, owner=karim, query="nordet")
    client.force_login(karim)
    url = reverse("listening:source-import", args=[source.pk])

    def bring(text: str) -> str:
        return client.post(url, {"file": SimpleUploadedFile("m.csv", text.encode())}).text

    first, again, none = bring(FILE), bring(FILE), bring("a;b\n1;2\n")

    assert "2 new mentions, 0 known already, 1 about a topic." in first
    assert "No date can be read here." in first
    assert "jamais" in first
    assert "0 new mentions, 2 known already" in again
    assert "No column of texts" in none
    assert Mention.objects.count() == 2


def test_a_place_that_is_listened_to_is_not_filled_by_hand_and_keeps_how_far_it_was_heard(
    client: Client, karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim, kind="jetstream")
    Position.objects.update(cursor="1725911162329308")
    client.force_login(karim)
    url = reverse("listening:source-import", args=[source.pk])

    answer = client.post(url, {"file": SimpleUploadedFile("m.csv", FILE.encode())})
    take_in(source_id=source.pk, batch=Batch(), at=NOON)

    assert (client.get(url).status_code, answer.status_code) == (409, 409)
    assert not Mention.objects.exists()
    assert Position.objects.get().cursor == "1725911162329308"


def test_days_that_can_be_read_two_ways_are_asked_about_and_columns_may_be_told(
    client: Client, karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim, kind="file", address="")
    client.force_login(karim)
    url = reverse("listening:source-import", args=[source.pk])

    def bring(text: str, **said: str) -> HttpResponse:
        file = SimpleUploadedFile("m.csv", text.encode())
        return client.post(url, {"file": file, **said})  # type: ignore[return-value]

    unclear = bring("date,text\n03/04/2026,Bonjour\n")
    both = bring("date,text\n13/04/2026,Bonjour\n04/13/2026,Bonjour\n")
    otherwise = bring("date,text\n04/13/2026,Bonjour\n", days="day")
    missing = bring("date,text\n2026-04-13,Bonjour\n", text_column="Quoi")
    bring("date,text\n03/04/2026,Le 4 mars\n", days="month")
    bring("date,text\n04/13/2026,Le 13 avril\n03/04/2026,Le 4 mars aussi\n")
    bring("Quand,Quoi\n2026-04-14,Dit\n", text_column="Quoi", date_column="Quand", network="x")

    assert "Say which day 03/04/2026 is" in unclear.text
    assert "The day stands first in 13/04/2026 and the month in 04/13/2026" in both.text
    assert "The file says otherwise: 04/13/2026." in otherwise.text
    assert "This file has no such column." in missing.text
    assert {one.status_code for one in (unclear, both, otherwise, missing)} == {422}
    assert {
        (one.text, f"{one.posted_at:%m-%d %H}", one.network) for one in Mention.objects.all()
    } == {
        ("Le 4 mars", "03-03 23", "web"),
        ("Le 13 avril", "04-12 22", "web"),
        ("Le 4 mars aussi", "03-03 23", "web"),
        ("Dit", "04-13 22", "x"),
    }


def test_a_file_that_breaks_midway_says_so_and_keeps_what_came_before(
    karim: Person, energy: Unit
) -> None:
    source = make_source(unit=energy, by=karim, kind="file", address="")

    def broken() -> Iterator[Row]:
        yield heard(1)
        raise ArchiveProblemError("unreadable")

    report = import_rows(source.pk, rows=broken(), by=karim, at=NOON)

    assert (report.new, report.stopped) == (1, "unreadable")


def test_a_search_without_words_says_so_at_its_field_and_letters_are_not_offered(
    client: Client, karim: Person, energy: Unit
) -> None:
    client.force_login(karim)
    said = {"kind": "mastodon_search", "name": "", "unit": str(energy.pk)}

    form = client.post(
        reverse("listening:source-create"), said | {"name": "M", "address": "https://m.example"}
    ).context["form"]

    assert list(form.errors) == ["word"]
    assert "mail" not in dict(form.fields["kind"].choices)
