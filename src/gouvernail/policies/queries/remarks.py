"""What the linter says of a version, beside its clauses, and what was set aside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gouvernail import __version__
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.kernel.policies import FoundClause, Recognised
from gouvernail.kernel.policies.linting import Examined, Remark, lint
from gouvernail.policies.models import Clause, Policy, PolicyVersion, RemarkDismissal
from gouvernail.policies.queries.drafting import missing_in

LANGUAGES: Final = ("fr", "en")
MOST: Final = 8
DAY_SECONDS: Final = 24 * 60 * 60
# What a remark calls the texts it holds against one another, in French and in English.
_VERSIONS: Final = {
    "fr": ("la version française", "the French version"),
    "en": ("la version anglaise", "the English version"),
}
# The language that lacks a clause, or its text, is the one that is named.
LACKING: Final = {
    "clause_untranslated": {
        "fr": _("Clause %(anchor)s is missing in French."),
        "en": _("Clause %(anchor)s is missing in English."),
    },
    "clause_empty": {
        "fr": _("Clause %(anchor)s has no text in French."),
        "en": _("Clause %(anchor)s has no text in English."),
    },
}
_NAME: Final = re.compile(r"[\w-]+\.(?:fr|en)(?!\w)")
_TEXTS: Final = ("«\u00a0{title}\u00a0»", "“{title}”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """One remark on a version; `anchor` is empty when it is about the whole of it.

    `words` are those it points at, `aside` who set it aside and why. `key` changes with its words.
    """

    key: str
    code: str
    anchor: str
    language: str
    severity: str
    message: str
    source: str
    words: str = ""
    aside: RemarkDismissal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoints:
    """What is still open of a version: how many remarks, and the clauses that a language lacks."""

    to_settle: int
    to_read: int
    missing: dict[str, list[Clause]]
    clause_count: int

    def __bool__(self) -> bool:
        """Return whether something is open."""
        return bool(self.to_settle or self.to_read or self.missing)


def open_points(version: PolicyVersion, *, today: date) -> OpenPoints:
    """Return what whoever submits or approves a version should know first. As `remarks_of`."""
    severities = [one.severity for one in remarks_of(version, today=today) if one.aside is None]
    clauses = list(version.clauses.all())
    return OpenPoints(
        to_settle=severities.count("warn"),
        to_read=len(severities) - severities.count("warn"),
        missing=missing_in(clauses),
        clause_count=len(clauses),
    )


def remarks_of(version: PolicyVersion, *, today: date) -> list[Remarked]:
    """Return what the linter says of a version, read with the other policies in force of its unit.

    A topic that another policy treats is not missing here, none is from one for people outside;
    figures that part from another's are said. Four queries; the first reading of these words on a
    day takes some tenths of a second where they are long, the next ones nothing (`_linted`).
    """
    policy = version.policy
    read = [*_examined(version), *_others(policy)]
    own = {each.name for each in read if each.slug == policy.slug}
    aside = {one.key: one for one in policy.dismissals.select_related("dismissed_by")}
    texts = {(each.name, one.anchor): one.text for each in read for one in each.policy.clauses}
    spoken = "en" if (get_language() or "").startswith("en") else "fr"
    names = {each.name: _shown(each, own, spoken) for each in read}
    outside = policy.audience == Policy.Audience.EXTERNAL  # what colleagues owe is not told there
    said = (
        each
        for each in _linted(read, today)
        if each.policy in own and not (outside and each.code == "missing_clause")
    )
    return [_remarked(each, texts, aside, names, spoken) for each in said]


def _linted(read: Sequence[Examined], today: date) -> list[Remark]:
    """Return what the linter says of these texts, kept for the day by the digest of their words."""
    texts = [
        [each.name, each.slug, each.language, each.policy.title, each.policy.summary]
        + [part for one in each.policy.clauses for part in (one.anchor, one.title, one.text)]
        for each in read
    ]
    key = f"policies:lint:{__version__}:{today}:{sha256_hex(canonical(texts))}"
    kept = cache.get(key)
    if kept is None:
        kept = [_kept(one) for one in lint(read, today=today)]
        cache.set(key, kept, DAY_SECONDS)
    return [Remark(**one) for one in kept]


def _kept(one: Remark) -> dict[str, Any]:
    """Return what a page says of a remark, as a cache takes it: plain values only."""
    return {
        "code": one.code,
        "policy": one.policy,
        "severity": one.severity,
        "message": dict(one.message),
        "source": dict(one.source),
        "clause": one.clause,
        "span": one.span,
    }


def _shown(each: Examined, own: set[str], spoken: str) -> str:
    """Return what a text is called in a remark, instead of the name it is read under."""
    french, english = _VERSIONS[each.language] if each.name in own else _TEXTS
    words = french if spoken == "fr" else english
    return words.format(title=each.policy.title)


def remark_key(remark: Remark, words: str) -> str:
    """Return what stands for a remark as it is worded, about the words it points at."""
    told = "\n".join((remark.code, remark.policy, remark.clause, remark.message["fr"], words))
    return sha256(told.encode()).hexdigest()


def _remarked(
    remark: Remark,
    texts: dict[tuple[str, str], str],
    aside: dict[str, RemarkDismissal],
    names: dict[str, str],
    spoken: str,
) -> Remarked:
    start, end = remark.span or (0, 0)
    words = texts.get((remark.policy, remark.clause), "")[start:end]
    key = remark_key(remark, words)
    message = named_in(remark.message[spoken], names)
    slug, _dot, language = remark.policy.rpartition(".")
    if remark.code in LACKING:
        language = next(one for one in LANGUAGES if _lacks(texts, f"{slug}.{one}", remark))
        message = LACKING[remark.code][language] % {"anchor": remark.clause}
    return Remarked(
        key=key,
        code=remark.code,
        anchor=remark.clause,
        language=language,
        severity=str(remark.severity),
        message=message,
        source=remark.source.get(spoken, ""),
        words=words,
        aside=aside.get(key),
    )


def named_in(message: str, names: dict[str, str]) -> str:
    """Return a message with what readers call each text, instead of the name it is read under."""
    return _NAME.sub(lambda found: names.get(found[0], found[0]), message)


def _lacks(texts: dict[tuple[str, str], str], name: str, remark: Remark) -> bool:
    """Return whether a text is the one that lacks the clause, or its words, as the remark says."""
    text = texts.get((name, remark.clause))
    return text is None if remark.code == "clause_untranslated" else not text


def _others(policy: Policy) -> Iterator[Examined]:
    rows = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.IN_FORCE,
        policy__unit=policy.unit_id,
        policy__audience=policy.audience,
        policy__archived_at__isnull=True,
    )
    rows = rows.exclude(policy=policy).select_related("policy").prefetch_related("clauses")
    for version in rows.order_by("policy__slug")[:MOST]:
        yield from _examined(version)


def _examined(version: PolicyVersion) -> Iterator[Examined]:
    """Yield a version in each language it has words in; owner and review are fields of it."""
    clauses, slug = list(version.clauses.all()), version.policy.slug
    for language in LANGUAGES:
        found = tuple(each for one in clauses if (each := _found(one, language)))
        if found:
            policy = Recognised(
                name=f"{slug}.{language}",
                title=version.policy.title,
                summary=version.summary if language == "fr" else version.summary_en,
                clauses=found,
            )
            yield Examined(policy=policy, language=language, slug=slug, owner=True, review=True)


def _found(clause: Clause, language: str) -> FoundClause | None:
    main = language == "fr"
    title = clause.title if main else clause.title_en
    text = clause.text if main else clause.text_en
    if not title and not text:
        return None
    return FoundClause(anchor=clause.anchor, title=title, text=text)
