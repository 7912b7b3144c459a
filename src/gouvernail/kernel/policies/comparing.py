"""Two texts of one policy, clause by clause."""

from typing import NamedTuple

from gouvernail.kernel.policies.clauses import FoundClause, Recognised


class ClauseChange(NamedTuple):
    """One clause across two texts; `change` is `new`, `gone`, `changed`, `moved` or `same`."""

    anchor: str
    change: str
    title: str
    before: FoundClause | None
    after: FoundClause | None


def compare(before: Recognised, after: Recognised) -> list[ClauseChange]:
    """Return what changed, in the order of the later text, then what is gone.

    A clause is known by its anchor. One under another anchor with the same words has `moved`.
    Spaces do not count.
    """
    old = {clause.anchor: clause for clause in before.clauses}
    new = {clause.anchor for clause in after.clauses}
    left = {_words(clause): clause for clause in before.clauses if clause.anchor not in new}
    lines: list[ClauseChange] = []
    moved: set[str] = set()
    for clause in after.clauses:
        was = old.get(clause.anchor)
        change = "new" if was is None else "same" if _words(was) == _words(clause) else "changed"
        if was is None and _words(clause) in left:
            was, change = left[_words(clause)], "moved"
            moved.add(was.anchor)
        lines.append(ClauseChange(clause.anchor, change, clause.title, was, clause))
    gone = (each for each in before.clauses if each.anchor not in new | moved)
    return lines + [ClauseChange(each.anchor, "gone", each.title, each, None) for each in gone]


def _words(clause: FoundClause) -> str:
    return " ".join(f"{clause.title}\n{clause.text}".split())
