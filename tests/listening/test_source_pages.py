"""Sources as pages: added, paused, dropped; a file by hand and what became of its rows."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.listening.models import Mention, Source
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
