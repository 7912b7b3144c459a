"""Deliveries, withdrawals and archives, for the matrix."""

from datetime import UTC, datetime
from typing import Any

from gouvernail.people.models import Person
from gouvernail.publishing.models import Delivery, Withdrawal
from gouvernail.records.models import HistoryImport, RetentionClass
from gouvernail.registry.models import Account
from tests.make.publishing import make_delivery
from tests.make.records import make_record
from tests.make.rule_life import make_published

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


def put_deliveries(account: Account, *, by: Person) -> dict[str, Any]:
    """Return deliveries in every state of an account, what is withdrawn, its archives."""
    things = {}
    for status in ("to_hand_off", "to_confirm", "needs_human", "missed", "sent"):
        delivery = make_delivery(account, by=by)
        Delivery.objects.filter(pk=delivery.pk).update(status=status, sent_at=NOON)
        things[status] = delivery.pk
    record = make_record(account)
    for kind in ("confirmed", "dropped"):
        online = make_delivery(account, by=by)
        Delivery.objects.filter(pk=online.pk).update(status="sent", sent_at=NOON)
        withdrawal = Withdrawal.objects.create(
            delivery=online, reason="Test.", status="by_hand", asked_by=by, asked_at=NOON,
            next_try_at=NOON,
        )  # fmt: skip
        things[kind] = withdrawal.pk
    halved = make_delivery(account, by=by)
    Delivery.objects.filter(pk=halved.pk).update(status="missed", parts=2, parts_out=1)
    things |= {"halved": halved.pk, "withdrawal_id": things["confirmed"]}
    things |= _histories(account, by=by)
    things["published_id"] = make_published(record, account=account)
    things["published-aside"] = make_published(make_record(account), account=account, aside_by=by)
    return things | {"delivery_id": things["sent"], "record_id": record.pk}


def _histories(account: Account, *, by: Person) -> dict[str, Any]:
    """Return an archive to confirm, one that was taken in and one that is set aside."""
    kept = RetentionClass.objects.create(code=f"class-{account.unit.code}", name="Usuelle")
    things = {"class_id": kept.pk}
    for name, status in (("id", "preview"), ("done", "done"), ("aside", "aside")):
        mark = "_" if name == "id" else "-"
        things[f"history{mark}{name}"] = HistoryImport.objects.create(
            account=account, original_name="outbox.json", sha256="0" * 64, size_bytes=1,
            form="mastodon", status=status, started_by=by, started_at=NOON,
            preview={"posts": [{"text": "Bonjour.", "published_at": "2026-01-01T00:00:00Z"}]},
            aside_at=NOON if status == "aside" else None,
            aside_by=by if status == "aside" else None,
        ).pk  # fmt: skip
    return things
