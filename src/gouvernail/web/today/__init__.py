"""What a person finds in the morning: one sentence, and short lists of things they can handle."""

from gouvernail.web.today.day import Day, day_of

__all__ = ["Day", "day_of"]
