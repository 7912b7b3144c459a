"""Words that only the register's pages need."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from django import template
from django.conf.locale import LANG_INFO
from django.forms import BoundField, Select
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from gouvernail.registry.importers.accounts import Problem
from gouvernail.registry.importers.reports import problem_reason, reason_words
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries import Fault, Health, handle_label, network_label
from gouvernail.registry.queries.connections import problem_words

register = template.Library()

STATUS_KINDS = {
    Account.Status.OPENING: "info",
    Account.Status.OFFICIAL: "ok",
    Account.Status.DORMANT: "warn",
    Account.Status.UNDER_REVIEW: "info",
    Account.Status.SUSPENDED: "held",
    Account.Status.CLOSING: "held",
    Account.Status.CLOSED: "idle",
    Account.Status.TO_CONFIRM: "info",
    Account.Status.DUPLICATE: "warn",
    Account.Status.ROGUE: "stop",
    Account.Status.FAN: "idle",
    Account.Status.PARODY: "idle",
    Account.Status.IMPOSTOR: "stop",
    Account.Status.DISMISSED: "idle",
}


@register.simple_tag
def overdue(due: date, today: date) -> str:
    """Write how late something is: `overdue by 9 days`."""
    days = (today - due).days
    return ngettext("overdue by %(days)s day", "overdue by %(days)s days", days) % {"days": days}


@register.filter
def network_words(network: str) -> str:
    """Write a network's name as people write it."""
    return network_label(network)


@register.filter
def host(url: str) -> str:
    """Write the name of the server of an address."""
    return urlsplit(url).netloc


@register.filter
def handle_words(account: Account) -> str:
    """Write a handle as its network shows it."""
    return handle_label(account)


@register.filter
def told_name(text: str) -> str:
    """Write what the site itself keeps beside an account; what a list brought stays as it is."""
    known = {"found by": gettext("found by"), "public report": gettext("report from the public")}
    return known.get(text, text)


@register.filter
def status_kind(account: Account) -> str:
    """Return the kind of state that an account's status is."""
    return STATUS_KINDS[Account.Status(account.status)]


@register.filter
def fault_codes(health: Health) -> set[str]:
    """Return the codes of the faults that hold."""
    return {fault.code for fault in health.faults}


@register.simple_tag
def repair_words(kind: str) -> str:
    """Write what a repair button does."""
    return {
        "owner": gettext("Name one"),
        "backup": gettext("Name one"),
        "custodian": gettext("Name another"),
        "custody": gettext("See who can"),
        "review": gettext("Plan it"),
        "status": gettext("Decide"),
        "agreement": gettext("File it"),
        "profile": gettext("Look at it"),
    }[kind]


@register.simple_tag
def repair_url(kind: str, account: Account) -> str:
    """Return the address of the page that mends a fault or meets a condition; empty if none."""
    pages = {
        "status": "registry:account-life",
        "custody": "custody:account-custody",
        "agreement": "registry:account-agreement",
        "sheet": "registry:account-sheet-edit",
        "closing": "registry:account-closing",
        "connect": "registry:account-connect",
        "profile": "registry:account-profile",
    }
    if kind in pages:
        return reverse(pages[kind], args=(account.pk,))
    return reverse("registry:account-repair", args=(account.pk, kind)) if kind else ""


@register.filter
def kind_of_status(status: str) -> str:
    """Return the kind of state that a status is."""
    return STATUS_KINDS[Account.Status(status)]


@register.filter
def status_words(status: str) -> str:
    """Write a status in the reader's language."""
    return str(Account.Status(status).label)


@register.simple_tag
def sound_title(fault: Fault) -> str:
    """Write what is in order where a fault does not hold."""
    return {
        "no_owner": gettext("An owner answers for it"),
        "one_in": gettext("Several people can get in"),
        "no_backup": gettext("A backup is named"),
        "connection": gettext("The connection works"),
        "no_review": gettext("A review is planned"),
    }[fault.code]


@register.simple_tag
def sound_fact(fault: Fault, account: Account) -> str:
    """Write the fact that shows it."""
    holders = {"no_owner": account.owner, "no_backup": account.backup}
    if fault.code == "one_in":
        number = account.ways_in or 0
        words = ngettext("%(number)s person", "%(number)s people", number)
        return words % {"number": number}
    holder = holders.get(fault.code)
    return holder.name if holder is not None else ""


@register.simple_tag
def connection_problem(connection: Connection) -> str:
    """Write why a connection fails, in the reader's language."""
    return problem_words(connection.last_error)


@register.simple_tag
def language_words(code: str) -> str:
    """Write a language by its own name."""
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.split("-", maxsplit=1)[0].lower())
    return str(known["name_local"]).capitalize() if known else code


OUTCOME_KINDS = {"created": "ok", "updated": "info", "unchanged": "idle", "rejected": "stop"}


@register.filter
def outcome_words(which: str) -> str:
    """Write what comes of a row."""
    words = {
        "created": pgettext("row", "created"),
        "updated": pgettext("row", "updated"),
        "unchanged": pgettext("row", "unchanged"),
        "rejected": pgettext("row", "refused"),
    }
    return words[which]


@register.filter
def outcome_kind(which: str) -> str:
    """Return the kind of state an outcome is."""
    return OUTCOME_KINDS[which]


@register.filter
def reason(problem: Problem) -> str:
    """Write what is wrong with a cell or a row."""
    return problem_reason(problem)


@register.filter
def value_apart(problem: Problem) -> str:
    """Write the cell in question, unless the reason holds it already."""
    return "" if problem.value in problem_reason(problem) else problem.value


@register.filter
def column_words(column: str) -> str:
    """Write the name of a column: its header in the file, else the words of its role."""
    roles = {
        "unit": gettext("unit"),
        "owner": gettext("owner"),
        "backup": gettext("backup"),
        "custodian": gettext("custodian"),
        "status": gettext("status"),
    }
    return roles.get(column, column)


@register.simple_tag
def stored_reason(each: Mapping[str, str]) -> str:
    """Write what was wrong, from a report that was kept."""
    return reason_words(each["code"], value=each["value"], detail=each["detail"])


@register.simple_tag
def changes_words(changes: Sequence[str]) -> str:
    """Write which fields of a known account change."""
    names = {field.attname: str(field.verbose_name) for field in Account._meta.concrete_fields}
    names |= {
        "unit_id": gettext("unit"),
        "owner_id": gettext("owner"),
        "backup_id": gettext("backup"),
        "custodian_id": gettext("custodian"),
        "extra": gettext("other facts"),
    }
    return ", ".join(names[name] for name in changes)


@register.filter
def first_words(cells: Sequence[str]) -> str:
    """Write the first cells of a row that hold something."""
    return " · ".join([cell[:40] for cell in cells if cell][:3])


@register.simple_tag
def control(bound: BoundField) -> SafeString:
    """Draw a select alone, for a list whose labels are drawn by the page."""
    if isinstance(bound.field.widget, Select):
        bound.field.widget.option_template_name = "web/_option.html"
    return bound.as_widget(attrs={"class": "form-select form-select-sm"})
