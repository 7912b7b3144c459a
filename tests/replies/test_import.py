"""Many replies at once: those to start from, and those of a file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gouvernail.foundation.actions import in_action
from gouvernail.foundation.exports import csv_lines
from gouvernail.people.models import Person, Unit
from gouvernail.replies.actions import begin_reply, import_replies, import_starters
from gouvernail.replies.errors import ReplyFileError
from gouvernail.replies.models import Reply
from gouvernail.replies.permissions import visible_replies
from gouvernail.replies.queries.files import COLUMNS, TOLD, exported, read_lines
from tests.make.media import make_asset
from tests.make.replies import NOON, SHEET, WORDS, make_in_use


def test_those_to_start_from_are_begun_once(hugo: Person, energy: Unit) -> None:
    some = ("late-delivery", "damaged")
    first = import_starters(unit_id=energy.pk, slugs=some, submits=True, by=hugo, at=NOON)
    again = import_starters(unit_id=energy.pk, slugs=some, by=hugo, at=NOON)

    assert (len(first.begun), first.submitted, first.held_back) == (2, 2, [])
    assert (len(again.begun), len(again.same)) == (0, 2)


def test_what_leaves_as_a_table_comes_back_the_same(hugo: Person, energy: Unit) -> None:
    import_starters(unit_id=energy.pk, slugs=("late-delivery",), by=hugo, at=NOON)
    table = "".join(csv_lines((*COLUMNS, *TOLD), exported(visible_replies(hugo))))

    report = import_replies(
        read_lines(table.encode()), unit_id=energy.pk, by=hugo, at=NOON + timedelta(days=1)
    )
    assert (len(report.begun), len(report.written), len(report.same)) == (0, 0, 1)
    assert report.refused == []


def test_a_line_with_a_fault_is_refused_at_its_column_and_the_others_taken(
    hugo: Person, energy: Unit
) -> None:
    table = (
        "title_fr;short_fr;expires_on;unit\n"
        "Retard;Bonjour {first_name};;\n"
        "Panne;Bonjour;demain;\n"
        "Autre;Bonjour;;nowhere\n"
        "Vide;;;\n"
    )

    report = import_replies(read_lines(table.encode()), unit_id=energy.pk, by=hugo, at=NOON)

    assert [one.label for one in report.begun] == ["Retard"]
    assert [(one.number, one.column) for one in report.refused] == [
        (3, "expires_on"),
        (4, "unit"),
        (5, "short_fr"),
    ]


def test_a_small_file_mends_some_columns_and_leaves_the_others(hugo: Person, energy: Unit) -> None:
    asset = make_asset(unit=energy, by=hugo)
    words = replace(WORDS, long_en="Hello, at length.", pictures=(asset.pk,), changes="First words")
    reply = make_in_use(
        by=hugo, unit=energy, words=words, networks=("bluesky",), topics=("Parcels",)
    )
    table = f"slug;title_fr;short_fr\n{reply.slug};Livraison tardive;Bonjour {{first_name}}\n"

    report = import_replies(read_lines(table.encode()), unit_id=energy.pk, by=hugo, at=NOON)

    assert (len(report.written), report.refused) == (1, [])
    reply.refresh_from_db()
    assert (reply.title_fr, reply.title_en) == ("Livraison tardive", SHEET.title_en)
    assert (reply.asked_en, reply.topics) == (SHEET.asked_en, ["Parcels"])
    draft = reply.versions.get(status="draft")
    assert (draft.short_fr, draft.short_en) == ("Bonjour {first_name}", WORDS.short_en)
    assert (draft.long_en, draft.networks) == ("Hello, at length.", ["bluesky"])
    assert [one.asset_id for one in draft.pictures.all()] == [asset.pk]


def test_an_export_read_again_changes_nothing_of_pictures_and_late_reviews(
    hugo: Person, energy: Unit
) -> None:
    words = replace(WORDS, pictures=(make_asset(unit=energy, by=hugo).pk,), changes="First words")
    reply = make_in_use(by=hugo, unit=energy, words=words)
    reply.versions.update(review_on=date(2026, 11, 16))
    table = "".join(csv_lines((*COLUMNS, *TOLD), exported(visible_replies(hugo))))

    report = import_replies(
        read_lines(table.encode()), unit_id=energy.pk, by=hugo, at=NOON + timedelta(days=1)
    )

    assert (report.refused, report.same) == ([], [reply])
    assert reply.versions.count() == 1


def test_what_is_held_back_is_said_once_under_its_own_reply(hugo: Person, energy: Unit) -> None:
    table = f"title_en;short_en;networks\nFirst;{'word ' * 80};x\nSecond;{{;x\nThird;Hello;x\n"

    report = import_replies(
        read_lines(table.encode()), unit_id=energy.pk, submits=True, by=hugo, at=NOON
    )

    assert [(one.reply.label, one.field) for one in report.held_back] == [("First", "short_en")]
    assert [one.number for one in report.refused] == [3]
    assert report.submitted == 1


def test_each_line_of_a_file_is_kept_before_the_next_is_read(
    hugo: Person, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    def begin(**told: object) -> Reply:
        begun.append(in_action())
        return begin_reply(**told)  # type: ignore[arg-type]  # handed over as given

    monkeypatch.setattr("gouvernail.replies.actions.importing.begin_reply", begin)
    table = "title_en;short_en\nFirst;Hello\nSecond;Hello\n"
    import_replies(read_lines(table.encode()), unit_id=energy.pk, by=hugo, at=NOON)
    import_starters(unit_id=energy.pk, slugs=("late-delivery",), by=hugo, at=NOON)

    assert begun == [False, False, False]
    many = read_lines(("title_en;short_en\n" + "Late;Hello\n" * 201).encode())
    with pytest.raises(ReplyFileError):
        import_replies(many, unit_id=energy.pk, submits=True, by=hugo, at=NOON)
