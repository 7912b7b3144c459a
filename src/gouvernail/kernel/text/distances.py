"""How far two spellings are apart."""

from rapidfuzz.distance import OSA


def osa_distance(first: str, second: str, *, limit: int) -> int:
    """Return the optimal string alignment distance, or `limit + 1` when it is greater.

    Counts code points inserted, deleted, substituted, and swapped with their neighbour; no part
    is edited twice, so this is not a metric.
    """
    return int(OSA.distance(first, second, score_cutoff=limit))
