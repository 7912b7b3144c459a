"""What sentences of policies speak of, and the rule that each subject asks for.

To add one: what a sentence about it holds (folded: small letters, no accents), what it leaves out,
and the function that gives the rule. A word the rule looks for that is not in the sentence goes to
`chosen`.
"""

from typing import Final

from gouvernail.kernel.rules.proposing.subjects.shape import Asked, Subject
from gouvernail.kernel.rules.proposing.subjects.what_is_said import SAID
from gouvernail.kernel.rules.proposing.subjects.writing_style import STYLE

SUBJECTS: Final[tuple[Subject, ...]] = (*STYLE, *SAID)

__all__ = ["SUBJECTS", "Asked", "Subject"]
