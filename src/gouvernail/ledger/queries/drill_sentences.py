"""What the verbs about scenarios and drills say to a reader."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DRILLS: Final[Mapping[str, Promise]] = {
    "drill.alarmed": _("Alarm raised in a drill"),
    "drill.cancelled": _("Drill called off"),
    "drill.changed": _("Drill changed"),
    "drill.concluded": _("Lessons of a drill written"),
    "drill.ended": _("Drill ended"),
    "drill.paced": _("Pace of a drill changed"),
    "drill.planned": _("Drill planned"),
    "drill.started": _("Drill begun"),
    "drill_happening.played": _("Event of a drill played"),
    "drill_happening.said": _("Team spoke on the stage of a drill"),
    "drill_happening.set": _("Event of a drill set"),
    "drill_happening.skipped": _("Event of a drill left out"),
    "drill_player.named": _("Player of a drill named"),
    "drill_player.removed": _("Player of a drill taken out"),
    "drill_remark.noted": _("Trainer said how an act was done"),
    "drill_scenario.archived": _("Scenario of drills put away"),
    "drill_scenario.changed": _("Scenario of drills changed"),
    "drill_scenario.imported": _("Scenario of drills brought in"),
    "drill_scenario.written": _("Scenario of drills written"),
}
