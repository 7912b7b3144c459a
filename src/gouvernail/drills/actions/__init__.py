"""Every change of a scenario or a drill."""

from gouvernail.drills.actions.ending import conclude_drill, end_drill, end_forgotten, note_act
from gouvernail.drills.actions.planning import (
    DrillFacts,
    cancel_drill,
    name_player,
    plan_drill,
    remind_players,
    update_drill,
)
from gouvernail.drills.actions.playing import (
    Said,
    inject,
    pace_drill,
    play_due,
    play_now,
    play_running,
    raise_alarm,
    skip_happening,
    speak,
    start_drill,
)
from gouvernail.drills.actions.scenarios import (
    ScenarioFacts,
    archive_scenario,
    import_scenario,
    remove_part,
    write_part,
    write_scenario,
)

__all__ = [
    "DrillFacts",
    "Said",
    "ScenarioFacts",
    "archive_scenario",
    "cancel_drill",
    "conclude_drill",
    "end_drill",
    "end_forgotten",
    "import_scenario",
    "inject",
    "name_player",
    "note_act",
    "pace_drill",
    "plan_drill",
    "play_due",
    "play_now",
    "play_running",
    "raise_alarm",
    "remind_players",
    "remove_part",
    "skip_happening",
    "speak",
    "start_drill",
    "update_drill",
    "write_part",
    "write_scenario",
]
