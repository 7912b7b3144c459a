"""How much is said: counted as it comes, so that a year opens at once. Machinery.

`count` and `reach` are sums over mentions, repeats included; an hour is of UTC, a day of the site's
zone.
"""

from django.db import models


class _Volume(models.Model):
    """What a sum is of."""

    topic = models.ForeignKey(
        "listening.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    network = models.CharField(max_length=30)
    lang = models.CharField(max_length=12, blank=True)
    sentiment = models.CharField(max_length=8)
    count = models.PositiveIntegerField(default=0)
    reach = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True


class Hourly(_Volume):
    """Mentions of a topic in an hour, by network, language and sentiment."""

    hour = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("topic", "hour", "network", "lang", "sentiment"),
                name="listening_hour_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic_id} {self.hour} {self.count}"


class Daily(_Volume):
    """Mentions of a topic in a day, by network, language and sentiment."""

    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("topic", "day", "network", "lang", "sentiment"),
                name="listening_day_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic_id} {self.day} {self.count}"


class DayHour(models.Model):
    """Mentions of a topic in an hour of a day of the site's zone: what the week looks like.

    24 rows a day whatever is said, so that a year of the busiest topic is 8,784. `weekday` is that
    of the day, 0 for Monday. An hour that the clock repeats in autumn is one.
    """

    topic = models.ForeignKey(
        "listening.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    weekday = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("topic", "day", "weekday", "hour"), name="listening_day_hour_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic_id} {self.day} {self.hour} {self.count}"


class Quarter(models.Model):
    """Mentions of a topic in a quarter of an hour: what spikes are found in."""

    topic = models.ForeignKey(
        "listening.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    negative = models.PositiveIntegerField(default=0)
    reach = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("topic", "start"), name="listening_quarter_once"),
        )

    def __str__(self) -> str:
        return f"{self.topic_id} {self.start} {self.count}"


class TermDay(models.Model):
    """In how many mentions of a topic a word (folded, with its `#`) stood that day.

    The rarest words of a day are dropped the day after.
    """

    topic = models.ForeignKey(
        "listening.Topic", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField()
    term = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("topic", "day", "term"), name="listening_term_once"),
        )

    def __str__(self) -> str:
        return f"{self.term} {self.count}"
