"""Sources as pages: added, paused, dropped; a file by hand and what became of its rows."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.listening.models import Mention, Position, Source
from gouvernail.people.models import Person, Unit
from tests.make.listening import make_source, make_topic

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
