"""The days on which people are reminded: ahead, on the day, the day after, then each week."""

from datetime import date, timedelta

from gouvernail.foundation.reminders import reminds

DAY = date(2026, 11, 30)


def test_the_ladder_speaks_on_its_days_and_is_silent_on_the_others() -> None:
    said = {
        left: kind
        for left in range(20, -20, -1)
        if (kind := reminds(DAY, today=DAY - timedelta(days=left)))
    }

    assert said == {14: "soon", 3: "soon", 0: "today", -1: "late", -7: "late", -14: "late"}
