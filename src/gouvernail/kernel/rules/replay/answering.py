"""Which rules can be asked of an archive, which keeps less than a post had when it was written."""

from collections.abc import Iterator

from gouvernail.kernel.rules.check import Check, Composed
from gouvernail.kernel.rules.checks import author, media
from gouvernail.kernel.rules.pack import Pack, Rule


def answerable(pack: Pack) -> tuple[Pack, tuple[str, ...]]:
    """Return a pack without the rules that an archive cannot answer, and these rules by id.

    Nobody knows any more who wrote an archived post, with which seats and signature; of its
    pictures an archive keeps the digest, the type and the description, and neither credit, licence
    nor end of rights. Rules that ask for them would raise every post. The same pack is given back
    when it has none.
    """
    silent = tuple(sorted(rule.id for rule in pack.rules if not _is_known(rule)))
    if not silent:
        return pack, ()
    kept = [rule for rule in pack.rules if rule.id not in silent]
    return Pack(name=pack.name, meta=pack.meta, rules=kept), silent


def _is_known(rule: Rule) -> bool:
    checks = (rule.check, *(exemption.check for exemption in rule.unless))
    return not any(_asks_more(one) for check in checks for one in _all_of(check))


def _all_of(check: Check) -> Iterator[Check]:
    yield check
    for inner in check.parts() if isinstance(check, Composed) else ():
        yield from _all_of(inner)


def _asks_more(check: Check) -> bool:
    if isinstance(check, media.MediaCheck):
        return check.credit or bool(check.licences) or check.rights == media.KNOWN
    return check.kind == author.KIND
