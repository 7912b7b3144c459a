"""What happens in drills by itself."""

from datetime import datetime, timedelta

from gouvernail.drills.actions import end_forgotten, play_running, remind_players
from gouvernail.foundation.schedule import Periodic


def follow_drills(at: datetime) -> None:
    """Play what is due on the stages of the drills that run."""
    play_running(at=at)


def follow_plans(at: datetime) -> None:
    """Remind the teams of the drills of the next day; end the drills that were forgotten."""
    remind_players(at=at)
    end_forgotten(at=at)


PERIODIC = (
    Periodic("drills.follow_drills", timedelta(seconds=3), follow_drills),
    Periodic("drills.follow_plans", timedelta(minutes=10), follow_plans),
)
