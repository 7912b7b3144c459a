"""The modules of the product: what each brings, and what it costs in hours a week."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db.models import JSONField, Model, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import Charter

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module: `hours` a week it asks of people, `entries` the views it offers in navigation.

    `usual`: it is offered until somebody switches it off. `first`: a site that begins today has it
    from the start; the others wait there until they are switched on.
    """

    code: str
    label: Promise
    brings: Promise
    hours: Promise
    icon: str
    entries: tuple[str, ...]
    usual: bool = True
    first: bool = False


MODULES: Final = (
    Module(
        code="content",
        label=_("Content"),
        brings=_("Posts written together, checked by the rules, agreed and sent at their hour."),
        hours=_("2 to 5 hours a week for each person who writes; 1 for each reviewer"),
        icon="pencil",
        entries=("content:", "publishing:delivery"),
        first=True,
    ),
    Module(
        code="policies",
        label=_("Rules & policies"),
        brings=_("Policies read and signed, rules that speak while one writes, approval routes."),
        hours=_("1 hour a week for whoever keeps them; half an hour a year for each signatory"),
        icon="scale",
        entries=("policies:", "rulebooks:", "approvals:"),
        first=True,
    ),
    Module(
        code="consultations",
        label=_("Consultations"),
        brings=_("People are asked before a policy is decided; each remark gets an answer."),
        hours=_("A quarter of an hour for each reader; two minutes a remark for whoever answers"),
        icon="message-2",
        entries=("consultations:",),
    ),
    Module(
        code="signatures",
        label=_("Campaigns of signatures"),
        brings=_(
            "Who must sign what by when, joiners and movers included; reminders, receipts, paper."
        ),
        hours=_("A quarter of an hour a campaign, then a few minutes a week; ten for each reader"),
        icon="writing-sign",
        entries=("signing:",),
    ),
    Module(
        code="training",
        label=_("Training"),
        brings=_(
            "Short courses, quizzes, sessions and certificates, asked of those who need them."
        ),
        hours=_("1 hour a week for whoever keeps it; half an hour a course for each learner"),
        icon="certificate",
        entries=("training:",),
    ),
    Module(
        code="brand",
        label=_("Brand"),
        brings=_("The style guide, shown while one writes; templates, audiences, the library."),
        hours=_("1 hour a week for whoever keeps it; a quarter of an hour a year for each reader"),
        icon="book-2",
        entries=("brand:",),
    ),
    Module(
        code="inbox",
        label=_("Conversations"),
        brings=_("What people say to our accounts, taken up by one person and answered in time."),
        hours=_("A few minutes a conversation, for whoever answers"),
        icon="messages",
        entries=("inbox:",),
    ),
    Module(
        code="archive",
        label=_("Archive"),
        brings=_("Every publication kept as it was, with its proof, and found again in a minute."),
        hours=_("Nothing: it fills by itself"),
        icon="archive",
        entries=("records:",),
    ),
    Module(
        code="replies",
        label=_("Approved replies"),
        brings=_("Answers agreed to in advance, proposed for the message that is read."),
        hours=_("An hour a month to keep them good; five minutes for each one to approve"),
        icon="message-2",
        entries=("replies:",),
    ),
    Module(
        code="listening",
        label=_("Listening"),
        brings=_(
            "What is said of us elsewhere, heard in time; an alert when it rises above usual."
        ),
        hours=_("An hour a week for each subject followed; nothing while no source is added"),
        icon="ear",
        entries=("listening:",),
    ),
    Module(
        code="risks",
        label=_("Risks"),
        brings=_("The register of risks, its owners, its reviews, and what is done about each."),
        hours=_("1 hour a month for the lead; a quarter of an hour a quarter for each owner"),
        icon="alert-triangle",
        entries=("charter:risk",),
    ),
    Module(
        code="crisis",
        label=_("Crisis"),
        brings=_(
            "Plans signed in advance, one room to run an incident from, and whom to call when."
        ),
        hours=_("An hour a plan to begin; a quarter of an hour a month; all hands in a crisis"),
        icon="urgent",
        entries=("crisis:", "watch:", "drills:"),
    ),
    Module(
        code="custody",
        label=_("Custody of access"),
        brings=_("Who can get into each account and how, what a departure would cost, handovers."),
        hours=_("A quarter of an hour an account to begin; then half an hour a week"),
        icon="key",
        entries=("custody:",),
    ),
    Module(
        code="vault",
        label=_("Vault"),
        brings=_("Shared passwords kept sealed, shown for a reason, by two people, for a time."),
        hours=_("Five minutes a password to begin; then a few minutes a week"),
        icon="lock",
        entries=("credentials:",),
    ),
    Module(
        code="reports",
        label=_("Reports of staff"),
        brings=_(
            "Whoever sees a mistake, a threat or a leak says so, is helped, and gets an answer."
        ),
        hours=_("A quarter of an hour a report, by whoever takes it up"),
        icon="flag",
        entries=("conduct:report",),
    ),
    Module(
        code="conduct",
        label=_("Breaches"),
        brings=_(
            "A breach is followed up fairly: the person speaks first, somebody else decides, "
            "one appeal, and an end. Off until the charter records its legal basis."
        ),
        hours=_("An hour or two a case, for whoever decides; nothing otherwise"),
        icon="scale",
        entries=("conduct:case", "conduct:figure", "conduct:mine"),
        usual=False,
    ),
    Module(
        code="licences",
        label=_("Licence to publish"),
        brings=_("Who may publish follows from what they learned and signed, and is told in time."),
        hours=_("An hour to begin; then a few minutes a week for who grants waivers"),
        icon="certificate",
        entries=("licences:",),
    ),
    Module(
        code="ambassadors",
        label=_("Ambassadors"),
        brings=_("Colleagues who wish it share stories in their own name, and say who speaks."),
        hours=_("Two hours a week for whoever runs a programme; nothing for anybody else"),
        icon="heart",
        entries=("advocacy:",),
        usual=False,
    ),
    Module(
        code="openings",
        label=_("Opening requests"),
        brings=_("A new account is asked for, compared with those there are, agreed, then opened."),
        hours=_("Half an hour a request"),
        icon="file-text",
        entries=("openings:",),
    ),
    Module(
        code="reviews",
        label=_("Reviews and declarations"),
        brings=_("Each account looked at again in time; colleagues declare those they hold."),
        hours=_("Ten minutes an account, once or twice a year"),
        icon="refresh",
        entries=("attestations:",),
    ),
    Module(
        code="directory",
        label=_("Public directory"),
        brings=_("A public page where anybody checks whether an account is really ours."),
        hours=_("A few minutes a week, for the fakes that people report"),
        icon="rosette-discount-check",
        entries=("verification:",),
    ),
)
FIRST: Final = frozenset(module.code for module in MODULES if module.first)


def is_on(module: Module, charter: Charter) -> bool:
    """Return whether a module is offered. No query."""
    return _is_on(module, on=charter.modules, off=charter.modules_off)


def _is_on(module: Module, *, on: Container[str], off: Container[str]) -> bool:
    return module.code not in off if module.usual else module.code in on


def with_modules(rows: QuerySet[M, M]) -> QuerySet[M, M]:
    """Return `rows` with what the charter says of modules beside each: no query of its own.

    For the frame around every page, which reads some rows anyway; see `hidden_entries`.
    """
    chosen = Charter.objects.all()
    return rows.annotate(  # type: ignore[return-value]  # of the same model, beside two more
        modules_on=Subquery(chosen.values("modules")[:1], output_field=JSONField()),
        modules_off=Subquery(chosen.values("modules_off")[:1], output_field=JSONField()),
    )


def hidden_entries(row: Model | None) -> tuple[str, ...]:
    """Return the beginnings of the views that navigation leaves out. No query.

    `row` comes from `with_modules`; without one, or without a charter, nothing is left out.
    """
    on: Container[str] = getattr(row, "modules_on", None) or ()
    off: Container[str] = getattr(row, "modules_off", None) or ()
    return tuple(
        entry
        for module in MODULES
        if not _is_on(module, on=on, off=off)
        for entry in module.entries
    )
