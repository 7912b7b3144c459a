"""What the public reports: taken in, decided by the lead, answered, and forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.outbox import announce
from gouvernail.kernel.text import Address, AddressError, parse_address
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.registry.actions import change_status
from gouvernail.registry.actions.finding import ORIGIN as FOUND_BY
from gouvernail.registry.actions.finding import store_found_account
from gouvernail.registry.actions.life import Move
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key
from gouvernail.verification.errors import (
    NobodyToAnswerError,
    ReportDecidedError,
    ReportRefusedError,
)
from gouvernail.verification.models import Report, ReportedAccount
from gouvernail.verification.permissions import (
    NOT_OURS,
    OURS,
    public_listings,
    require_report_decider,
    visible_report,
)
from gouvernail.verification.queries.addresses import ON_NO_NETWORK, read_address

Status = ReportedAccount.Status
PUBLIC: Final = Actor(kind="machine", ref="public report")
SETTLER: Final = Actor(kind="machine", ref="register", auth="worker")
ORIGIN: Final = "public report"
OUTSIDE: Final = "outside-"  # how the news begins of an account that waits outside the register
MOST_WORDS: Final = 1000
MOST_WAITING: Final = 5000  # accounts nobody decided yet: beyond, the form says to write instead
MOST_A_DAY: Final = 30  # accounts that reports bring into the register; the next wait outside it
DAY: Final = timedelta(days=1)
QUIET: Final = timedelta(days=14)  # after a decision; then a new report is news again
GONE: Final = frozenset({"closed", "duplicate"})  # whose name somebody else may have taken
MOST_TRIES: Final = 300  # one a minute: a server that asks to come back has five hours
MOST_KEPT: Final = 200  # reports of one account that are kept; the others are counted
DECISIONS: Final = (
    Status.IMPOSTOR,
    Status.ROGUE,
    Status.PARODY,
    Status.FAN,
    Status.DISMISSED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody reports: an address in any form; words and where to answer if they like."""

    address: str
    words: str = ""
    contact: str = ""
    language: str = ""


@action("verification.report_account")
def report_account(*, given: Given, at: datetime) -> ReportedAccount:
    """Take a report in. Anybody may: one row an account, however often it is reported.

    The account is stored in the register, to confirm, the first time; beyond `MOST_A_DAY` of them
    it waits outside, so that nobody fills the register by inventing addresses. Of whoever reports,
    only what they chose to write is kept, and not for long. Twelve queries and two entries at most.

    Raises:
        ReportRefusedError: no account can be told from the address, it is one of ours, the words
            are too long, or too many accounts wait for somebody to decide.
    """
    address = _address(given.address)
    _refuse_ours(address)
    if len(given.words) > MOST_WORDS:
        raise ReportRefusedError("words", _("Write %(n)s signs at most.") % {"n": MOST_WORDS})
    reported, news = _reported(address, at=at)
    kept = reported.received.all()
    again = bool(given.contact) and kept.filter(contact__iexact=given.contact).exists()
    if not again and reported.reports <= MOST_KEPT:
        Report.objects.create(
            reported=reported,
            words=given.words.strip(),
            contact=given.contact,
            language=given.language,
            at=at,
        )
    payload = {"reported_id": reported.pk, "reports": reported.reports, "news": news}
    announce("verification.account_reported", payload, at=at)
    return reported


def _address(raw: str) -> Address:
    read = read_address(raw)
    if read.address is not None:
        return read.address
    try:
        if read.problem in ON_NO_NETWORK:  # a site may be a fake, too
            return parse_address(raw.strip(), network="website")
    except AddressError:
        pass
    raise ReportRefusedError(
        "address", _("Give the whole address of the account’s page, as the browser shows it.")
    )


def _refuse_ours(address: Address) -> None:
    ours = public_listings().exclude(account__status="closed")  # whose name may be another’s now
    ours = ours.filter(
        says="ours",
        account__network=address.network,
        account__handle_key=handle_key(address),
    )
    if ours.exists():
        raise ReportRefusedError("address", _("This account is one of ours."))


def _reported(address: Address, *, at: datetime) -> tuple[ReportedAccount, str]:
    """Return the account’s row, and why a report of one that was known is news: empty, or a key."""
    key = handle_key(address)
    rows = ReportedAccount.objects.select_for_update()
    rows = rows.filter(network=address.network, handle_key=key)
    reported = rows.first()
    if reported is not None:
        return reported, _again(reported, at=at)
    if ReportedAccount.objects.filter(status=Status.NEW).count() >= MOST_WAITING:
        raise ReportRefusedError(
            "address",
            _("So many reports are waiting that no more can be taken today. Please write to us."),
        )
    account = _found(address, at=at)
    reported = ReportedAccount(
        network=address.network,
        handle=address.handle[:200],
        handle_key=key,
        url=address.url[:500],
        status=_status_of(account) if account else Status.NEW,
        account=account,
        reports=1,
        first_at=at,
        last_at=at,
    )
    try:
        with transaction.atomic():
            reported.save()
    except IntegrityError:  # somebody reported it since the question above
        reported = rows.get()
        return reported, _again(reported, at=at)
    record(actor=PUBLIC, verb="reported_account.opened", subject=reported, at=at)
    return reported, "" if account else f"{OUTSIDE}{at:%Y-%m-%d}"


def _again(reported: ReportedAccount, *, at: datetime) -> str:
    """Count one more report of an account, and return why that is news: empty, or a key."""
    news = _news(reported, at=at)
    reported.reports += 1
    reported.last_at = at
    reported.save(update_fields=("reports", "last_at"))
    return news


def _found(address: Address, *, at: datetime) -> Account | None:
    """Return the account of the register, stored now if it was not; None beyond what a day brings.

    One that the register knows already is found there whatever the day brought, and counts for
    nothing.
    """
    known = Account.objects.filter(network=address.network, handle_key=handle_key(address))
    brought = {f"extra__{FOUND_BY}": ORIGIN}
    today = Account.objects.filter(registered_at__gt=at - DAY, **brought)
    if not known.exists() and today.count() >= MOST_A_DAY:
        return None
    return store_found_account(address=address, origin=ORIGIN, by=PUBLIC, at=at)


def _news(reported: ReportedAccount, *, at: datetime) -> str:
    """Return why a new report of this account is news: it waits again, or it was decided long ago.

    One that the register let go of, or doubts, since it was decided waits to be decided again.
    """
    if reported.status == Status.NEW:
        return ""
    settled = reported.decided_at or reported.first_at
    account = reported.account
    if account is not None:
        since = account.status_since
        moved = account.status in GONE and since is not None and since > settled
        if moved or account.status == Account.Status.TO_CONFIRM:
            reopened(reported, at=at)
            return f"open-{at:%Y-%m-%d}"
    periods = (at - settled) // QUIET
    return f"late-{settled:%Y-%m-%d}-{periods}" if periods else ""


def reopened(reported: ReportedAccount, *, at: datetime, by: Person | None = None) -> None:
    """Let a reported account wait again; by the register itself when nobody did it."""
    reported.status, reported.decided_at, reported.decided_by = Status.NEW, None, None
    reported.save(update_fields=("status", "decided_at", "decided_by"))
    record(actor=by or SETTLER, verb="reported_account.reopened", subject=reported, at=at)


def _status_of(account: Account) -> str:
    """Return what a report of an account comes to, by what the register says of it."""
    if account.status in NOT_OURS:
        return account.status
    if account.status == Account.Status.TO_CONFIRM or account.status in GONE:
        return Status.NEW
    return Status.OFFICIAL if account.status in OURS else Status.DISMISSED


@action("verification.decide_report")
def decide_report(
    reported_id: UUID, *, status: str, reason: str, by: Person, at: datetime
) -> ReportedAccount:
    """Say what a reported account is; the register says it too, by its own rules.

    One that was ours and is closed is doubted first, in the register. When nothing is wrong with
    it, the register keeps what it says. One that waits outside the register enters it now, unless
    it is set aside.

    Raises:
        RightMissingError: `by` does not decide reports.
        ReportNotFoundError: missing.
        ReportDecidedError: somebody decided in between.
        ReportRefusedError: there is no such decision.
        and what `registry.actions.change_status` raises: a reason is wanted, there is no way.
    """
    require_report_decider(by)
    reported = visible_report(reported_id, viewer=by, lock=True)
    if reported.status != Status.NEW:
        raise ReportDecidedError
    if status not in DECISIONS:
        raise ReportRefusedError("status", _("There is no such decision."))
    if not reason.strip():
        raise ReportRefusedError("reason", _("Say why, in a sentence."))
    if reported.account is None and status != Status.DISMISSED:
        reported.account = store_found_account(
            address=_address(reported.url), origin=ORIGIN, by=PUBLIC, at=at
        )
    account, move = reported.account, Move(reason=reason)
    stays = account is None or account.status in GONE
    if account is not None and stays and status != Status.DISMISSED:
        doubt = Account.Status.TO_CONFIRM
        change_status(account.pk, status=doubt, by=by, at=at, move=move)
    if account is not None and not (stays and status == Status.DISMISSED):
        change_status(account.pk, status=status, by=by, at=at, move=move)
    return decided(reported, status, reason=reason, by=by, at=at)


def decided(
    reported: ReportedAccount, status: str, *, by: Person | None, at: datetime, reason: str = ""
) -> ReportedAccount:
    """Keep what a reported account was found to be; by the register itself when nobody did it."""
    reported.status, reported.decided_at, reported.decided_by = status, at, by
    reported.save(update_fields=("status", "decided_at", "decided_by", "account"))
    data = {"private": {"reason": reason.strip()}} if reason else None
    record(actor=by or SETTLER, verb="reported_account.decided", subject=reported, at=at, data=data)
    return reported


@action("verification.settle_reports")
def settle_reports(*, at: datetime) -> int:
    """Follow what was decided in the register itself; return how many reports that moved.

    An account that is doubted again waits again; one that entered the register since it was
    reported is found there.
    """
    _find_in_register(at=at)
    rows = ReportedAccount.objects.select_for_update(of=("self",)).select_related("account")
    to_confirm = Q(account__status=Account.Status.TO_CONFIRM)
    doubted = list(rows.filter(to_confirm).exclude(status=Status.NEW))
    for reported in doubted:
        reopened(reported, at=at)
    since = Q(account__status_since__gt=F("last_at"))
    as_it_was = Q(account__status__in=GONE) & ~since
    waiting = rows.filter(status=Status.NEW, account__isnull=False)
    moved = list(waiting.exclude(to_confirm | as_it_was))
    for reported in moved:
        if reported.account is not None:
            gone = reported.account.status in GONE
            status = Status.DISMISSED if gone else _status_of(reported.account)
            decided(reported, status, by=None, at=at)
    return len(doubted) + len(moved)


def _find_in_register(*, at: datetime) -> None:
    """Join what waits outside the register to the account that entered it since.

    One query, and for each that entered, one more and an entry.
    """
    known = Account.objects.filter(network=OuterRef("network"), handle_key=OuterRef("handle_key"))
    outside = ReportedAccount.objects.filter(status=Status.NEW, account=None)
    entered = outside.annotate(entered=Subquery(known.values("pk")[:1]))
    rows = entered.filter(entered__isnull=False).select_for_update(of=("self",))
    for reported in rows.order_by("pk"):
        reported.account_id = reported.entered
        reported.save(update_fields=("account",))
        record(actor=SETTLER, verb="reported_account.found", subject=reported, at=at)


@action("verification.answer_reporters")
def answer_reporters(reported_id: UUID, *, words: str, by: Person, at: datetime) -> int:
    """Answer those who left an address and were not answered yet; return how many.

    The letters leave by a task. One entry, whatever their number.

    Raises:
        RightMissingError: `by` does not decide reports.
        ReportNotFoundError: missing.
        NobodyToAnswerError: nobody waits for an answer.
        ReportRefusedError: there are no words, or too many.
    """
    require_report_decider(by)
    reported = visible_report(reported_id, viewer=by, lock=True)
    text = words.strip()
    if not text or len(text) > MOST_WORDS:
        raise ReportRefusedError(
            "words", _("Write an answer, of %(n)s signs at most.") % {"n": MOST_WORDS}
        )
    waiting = reported.received.filter(answered_at=None).exclude(contact="")
    count = waiting.update(answer=text, answered_at=at)
    if not count:
        raise NobodyToAnswerError
    data = {"letters": count}
    record(actor=by, verb="reported_account.answered", subject=reported, at=at, data=data)
    return count


@action("verification.note_sent")
def note_sent(report_id: UUID, *, at: datetime) -> None:
    """Note that the answer to a report has left."""
    Report.objects.filter(pk=report_id).update(sent_at=at)


@action("verification.note_refused")
def note_refused(report_id: UUID, *, for_good: bool, at: datetime) -> None:
    """Note that a mail server refused the answer to a report: for now, or for good."""
    row = Report.objects.select_for_update().get(pk=report_id)
    row.tries = min(row.tries + 1, MOST_TRIES)
    if for_good or row.tries == MOST_TRIES:
        row.refused_at = at
    row.save(update_fields=("tries", "refused_at"))


@action("verification.forget_reporters")
def forget_reporters(*, at: datetime) -> int:
    """Forget what people wrote and where to answer them, once it is old; return how many.

    `settings.REPORT_CONTACT_DAYS` after they wrote, decided or not. The count of reports stays.
    """
    old = at - timedelta(days=settings.REPORT_CONTACT_DAYS)
    rows = Report.objects.filter(at__lt=old, forgotten_at=None)
    return rows.update(contact="", words="", answer="", forgotten_at=at)
