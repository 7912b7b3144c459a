"""The clauses of a draft: their words, their order, their anchors, kept with a trace each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.errors import ClauseGoneError, PolicyInvalidError
from gouvernail.policies.models import Clause, PolicyVersion
from gouvernail.policies.queries.clauses import clause_digest
from gouvernail.policies.starters.reading import HEADING, MAX_TITLE

MOST_SIGNS: Final = 200_000  # of the clauses of a version, in one language
WORDS: Final = ("title", "title_en", "text", "text_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseWords:
    """What a clause says, in both languages; `text` and `text_en` are Markdown."""

    title: str = ""
    title_en: str = ""
    text: str = ""
    text_en: str = ""

    def plain(self) -> dict[str, str]:
        """Return the words as they are kept: one kind of line end, nothing around them."""
        return {
            name: getattr(self, name).replace("\r\n", "\n").replace("\r", "\n").strip()
            for name in WORDS
        }


def clause_of(version: PolicyVersion, anchor: str) -> Clause:
    """Return a clause of a draft, or say that it is gone. One query."""
    clause = version.clauses.filter(anchor=anchor).first()
    if clause is None:
        raise ClauseGoneError(anchor)
    return clause


def words_of(clause: Clause) -> dict[str, str]:
    """Return what a clause says, in both languages."""
    return {name: getattr(clause, name) for name in WORDS}


def say(clause: Clause, said: dict[str, str]) -> None:
    """Put words into a clause, unsaved, and its digest."""
    for name in WORDS:
        setattr(clause, name, said[name])
    clause.digest = clause_digest(clause)


def new_clause(version: PolicyVersion, anchor: str, said: dict[str, str]) -> Clause:
    """Return a clause of a draft, unsaved."""
    clause = Clause(version=version, anchor=anchor, position=0)
    say(clause, said)
    return clause


def check_words(said: dict[str, str]) -> None:
    """Refuse words that are no clause, each at its field."""
    wrong = {}
    if not said["title"] and not said["title_en"]:
        wrong["title"] = _("Give the clause a title.")
    for name in ("title", "title_en"):
        if len(said[name]) > MAX_TITLE or "\n" in said[name]:
            wrong[name] = _("A title is one line, of 200 characters at most.")
    for name in ("text", "text_en"):
        if any(HEADING.match(line) for line in said[name].split("\n")):
            wrong[name] = _(
                "A line such as “## 5 Prices” begins another clause: cut the clause there instead."
            )
    if wrong:
        raise PolicyInvalidError(wrong)


def keep(
    version: PolicyVersion,
    changed: Iterable[Clause],
    *,
    by: Person,
    at: datetime,
    order: list[Clause] | None = None,
) -> None:
    """Save what changed, and what stands elsewhere in `order`; each has its own trace."""
    wanted = {clause.anchor: clause for clause in changed}
    for position, clause in enumerate(order or ()):
        if clause.position != position or clause.pk is None:
            clause.position = position
            wanted.setdefault(clause.anchor, clause)
    for clause in wanted.values():
        clause.save()
        record(actor=by, verb="clause.written", subject=clause, at=at)
    if wanted:
        _check_room(version)
    version.hands = sorted({*version.hands, str(by.pk)})
    version.save(update_fields=("hands", "removed"))


def _check_room(version: PolicyVersion) -> None:
    signs = version.clauses.order_by().aggregate(
        text=Sum(Length("text")), text_en=Sum(Length("text_en"))
    )
    wrong = {name: too_long() for name, number in signs.items() if (number or 0) > MOST_SIGNS}
    if wrong:
        raise PolicyInvalidError(wrong)


def too_long() -> str:
    """Return what is said of a text that is longer than `MOST_SIGNS`."""
    return _("A version has 200,000 characters at most in each language.")


def free_anchor(version: PolicyVersion, parent: str) -> str:
    """Return the anchor after the last that any version of the policy has, or had, at a level."""
    used = set(
        Clause.objects.filter(version__policy_id=version.policy_id).values_list("anchor", flat=True)
    )
    used |= {one["anchor"] for one in version.removed}
    begin = f"{parent}." if parent else ""
    last = [
        int(one.removeprefix(begin))
        for one in used
        if one.startswith(begin) and one.removeprefix(begin).isdigit()
    ]
    return f"{begin}{max(last, default=0) + 1}"


def depth(clause: Clause) -> int:
    """Return how deep a clause stands, from 1."""
    return clause.anchor.count(".") + 1


def end_of(clauses: list[Clause], start: int) -> int:
    """Return where a clause and all below it end."""
    end = start + 1
    while end < len(clauses) and clauses[end].anchor.startswith(clauses[start].anchor + "."):
        end += 1
    return end


def start_before(clauses: list[Clause], start: int) -> int:
    """Return where the clause just above begins, or the one that holds it at the same level."""
    to = start - 1
    while to > 0 and depth(clauses[to]) > depth(clauses[start]):
        to -= 1
    return to
