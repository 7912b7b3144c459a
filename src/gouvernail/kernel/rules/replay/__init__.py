"""What a change of rules would have done to posts that are already published.

Only the rules that changed are asked, and only of the posts on which they may answer otherwise:
those that hold a changed term are known by the index, those that a changed pattern may match are
found by one search a segment. The answer is the same as judging each post with both packs.
"""

from gouvernail.kernel.rules.replay.answering import answerable
from gouvernail.kernel.rules.replay.comparing import Change, Comparison
from gouvernail.kernel.rules.replay.delta import Delta, deltas
from gouvernail.kernel.rules.replay.running import Asked, ReplayCancelledError, replay
from gouvernail.kernel.rules.replay.searching import Search
from gouvernail.kernel.rules.replay.tallies import Figures, Group, Sample

__all__ = [
    "Asked",
    "Change",
    "Comparison",
    "Delta",
    "Figures",
    "Group",
    "ReplayCancelledError",
    "Sample",
    "Search",
    "answerable",
    "deltas",
    "replay",
]
