"""What is really online is judged too, by the rules of today and by those of its day."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.foundation.outbox import deliver
from gouvernail.kernel.rules import load_pack
from gouvernail.people.models import Person, Unit
from gouvernail.records.actions.history import set_history_aside
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions.published import bring_published_back, set_published_aside
from gouvernail.rulebooks.errors import PublishedSettledError
from gouvernail.rulebooks.models import PackVersion, PublishedVerdict, StoredVerdict, Waiver
from gouvernail.rulebooks.queries import rulebook_for
from gouvernail.rulebooks.queries.judging import RulebooksThen
from gouvernail.rulebooks.tasks import READERS
from tests.make import archives
from tests.make.history import NOON, make_imported
from tests.make.ledger import leaves
from tests.make.policies import make_charter
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack

pytestmark = pytest.mark.django_db

PAGE = "/rules/published/"
SOURCE = """
pack: promises
title: {fr: Promesses, en: Promises}
control: enforce
rules:
  - id: sure
    title: {fr: Promesse, en: Promise}
    clause: "charter#5.2"
    check: {terms: {any: [garanti]}}
    then: warn
    say: {fr: "Rien n’est garanti.", en: "Nothing is guaranteed."}
    examples: {raises: ["C’est garanti."], passes: ["C’est prévu."]}
"""


@pytest.fixture
def account(energy: Unit, claire: Person) -> Account:
    return make_account(unit=energy, owner=claire, network="x", handle="@ville")


@pytest.fixture
def rules(energy: Unit, claire: Person) -> None:
    make_pack(unit=energy, by=claire, source=SOURCE)


def hear() -> None:
    deliver(READERS, at=NOON)


def test_what_was_read_on_a_network_is_judged_and_a_verdict_is_kept(
    rules: None, account: Account
) -> None:
    bad = make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    good = make_record(account, text="C’est prévu.", source="captured", remote_id="2")

    hear()

    assert set(
        StoredVerdict.objects.filter(moment="after").values_list("subject_id", "outcome")
    ) == {(bad.pk, "warn"), (good.pk, "pass")}
    assert PublishedVerdict.objects.get().record == bad


def test_hearing_twice_judges_once(rules: None, account: Account) -> None:
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    for reader in READERS:
        from gouvernail.foundation.models import OutboxMark  # noqa: PLC0415 - only here

        OutboxMark.objects.filter(reader=reader.name).update(position=0)

    hear()

    assert PublishedVerdict.objects.count() == StoredVerdict.objects.count() == 1


def test_an_import_keeps_only_what_raises_something(
    rules: None, account: Account, claire: Person, tmp_path: Path
) -> None:
    path = tmp_path / "tweets.js"
    posts = [archives.make_tweet(1, "C’est garanti"), archives.make_tweet(2, "C’est prévu")]
    path.write_bytes(archives.make_tweets_js(posts))
    history = make_imported(account, path, by=claire)

    hear()

    assert StoredVerdict.objects.count() == PublishedVerdict.objects.count() == 1
    set_history_aside(history.pk, reason="Mauvais compte", by=claire, at=NOON)


def test_what_was_not_forbidden_on_its_day_says_so(
    client: Client, rules: None, account: Account, claire: Person
) -> None:
    PackVersion.objects.update(in_force_at=NOON - timedelta(days=30))
    old = NOON - timedelta(days=90)
    make_record(account, text="Garanti hier", source="captured", remote_id="1", published_at=old)
    make_record(account, text="Garanti ce matin", source="captured", remote_id="2")
    hear()
    client.force_login(claire)

    told = {one["found"].record.text: one["not_then"] for one in client.get(PAGE).context["told"]}

    assert told == {"Garanti hier": True, "Garanti ce matin": False}
    assert len(client.get(f"{PAGE}?then=1").context["told"]) == 1


def test_words_changed_online_replace_what_was_found_in_them(
    client: Client, rules: None, account: Account, claire: Person
) -> None:
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    make_record(account, text="C’est prévu !", source="captured", remote_id="1")
    hear()
    client.force_login(claire)

    assert client.get(PAGE).context["told"] == []


def test_it_is_left_online_with_a_reason_and_brought_back(
    client: Client, rules: None, account: Account, claire: Person
) -> None:
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    found = PublishedVerdict.objects.get()
    client.force_login(claire)

    assert client.post(f"{PAGE}{found.pk}/aside", {"reason": " "}).status_code == 422
    client.post(f"{PAGE}{found.pk}/aside", {"reason": "Citation d’un tiers"})

    assert client.get(PAGE).context["told"] == []
    assert "Citation d’un tiers" in client.get(f"{PAGE}?state=aside").text
    client.post(f"{PAGE}{found.pk}/back")
    assert len(client.get(PAGE).context["told"]) == 1


def test_each_leads_to_all_that_its_findings_rest_on(
    client: Client, rules: None, account: Account, claire: Person
) -> None:
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    client.force_login(claire)
    trace = reverse("rulebooks:trace-verdict", args=[PublishedVerdict.objects.get().verdict_id])

    assert f'href="{trace}"' in client.get(PAGE).text
    assert "Promise" in client.get(trace).text


def test_who_reads_and_does_not_answer_for_it_cannot_leave_it(
    client: Client, rules: None, solar: Unit, hugo: Person
) -> None:
    account = make_account(unit=solar, network="x", handle="@solaire")
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    client.force_login(hugo)
    found = PublishedVerdict.objects.get()

    assert len(client.get(PAGE).context["told"]) == 1
    answer = client.post(f"{PAGE}{found.pk}/aside", {"reason": "Oui"})
    assert answer.status_code == 403


def test_it_shows_on_today_of_who_answers_for_the_account(
    client: Client, rules: None, account: Account, claire: Person
) -> None:
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    client.force_login(claire)

    assert "C’est garanti !" in client.get("/").text


def test_the_clause_of_a_finding_is_named_and_led_to(
    client: Client, rules: None, account: Account, claire: Person
) -> None:
    make_charter(by=claire)
    make_record(account, text="Garanti", source="captured", remote_id="0")
    hear()
    client.force_login(claire)

    page = client.get(PAGE).text

    assert "Social media charter, 5." in page
    assert "charter#" not in page


@pytest.mark.parametrize("rows", [1, 8])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, rules: None, account: Account, claire: Person, rows: int
) -> None:
    client.force_login(claire)
    make_record(account, text="Garanti", source="captured", remote_id="0")
    hear()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as alone:
        client.get(PAGE)
    for number in range(rows):
        make_record(account, text=f"Garanti {number}", source="captured", remote_id=f"{number}0")
    hear()
    with CaptureQueriesContext(connection) as more:
        assert len(client.get(PAGE).context["told"]) == rows + 1

    assert len(more) == len(alone)


def test_the_rules_of_each_day_are_found_out_together(
    rules: None, account: Account, claire: Person
) -> None:
    first = PackVersion.objects.get()
    days = [NOON - timedelta(days=one) for one in (0, 3, 9)]
    wider = SOURCE.replace("[garanti]", "[garanti, promis]")
    PackVersion.objects.filter(pk=first.pk).update(status="superseded")
    PackVersion.objects.create(
        pack=first.pack,
        number=2,
        source=wider,
        digest=load_pack(wider, name="wider").digest,
        status="in_force",
        written_by=claire,
        written_at=days[1],
        in_force_at=days[1],
    )
    ended = {"starts_at": days[1], "until": NOON + timedelta(1), "ended_at": days[0]}
    Waiver.objects.create(
        **ended,
        pack=first.pack,
        rule="sure",
        unit=account.unit,
        asked_by=claire,
        asked_at=days[2],
        status="ended",
    )
    then = RulebooksThen([(account.unit, at) for at in days])

    with CaptureQueriesContext(connection) as asked:
        told = [then.of(account.unit, at=at) for at in days]
    alone = [rulebook_for(account.unit, at=at) for at in days]

    assert len(asked) <= 4
    assert [(one.digests, one.unit_path, one.rulings) for one in told] == [
        (one.digests, one.unit_path, one.rulings) for one in alone
    ]
    assert [len(one.rulings.said) for one in told] == [0, 1, 0]
    assert len({one.digests for one in told}) == 2


def test_whoever_comes_second_changes_neither_the_reason_nor_the_journal(
    rules: None, account: Account, claire: Person
) -> None:
    make_record(account, text="C’est garanti !", source="captured", remote_id="1")
    hear()
    found = PublishedVerdict.objects.get()

    with pytest.raises(PublishedSettledError):
        bring_published_back(found.pk, by=claire, at=NOON)
    set_published_aside(found.pk, reason="Citation d’un tiers", by=claire, at=NOON)
    with pytest.raises(PublishedSettledError):
        set_published_aside(found.pk, reason="Autre chose", by=claire, at=NOON)
    found.refresh_from_db()

    assert found.aside_reason == "Citation d’un tiers"
    (leaf,) = leaves(verb="published_verdict.set_aside")
    assert "tiers" not in str(leaf)
    assert leaves(verb="published_verdict.brought_back") == []
