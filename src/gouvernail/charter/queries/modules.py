"""The modules of the product: what each brings, and what it costs in hours a week."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.charter.models import Charter
from gouvernail.charter.queries.charter import the_charter


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module: `hours` a week it asks of people, `entries` the views it offers in navigation.

    `usual`: a new site begins with it.
    """

    code: str
    label: Promise
    brings: Promise
    hours: Promise
    icon: str
    entries: tuple[str, ...]
    usual: bool = True


MODULES: Final = (
    Module(
        code="content",
        label=_("Content"),
        brings=_("Posts written together, checked by the rules, agreed and sent at their hour."),
        hours=_("2 to 5 hours a week for each person who writes; 1 for each reviewer"),
        icon="pencil",
        entries=("content:", "publishing:delivery"),
    ),
    Module(
        code="policies",
        label=_("Rules & policies"),
        brings=_("Policies read and signed, rules that speak while one writes, approval routes."),
        hours=_("1 hour a week for whoever keeps them; half an hour a year for each signatory"),
        icon="scale",
        entries=("policies:", "rulebooks:", "approvals:"),
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
        code="risks",
        label=_("Risks"),
        brings=_("The register of risks, its owners, its reviews, and what is done about each."),
        hours=_("1 hour a month for the lead; a quarter of an hour a quarter for each owner"),
        icon="alert-triangle",
        entries=("charter:risk",),
    ),
)


def is_on(module: Module, charter: Charter) -> bool:
    """Return whether a module is offered. No query."""
    if module.usual:
        return module.code not in charter.modules_off
    return module.code in charter.modules


def hidden_entries() -> tuple[str, ...]:
    """Return the beginnings of the views that navigation leaves out. One query."""
    charter = the_charter()
    return tuple(
        entry for module in MODULES if not is_on(module, charter) for entry in module.entries
    )
