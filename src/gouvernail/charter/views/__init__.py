"""The charter and its settings as pages."""

from gouvernail.charter.views.choices import charter_edit
from gouvernail.charter.views.lines import line_confirm, line_create, line_edit, line_remove
from gouvernail.charter.views.pages import (
    duty_tick,
    duty_untick,
    frame,
    modules,
    page,
    starter,
    team_edit,
)
from gouvernail.charter.views.risks import risk_export, risk_list

__all__ = [
    "charter_edit",
    "duty_tick",
    "duty_untick",
    "frame",
    "line_confirm",
    "line_create",
    "line_edit",
    "line_remove",
    "modules",
    "page",
    "risk_export",
    "risk_list",
    "starter",
    "team_edit",
]
