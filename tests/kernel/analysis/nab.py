"""Score a detector as the Numenta Anomaly Benchmark does, in its standard profile.

Written from Lavin and Ahmad, Evaluating Real-time Anomaly Detection Algorithms (2015,
arXiv:1510.03336), section II: each labelled window gives at most one point, more for an early
detection, and takes one when it is missed; a detection outside costs up to 0.11, less just after a
window; the first part of each series is not scored. 0 is a detector that never speaks, 100 one
that speaks at the beginning of each window and never elsewhere.
"""

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

FALSE_ALARM: Final = 0.11  # the standard profile
PROBATION: Final = 0.15  # of a series, of 5,000 rows at most: not scored


class Series(NamedTuple):
    """One series: when, how much, and the rows (first, last) of each labelled window."""

    name: str
    at: list[datetime]
    values: list[float]
    windows: list[tuple[int, int]]


class Score(NamedTuple):
    """What a detector scored: of 100, and with each series' own points."""

    percent: float
    points: dict[str, float]
    found: int
    windows: int
    false_alarms: int


def read(path: Path) -> Iterator[Series]:
    """Yield the series of a data set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            at = [datetime.fromisoformat(each) for each in row["t"]]
            place = {each: number for number, each in enumerate(at)}
            windows = [
                (place[datetime.fromisoformat(first)], place[datetime.fromisoformat(last)])
                for first, last in row["windows"]
            ]
            yield Series(row["file"], at, row["v"], windows)


def _worth(position: float) -> float:
    """Return the scaled sigmoid: `position` is -1 at the beginning of a window, 0 at its end."""
    return -1.0 if position >= 3 else 2 / (1 + math.exp(5 * position)) - 1


def _rows(series: Series) -> Iterator[tuple[int, float, int | None]]:
    """Yield each scored row: its place, what a detection there is worth, its window."""
    probation = min(math.floor(PROBATION * len(series.values)), math.floor(PROBATION * 5000))
    number, before = 0, None
    for place in range(len(series.values)):
        while number < len(series.windows) and place > series.windows[number][1]:
            before, number = series.windows[number], number + 1
        if number < len(series.windows) and series.windows[number][0] <= place:
            first, last = series.windows[number]
            worth = _worth((place - last - 1) / (last - first + 1)) / _worth(-1)
            window: int | None = number
        else:
            gone = 3.0 if before is None else (place - before[1]) / (before[1] - before[0])
            worth, window = FALSE_ALARM * _worth(gone), None
        if place >= probation:
            yield place, worth, window


def scored(corpus: Sequence[Series], scores: Sequence[Sequence[float]], threshold: float) -> Score:
    """Return what a detector scores when it speaks on each row at or above the threshold."""
    points: dict[str, float] = {}
    found = windows = alarms = 0
    for series, row_scores in zip(corpus, scores, strict=True):
        best: dict[int, float] = {}
        total = 0.0
        for place, worth, window in _rows(series):
            if window is not None:
                best.setdefault(window, -1.0)
            if row_scores[place] < threshold:
                continue
            if window is None:
                total += worth
                alarms += 1
            else:
                best[window] = max(best[window], worth)
        points[series.name] = total + sum(best.values())
        found += sum(each > -1 for each in best.values())
        windows += len(best)
    percent = 50 * (sum(points.values()) + windows) / windows
    return Score(percent, points, found, windows, alarms)


def best_threshold(corpus: Sequence[Series], scores: Sequence[Sequence[float]]) -> float:
    """Return the threshold that scores most on the whole corpus, as NAB chooses it."""
    rows = sorted(
        (
            (row_scores[place], worth, None if window is None else (number, window))
            for number, (series, row_scores) in enumerate(zip(corpus, scores, strict=True))
            for place, worth, window in _rows(series)
        ),
        key=lambda row: -row[0],
    )
    total, most, chosen = 0.0, 0.0, math.inf
    best: dict[tuple[int, int], float] = {}
    for number, (score, worth, key) in enumerate(rows):
        if key is None:
            total += worth
        elif worth > best.get(key, -1.0):
            total += worth - best.get(key, -1.0)
            best[key] = worth
        if total > most and (number + 1 == len(rows) or rows[number + 1][0] < score):
            most, chosen = total, score
    return chosen


def windowed_gaussian(values: Sequence[float], size: int = 6400, step: int = 100) -> list[float]:
    """Return NAB's own baseline: how unlikely each value is for a normal law of those before.

    The window grows to `size`, then moves by `step` (the parameters of the published result).
    """
    window: list[float] = []
    waiting: list[float] = []
    total = squares = 0.0  # of whole numbers: exact
    mean, deviation = 0.0, 1.0
    found: list[float] = []
    for value in values:
        unlikely = 1 - math.erfc(abs(value - mean) / deviation / math.sqrt(2)) / 2
        found.append(round(unlikely, 12) if window else 0.0)
        if len(window) < size:
            window.append(value)
            total, squares = total + value, squares + value * value
        else:
            waiting.append(value)
            if len(waiting) < step:
                continue
            window, waiting = window[step:] + waiting, []
            total, squares = sum(window), sum(each * each for each in window)
        mean = total / len(window)
        deviation = math.sqrt(len(window) * squares - total * total) / len(window) or 1e-6
    return found
