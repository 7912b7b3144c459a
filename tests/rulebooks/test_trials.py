"""A draft is tried over past posts before it is adopted: asked for, done, stopped, read."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.cli.main import main
from gouvernail.ledger.models import Leaf
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.tasks.trying import approvals_of_records
from gouvernail.records.models import Record
from gouvernail.rulebooks.actions.trials import (
    ask_for_trial,
    read_sample,
    run_waiting,
)
from gouvernail.rulebooks.errors import (
    TrialNotFoundError,
)
from gouvernail.rulebooks.forms.editor import shown_digest
from gouvernail.rulebooks.models import PackVersion, Trial, TrialReading
from gouvernail.rulebooks.queries.trials import SAMPLES_SHOWN, outcome_of
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import PACK
from tests.make.trials import WIDER, tried

ASKS = """
  - id: {0}
    title: {{fr: {0}, en: {0}}}
    clause: "charter#5.1"
    check: {1}
    then: block
    say: {{fr: Il manque quelque chose., en: Something is missing.}}
    examples:
      raises: [{{text: One., media: [{{alt: a}}], on_account: a, standing: {{status: closed}}}}]
      passes: [{{text: One., author: {{signed: signed}}}}]
"""


def test_a_trial_tells_what_a_draft_would_have_stopped(
    draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    trial = tried(draft, claire, noon, **{str(archive[0].pk): 2})
    outcome = outcome_of(trial, viewer=claire)

    assert trial.status == Trial.Status.DONE
    assert (outcome.posts, outcome.total["stopped"], outcome.total["twice"]) == (4, 2, 1)
    assert (outcome.total["before"], outcome.total["after"]) == (1, 3)
    assert [row.label for row in outcome.rules] == ["Discount"]
    assert [row.numbers["stopped"] for row in outcome.units] == [1, 1]
    assert {row.key: row.numbers["stopped"] for row in outcome.networks} == {
        "bluesky": 1,
        "mastodon": 1,
    }
    assert [(bar.label, bar.before, bar.after) for bar in outcome.chart.bars] == [("2026-11", 1, 3)]
    assert outcome.a_week == 2
    assert {one.record.pk for one in outcome.samples.rows} == {archive[0].pk, archive[3].pk}
    assert all(one.findings for one in outcome.samples.rows)


def test_the_draft_is_then_known_to_be_tried(
    draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    tried(draft, claire, noon)

    draft.refresh_from_db()
    assert (draft.tried_by, draft.tried_at) == (claire, noon)
    verbs = set(Leaf.objects.values_list("verb", flat=True))
    assert {"trial.asked", "trial.ended", "pack_version.tried"} <= verbs


def test_figures_are_those_of_the_text_that_was_asked_about(
    client: Client, draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    trial = ask_for_trial(version_id=draft.pk, by=claire, at=noon)
    narrower = PACK.replace("any: [discount]", "any: [refund]")
    PackVersion.objects.filter(pk=draft.pk).update(source=narrower, digest="e" * 64)
    run_waiting(approvals=dict, clock=lambda: noon)
    PackVersion.objects.filter(pk=draft.pk).update(source=WIDER, digest=draft.digest)

    trial.refresh_from_db()
    draft.refresh_from_db()
    assert (trial.problem, trial.figures, draft.tried_at) == ("draft_changed", {}, None)
    client.force_login(claire)
    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk])).text
    assert "changed before this trial had its turn" in page


def test_posts_are_not_explained_with_another_text_than_the_one_tried(
    draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    trial = tried(draft, claire, noon)
    PackVersion.objects.filter(pk=draft.pk).update(digest="a" * 64)

    samples = outcome_of(Trial.objects.get(pk=trial.pk), viewer=claire).samples.rows

    assert [list(one.findings) for one in samples] == [[], []]


def test_posts_of_units_that_the_pack_does_not_bind_are_left_out(
    draft: PackVersion, archive: list[Record], care: Unit, claire: Person, noon: datetime
) -> None:
    draft.pack.unit = care
    draft.pack.save()

    outcome = outcome_of(tried(draft, claire, noon), viewer=claire)

    assert (outcome.posts, outcome.total["stopped"]) == (1, 1)


def test_rules_that_the_archive_cannot_answer_are_left_out_and_named(
    client: Client, draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    asks = (
        ("signed", "{author: {signed: [signed]}}"),
        ("credited", "{media: {credit: true}}"),
        ("held", "{account: {status: [official]}}"),
    )
    draft.source, draft.digest = WIDER + "".join(ASKS.format(*one) for one in asks), "f" * 64
    draft.save()

    trial = tried(draft, claire, noon)

    outcome = outcome_of(trial, viewer=claire)
    assert (outcome.total["stopped"], outcome.left_out) == (2, ["credited", "signed"])
    assert {title for one in outcome.samples.rows for title, _said in one.findings} == {"Discount"}
    client.force_login(claire)
    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk])).text
    assert 'data-left-out="2"' in page


def test_the_command_line_tells_the_same_figures_as_the_page(
    draft: PackVersion,
    archive: list[Record],
    claire: Person,
    energy: Unit,
    noon: datetime,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    draft.source += ASKS.format("signed", "{author: {signed: [signed]}}")
    draft.digest = "5" * 64
    draft.save()
    draft.pack.unit = energy
    draft.pack.save()
    new, old = tmp_path / "new.yaml", tmp_path / "old.yaml"
    new.write_text(draft.source, encoding="utf-8")
    old.write_text(PACK, encoding="utf-8")
    page = tried(draft, claire, noon).figures

    asked = ["--pack", str(new), "--before", str(old), "--unit", energy.code, "--json"]
    assert main(["rules", "replay", *asked]) == 1

    told = json.loads(capsys.readouterr().out)
    assert (told["posts"], told["left_out"]) == (3, ["signed"])
    assert told == {name: page[name] for name in told}


def test_what_is_already_under_way_is_given_back(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    first = ask_for_trial(version_id=draft.pk, by=claire, at=noon)

    assert ask_for_trial(version_id=draft.pk, by=claire, at=noon) == first


def test_only_who_writes_rules_tries_them(draft: PackVersion, hugo: Person, noon: datetime) -> None:
    with pytest.raises(RightMissingError):
        ask_for_trial(version_id=draft.pk, by=hugo, at=noon)


def test_the_version_in_force_is_tried_too_compared_with_nothing(
    draft: PackVersion, archive: list[Record], claire: Person, client: Client, noon: datetime
) -> None:
    in_force = draft.pack.versions.get(number=1)
    trial = tried(in_force, claire, noon)

    client.force_login(claire)
    editor = reverse("rulebooks:pack-editor", args=["nordet"])
    draft.delete()
    shown = {"whole": "1", "base": shown_digest(in_force.source), "edit_count": "0"}
    again = client.post(editor, {"do": "try", "yaml": in_force.source, **shown}, follow=True)

    assert archive
    assert (trial.against, trial.figures["total"]["stopped"]) == (None, 1)
    assert (again.status_code, Trial.objects.count(), PackVersion.objects.count()) == (200, 2, 1)
    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk])).text
    assert "compared with nothing" in page


def test_every_post_is_reached_a_page_at_a_time_with_its_words_marked(
    draft: PackVersion, energy: Unit, claire: Person, client: Client, noon: datetime
) -> None:
    account = make_account(unit=energy, network="bluesky", name="Nordet Charge")
    for number in range(SAMPLES_SHOWN + 2):
        make_record(account, text=f"A free charge, number {number}.")
    trial = tried(draft, claire, noon)
    client.force_login(claire)
    address = reverse("rulebooks:trial-detail", args=[trial.pk])

    first = client.get(address)
    cursor = first.context["outcome"].samples.page.next_cursor
    second = client.get(address, {"cursor": cursor})

    assert "1 to 12 of 14 shown" in first.text
    assert "13 to 14 of 14 shown" in second.text
    assert first.text.count('<mark class="g-find warn">free</mark>') == SAMPLES_SHOWN
    assert "Nordet Charge" in first.text
    shown = {
        one.record.pk for each in (first, second) for one in each.context["outcome"].samples.rows
    }
    assert len(shown) == SAMPLES_SHOWN + 2


def test_months_without_a_post_have_their_place_in_the_chart(
    draft: PackVersion, energy: Unit, claire: Person, noon: datetime
) -> None:
    account = make_account(unit=energy, network="bluesky")
    for days in (0, 100):
        make_record(account, text="A free charge.", published_at=noon - timedelta(days=days))

    chart = outcome_of(tried(draft, claire, noon), viewer=claire).chart

    assert [(bar.label, bar.after) for bar in chart.bars] == [
        ("2026-08", 1),
        ("2026-09", 0),
        ("2026-10", 0),
        ("2026-11", 1),
    ]
    assert (chart.highest, chart.left) == (1, 0)


def test_a_reader_sees_the_posts_of_their_units_and_how_many_there_are_elsewhere(
    draft: PackVersion, archive: list[Record], claire: Person, ines: Person, noon: datetime
) -> None:
    trial = tried(draft, claire, noon)

    outcome = outcome_of(trial, viewer=ines)

    assert [one.record.text for one in outcome.samples.rows] == ["A free call."]
    assert outcome.samples.hidden == 1


def test_how_a_post_was_read_is_kept_and_the_last_word_counts(
    draft: PackVersion, archive: list[Record], claire: Person, hugo: Person, noon: datetime
) -> None:
    trial = tried(draft, claire, noon)
    for reading in ("right", "false_alarm"):
        read_sample(trial_id=trial.pk, record_id=archive[0].pk, reading=reading, by=claire, at=noon)

    assert TrialReading.objects.get().reading == "false_alarm"
    assert outcome_of(trial, viewer=claire).readings == {"right": 0, "false_alarm": 1}
    with pytest.raises(TrialNotFoundError):
        read_sample(trial_id=trial.pk, record_id=archive[0].pk, reading="right", by=hugo, at=noon)


def test_a_lead_tries_reads_and_takes_the_figures_away(
    draft: PackVersion, archive: list[Record], claire: Person, client: Client, noon: datetime
) -> None:
    client.force_login(claire)
    asked = client.post(reverse("rulebooks:trial-start", args=["nordet", 2]), follow=True)
    assert 'role="status"' in asked.text
    trial = Trial.objects.get()
    run_waiting(approvals=approvals_of_records, clock=lambda: noon)

    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk]))
    assert 'data-stopped="2"' in page.text
    assert 'Charging is <mark class="g-find warn">free</mark> today.' in page.text
    read: Any = client.post(
        reverse("rulebooks:trial-read", args=[trial.pk, archive[0].pk]), {"reading": "right"}
    )
    assert read.status_code == 302
    lines = client.get(reverse("rulebooks:trial-export", args=[trial.pk]))
    table = b"".join(lines.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Discount" in table


def test_an_empty_archive_says_how_to_fill_it(
    draft: PackVersion, claire: Person, client: Client, noon: datetime
) -> None:
    trial = tried(draft, claire, noon)
    client.force_login(claire)

    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk]))

    assert reverse("records:history-list") in page.text


def test_a_colleague_without_the_right_knows_nothing_of_it(
    draft: PackVersion, claire: Person, hugo: Person, client: Client, noon: datetime
) -> None:
    trial = tried(draft, claire, noon)
    client.force_login(hugo)

    assert client.get(reverse("rulebooks:trial-detail", args=[trial.pk])).status_code == 404
