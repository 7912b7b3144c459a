"""Words that only the register's pages need."""

from datetime import date

from django import template
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, ngettext

from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries import Fault, Health, network_label
from gouvernail.registry.queries.connections import problem_words

register = template.Library()

STATUS_KINDS = {
    Account.Status.OFFICIAL: "ok",
    Account.Status.TO_CONFIRM: "info",
    Account.Status.DORMANT: "warn",
    Account.Status.DUPLICATE: "warn",
    Account.Status.SUSPENDED: "held",
    Account.Status.CLOSED: "idle",
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
        "review": gettext("Plan it"),
        "status": gettext("Decide"),
    }[kind]


@register.simple_tag
def sound_title(fault: Fault) -> str:
    """Write what is in order where a fault does not hold."""
    return {
        "no_owner": gettext("An owner answers for it"),
        "no_backup": gettext("A backup is named"),
        "connection": gettext("The connection works"),
        "no_review": gettext("A review is planned"),
    }[fault.code]


@register.simple_tag
def sound_fact(fault: Fault, account: Account) -> str:
    """Write the fact that shows it."""
    holders = {"no_owner": account.owner, "no_backup": account.backup}
    holder = holders.get(fault.code)
    return holder.name if holder is not None else ""


@register.simple_tag
def connection_problem(connection: Connection) -> str:
    """Write why a connection fails, in the reader's language."""
    return problem_words(connection.last_error)


@register.simple_tag
def language_words(code: str) -> str:
    """Write a language by its own name."""
    known = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.split("-")[0].lower())
    return str(known["name_local"]).capitalize() if known else code
