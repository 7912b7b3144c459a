"""A draft is tried over past posts before it is adopted: asked for, done, stopped, read."""

import json
from datetime import datetime
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
    VersionNotDraftError,
)
from gouvernail.rulebooks.models import PackVersion, Trial, TrialReading
from gouvernail.rulebooks.queries.trials import outcome_of
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
    assert [(bar.label, bar.before, bar.after) for bar in outcome.bars] == [("2026-11", 1, 3)]
    assert outcome.a_week == 2
    assert {one.record.pk for one in outcome.samples} == {archive[0].pk, archive[3].pk}
    assert all(one.findings for one in outcome.samples)


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

    samples = outcome_of(Trial.objects.get(pk=trial.pk), viewer=claire).samples

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
    assert {title for one in outcome.samples for title, _said in one.findings} == {"Discount"}
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


def test_only_a_draft_is_tried_and_only_by_who_writes_rules(
    draft: PackVersion, claire: Person, hugo: Person, noon: datetime
) -> None:
    with pytest.raises(RightMissingError):
        ask_for_trial(version_id=draft.pk, by=hugo, at=noon)

    PackVersion.objects.filter(pk=draft.pk).update(status="withdrawn")
    with pytest.raises(VersionNotDraftError):
        ask_for_trial(version_id=draft.pk, by=claire, at=noon)


def test_a_reader_sees_the_posts_of_their_units_and_how_many_there_are_elsewhere(
    draft: PackVersion, archive: list[Record], claire: Person, ines: Person, noon: datetime
) -> None:
    trial = tried(draft, claire, noon)

    outcome = outcome_of(trial, viewer=ines)

    assert [one.record.text for one in outcome.samples] == ["A free call."]
    assert outcome.hidden == 1


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
    assert "Charging is free today." in page.text
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
