"""What a person finds in the morning: one sentence, and short lists of things they can handle."""

from gouvernail.web.today.chores import Chores, Narrowed, chores_of, decisions_of
from gouvernail.web.today.day import Day, day_of
from gouvernail.web.today.rows import waiting_of

__all__ = ["Chores", "Day", "Narrowed", "chores_of", "day_of", "decisions_of", "waiting_of"]
