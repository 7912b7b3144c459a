"""What was sent from here is judged online with what was known when it was submitted."""

from collections.abc import Mapping
from uuid import UUID

import pytest

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.foundation.outbox import deliver
from gouvernail.kernel.rules import Author
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import Judged, store_verdict
from gouvernail.rulebooks.models import PublishedVerdict, StoredVerdict
from gouvernail.rulebooks.queries import post_of, replay_of, rulebook_for
from gouvernail.rulebooks.tasks import READERS
from tests.make.history import NOON
from tests.make.records import make_record
from tests.make.registry import make_account
from tests.make.rulebooks import make_pack
from tests.make.rules import pack_source, rule_fields
from tests.rulebooks.test_facts_for_rules import make_asset

pytestmark = pytest.mark.django_db

SURE: Mapping[str, object] = {"terms": {"any": ["garanti"]}}
THREAD = "Bravo @partenaire !\n\n---\n\nC’est garanti, appelez le 06 12 34 56 78."
PARTS = tuple(part.strip() for part in THREAD.split("---"))
PICTURE = {"sha256": "a" * 64, "mime": "image/png", "alt": "Un phare la nuit"}


@pytest.fixture
def account(energy: Unit, claire: Person) -> Account:
    return make_account(unit=energy, owner=claire, network="x", handle="@ville")


def rule(unit: Unit, by: Person, *checks: Mapping[str, object]) -> None:
    rules = [rule_fields(check, say={"fr": "Non.", "en": "No."}) for check in checks]
    make_pack(unit=unit, by=by, source=pack_source(*rules))


@action("tests.submit")
def submitted(text: str, account: Account) -> UUID:
    """Return the subject whose first revision was judged, by an author who had signed."""
    book = rulebook_for(account.unit, at=NOON)
    post = post_of(text, account=account, language="fr")
    context = book.context(account, at=NOON, author=Author(key="1", signed="signed"))
    judged = Judged(
        kind="draft",
        id=uuid7(),
        revision=1,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=book.digests,
    )
    verdict = book.judge(post, context)
    store_verdict(verdict=verdict, judged=judged, moment="submission", at=NOON)
    return judged.id


def sent(account: Account, *texts: str, subject: UUID) -> None:
    delivery = uuid7()
    for number, text in enumerate(texts):
        make_record(
            account,
            text=text,
            remote_id=str(number),
            delivery_id=delivery,
            subject_id=subject,
            revision=1,
        )
    deliver(READERS, at=NOON)


def test_the_author_known_at_submission_is_known_online(account: Account, claire: Person) -> None:
    rule(account.unit, claire, {"author": {"signed": ["signed"]}})

    sent(account, "Bonjour", subject=submitted("Bonjour", account))

    assert StoredVerdict.objects.get(moment="after").outcome == "pass"
    assert not PublishedVerdict.objects.exists()


def test_what_nobody_can_know_of_a_capture_is_only_observed_and_replays(
    account: Account, claire: Person
) -> None:
    rule(
        account.unit, claire, {"author": {"signed": ["signed"]}}, {"media": {"credit": True}}, SURE
    )

    make_record(account, text="C’est garanti", source="captured", remote_id="1", media=[PICTURE])
    deliver(READERS, at=NOON)

    kept = StoredVerdict.objects.get()
    assert [one["severity"] for one in kept.findings] == ["note", "note", "warn"]
    assert replay_of(kept).exact
    assert PublishedVerdict.objects.get().outcome == "warn"


@pytest.mark.parametrize("texts", [PARTS, ("\n\n".join(PARTS),)], ids=["by parts", "by hand"])
def test_the_words_of_a_thread_were_approved_and_stand_in_the_whole(
    account: Account, claire: Person, texts: tuple[str, ...]
) -> None:
    needed = {"required": {"need": [{"terms": {"any": ["@partenaire"]}}]}}
    rule(account.unit, claire, needed, SURE, {"identifiers": {"kinds": ["phone"]}})

    sent(account, *texts, subject=submitted(THREAD, account))

    assert StoredVerdict.objects.filter(moment="after").count() == len(texts)
    assert not PublishedVerdict.objects.exists()


def test_a_part_of_a_thread_that_says_something_else_online_is_listed(
    account: Account, claire: Person
) -> None:
    rule(account.unit, claire, SURE)

    sent(account, PARTS[0], "Prix garanti", subject=submitted(THREAD, account))

    assert PublishedVerdict.objects.get().record.text == "Prix garanti"


def test_the_library_answers_for_the_pictures_it_holds(account: Account, claire: Person) -> None:
    rule(account.unit, claire, {"media": {"credit": True, "rights": "known"}})
    make_asset(PICTURE["sha256"], by=claire, unit=account.unit, until=NOON.date())

    make_record(account, source="captured", remote_id="1", media=[PICTURE])
    deliver(READERS, at=NOON)

    assert StoredVerdict.objects.get().findings == []
