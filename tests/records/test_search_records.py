"""Searching the archive finds what the rules find, on both databases."""

import pytest

from gouvernail.kernel.rules.segments import Segment as Sealed
from gouvernail.kernel.rules.segments import SegmentError
from gouvernail.kernel.text import fold, spaced
from gouvernail.people.models import Person, Unit
from gouvernail.records.actions.filing import close_segments
from gouvernail.records.actions.indexing import index_missing
from gouvernail.records.models import Record, Segment, Words
from gouvernail.records.permissions import visible_records
from gouvernail.records.queries import holding, postings
from gouvernail.records.queries.segments import RecordArchive
from gouvernail.registry.models import Account
from tests.make.records import NOON, make_record
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db

TEXTS = (
    "L’été à l’hôtel de ville, #VilleOuverte",
    "Hôtel fermé ; la ville reste ouverte.",
    "Résultat gаranti à 100 % !",  # a Cyrillic letter
    "東京タワー 2025 snake_case_word",
    "Offre : 20 € — garanties incluses…",
    "🎉🎉 @ville_de_lyon https://ville.example/été?x=1",
    "don't o'clock rock’n’roll",
)


@pytest.fixture
def account(energy: Unit) -> Account:
    account = make_account(unit=energy)
    for text in TEXTS:
        make_record(account, text=text)
    return account


def found(claire: Person, question: str) -> list[int]:
    rows = holding(visible_records(claire), question)
    return sorted(TEXTS.index(text) for text in rows.values_list("text", flat=True))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("HOTEL", [0, 1]),
        ("ville hôtel", [0, 1]),
        ('"hotel de ville"', [0]),
        ('"ville hotel"', []),
        ("garanti", [2]),
        ("garanti*", [2, 4]),
        ("villeouverte", [0]),
        ("snake_case_word", [3]),
        ("20", [4]),
        ("!", []),
        ("", list(range(7))),
        ("' OR 1=1 -- \\ : & | <-> NEAR( ^", []),
        ('"unclosed', []),
    ],
)
def test_words_are_found_without_case_or_accents_as_whole_words(
    claire: Person, account: Account, question: str, wanted: list[int]
) -> None:
    assert found(claire, question) == wanted


def test_every_run_of_words_of_every_text_is_found_as_the_rules_find_it(account: Account) -> None:
    texts = {str(one.pk): spaced(fold(one.text)) for one in Record.objects.all()}
    for text in TEXTS:
        run = spaced(fold(text)).split()
        for start in range(len(run)):
            term = " ".join(run[start : start + 2])
            wanted = {key for key, words in texts.items() if f" {term} " in words}
            assert wanted <= {str(key) for key in postings(term)}, term


def test_postings_name_the_places_of_the_segments(account: Account) -> None:
    close_segments(at=NOON, size_bytes=900)
    archive = RecordArchive()
    names = [name for name, _count in archive.segments()]
    assert len(names) > 2
    assert "tail" in names
    words = {word for text in TEXTS for word in spaced(fold(text)).split()}
    for word in words:
        found = archive.having([word])
        for name in names:
            segment = Sealed(archive.load(name))
            wanted = [at for at in range(len(segment)) if word in segment.words(at)]
            assert list(found.get(name, ())) == wanted, (word, name)


def test_a_segment_whose_bytes_changed_is_refused(account: Account) -> None:
    close_segments(at=NOON, size_bytes=10)
    kept, other = Segment.objects.order_by("pk")[:2]
    content, name = bytes(kept.content), kept.digest
    flipped = bytearray(content)
    flipped[-1] ^= 1
    assert RecordArchive().load(name) == content

    for changed in (bytes(flipped), bytes(other.content)):
        Segment.objects.filter(pk=kept.pk).update(content=changed)
        with pytest.raises(SegmentError, match="segment_damaged"):
            RecordArchive().load(name)


def test_what_was_archived_before_there_was_an_index_is_indexed_later(account: Account) -> None:
    Words.objects.filter(record__text=TEXTS[0]).delete()
    assert len(postings("hotel")) == 1

    index_missing(at=NOON)

    assert len(postings("hotel")) == 2


def test_a_monstrous_word_is_left_out_and_the_others_are_found(
    claire: Person, account: Account
) -> None:
    make_record(account, text="x" * 5_000 + " aiguille " + "mot " * 20_000)

    assert holding(visible_records(claire), "aiguille").count() == 1
