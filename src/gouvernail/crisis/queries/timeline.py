"""The timeline of an incident, each entry in words and with its proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.crisis.models import Contact, Entry, Incident
from gouvernail.crisis.models.plans import Channel, RoleInCrisis, in_language
from gouvernail.foundation.paging import page_of
from gouvernail.ledger.queries import timeline as leaves_of
from gouvernail.people.models import Person
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import what_is_covered

SIZE: Final = 20
ICONS: Final[Mapping[str, tuple[str, str]]] = {
    Entry.Kind.NOTE: ("pencil", "idle"),
    Entry.Kind.FACT: ("info-circle", "info"),
    Entry.Kind.DECISION: ("gavel", "info"),
    Entry.Kind.WORD: ("send", "ok"),
    Entry.Kind.CALL: ("phone", "info"),
    Entry.Kind.SEVERITY: ("alert-triangle", "warn"),
    Entry.Kind.SEAT: ("user-check", "info"),
    Entry.Kind.TASK: ("checkbox", "ok"),
    Entry.Kind.FREEZE: ("lock", "stop"),
    Entry.Kind.EVIDENCE: ("camera", "info"),
    Entry.Kind.REPORT: ("file-text", "ok"),
    Entry.Kind.LIFE: ("flag", "warn"),
}
SAID: Final[Mapping[str, Promise]] = {
    "declared": _("Incident declared, severity %(severity)s of 4"),
    "closed": _("Incident closed"),
    "described": _("Where things stand"),
    "raised": _("Severity raised from %(was)s to %(severity)s"),
    "lowered": _("Severity lowered from %(was)s to %(severity)s"),
    "seated": _("%(person)s takes a seat: %(role)s"),
    "relieved": _("%(person)s takes over from %(before)s: %(role)s"),
    "task_added": _("To do: %(task)s"),
    "task_done": _("Done: %(task)s"),
    "task_dropped": _("Not needed: %(task)s"),
    "task_reopened": _("To do again: %(task)s"),
    "frozen": _("Publishing stopped: %(scope)s"),
    "lifted": _("Freeze lifted by %(before)s and %(person)s: %(scope)s"),
    "lifted_alone": _("Freeze lifted by %(person)s: %(scope)s"),
    "captured": _("Evidence captured: %(title)s"),
    "reached": _("Reached: %(contact)s"),
    "unanswered": _("No answer: %(contact)s"),
    "account_taken": _("Hijacked: %(account)s"),
    "account_cut": _("Cut from what we hold: %(account)s"),
    "account_closed": _("Cut from what we hold, our connection closed: %(account)s"),
    "account_regained": _("Ours again: %(account)s"),
    "account_cleared": _("Not hijacked after all: %(account)s"),
    "message_drafted": _("Message put into a draft: %(channel)s"),
    "message_sent": _("Message sent to %(reached)s people of the organisation"),
    "message_used": _("Message put online by hand: %(channel)s"),
    "report_sent": _("Situation report no. %(number)s sent to %(count)s readers"),
    "report_sent_late": _("Situation report no. %(number)s sent late, to %(count)s readers"),
    "report_late": _("Situation report no. %(number)s is late"),
    "all_acknowledged": _("Situation report no. %(number)s acknowledged by every reader"),
    "paced": _("Pace of the situation reports changed: every %(minutes)s minutes"),
    "page_spoken": _("Statement put on the holding page"),
}
WHOLE: Final = pgettext_lazy("scope of a freeze", "the whole organisation")
FORGOTTEN: Final = pgettext_lazy("contact of a crisis", "a contact whose name was erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry in words; `detail` is what somebody added; `link` and `number` are its proof."""

    entry: Entry
    words: str
    detail: str
    icon: str
    tone: str
    link: str
    number: int

    @property
    def icon_classes(self) -> str:
        """Return the classes of its icon."""
        return f"g-tl-i c-{self.tone}"


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of a timeline, and the cursors of its neighbours."""

    rows: list[Line]
    next_cursor: str
    previous_cursor: str


def timeline_of(incident: Incident, *, kind: str = "", cursor: str = "", size: int = SIZE) -> Lines:
    """Return one page, newest first. Eight queries at most, whatever its length."""
    rows = Entry.objects.filter(incident=incident).select_related("written_by", "corrects")
    if kind in Entry.Kind.values:
        rows = rows.filter(kind=kind)
    page = page_of(rows, order=("-happened_at", "-id"), cursor=cursor, size=size)
    proofs = _proofs(page.rows)
    people = _people(page.rows)
    scopes = _scopes(page.rows) | _contacts(page.rows)
    lines = [
        Line(
            entry=entry,
            words=said(entry, people=people, scopes=scopes),
            detail="" if entry.text else str(entry.facts.get("words", "")),
            icon=ICONS[entry.kind][0],
            tone=ICONS[entry.kind][1],
            link=proofs.get(str(entry.pk), ("", 0))[0],
            number=proofs.get(str(entry.pk), ("", 0))[1],
        )
        for entry in page.rows
    ]
    return Lines(lines, page.next_cursor, page.previous_cursor)


def said(entry: Entry, *, people: Mapping[str, str], scopes: Mapping[str, str]) -> str:
    """Return an entry in the reader's language. No query."""
    if not entry.code:
        return entry.text
    facts: dict[str, str] = {key: str(value) for key, value in entry.facts.items()}
    code = entry.code
    if code == "lifted" and facts.get("was_id", "") in {"", facts.get("person_id", "")}:
        code = "lifted_alone"
    if code not in SAID:
        return entry.get_kind_display()
    told = {
        **facts,
        "person": people.get(facts.get("person_id", ""), "?"),
        "before": people.get(facts.get("was_id", ""), "?"),
        "role": _label(RoleInCrisis, facts.get("role", "")),
        "channel": _label(Channel, facts.get("channel", "")),
        "task": in_language(facts.get("task", ""), facts.get("task_en", "")),
        "contact": scopes.get(facts.get("contact_id", ""), "") or str(FORGOTTEN),
        "scope": scopes.get(entry.subject_id, "") or str(WHOLE),
    }
    names = ("severity", "was", "title", "reached", "number", "count", "minutes")
    defaults = dict.fromkeys(names, "")
    return str(SAID[code]) % {**defaults, **told}


def _label(choices: type[RoleInCrisis] | type[Channel], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _proofs(entries: Iterable[Entry]) -> dict[str, tuple[str, int]]:
    keys = [(Entry.ledger_kind, entry.pk) for entry in entries]
    if not keys:
        return {}
    found = leaves_of(*keys[0], also=keys[1:], size=len(keys))
    return {event.subject_id: (event.link, event.number) for event in found.events}


def _people(entries: Iterable[Entry]) -> dict[str, str]:
    keys = {
        entry.facts[name]
        for entry in entries
        for name in ("person_id", "was_id")
        if entry.facts.get(name)
    }
    if not keys:
        return {}
    rows = Person.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(key): name for key, name in rows}


def _contacts(entries: Iterable[Entry]) -> dict[str, str]:
    keys = {entry.facts["contact_id"] for entry in entries if entry.facts.get("contact_id")}
    if not keys:
        return {}
    return {str(one.pk): one.label for one in Contact.objects.filter(pk__in=keys)}


def _scopes(entries: Iterable[Entry]) -> dict[str, str]:
    keys = [entry.subject_id for entry in entries if entry.subject_kind == Freeze.ledger_kind]
    if not keys:
        return {}
    covered = what_is_covered(Freeze.objects.filter(pk__in=keys))
    return {str(key): name for key, name in covered.items()}
