"""Judge a post: one pass for all the terms, one for all the patterns, then the rules they touch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from gouvernail.kernel.rules.canonical import digest_of_digests
from gouvernail.kernel.rules.check import Check, Hit, Scan, WordsSeen
from gouvernail.kernel.rules.checks.pattern import FOLDED, Pattern
from gouvernail.kernel.rules.checks.terms import Terms
from gouvernail.kernel.rules.finding import Finding, Outcome
from gouvernail.kernel.rules.matching import ENGINE, Candidates, candidates, literals
from gouvernail.kernel.rules.pack import Exemption, Pack, Rule
from gouvernail.kernel.rules.post import Context, Post
from gouvernail.kernel.rules.prepared import Prepared
from gouvernail.kernel.rules.spelling import respelled
from gouvernail.kernel.rules.verdict import Verdict

NO_CONTEXT = Context()


def judge(pack: Pack, post: Post, context: Context = NO_CONTEXT) -> Verdict:
    """Return what a pack says of a post. Pure, and the same for ever for the same digests.

    Cost: folding once, one search for all terms, one for all patterns, then the few rules that
    those touch. The first call for a pack compiles it.
    """
    findings = plan_of(pack).findings(Prepared(post, context))
    return Verdict(pack_digest=pack.digest, post=post, context=context, findings=tuple(findings))


def judge_all(packs: Sequence[Pack], post: Post, context: Context = NO_CONTEXT) -> Verdict:
    """Return what several packs say together: all findings, the strictest outcome."""
    if len(packs) == 1:
        return judge(packs[0], post, context)
    prepared = Prepared(post, context)
    findings: list[Finding] = []
    for pack in packs:
        findings += plan_of(pack).findings(prepared)
    digest = digest_of_digests(*(pack.digest for pack in packs))
    return Verdict(pack_digest=digest, post=post, context=context, findings=tuple(findings))


_PLANS: Final[dict[str, "Plan"]] = {}
_PLANS_KEPT: Final = 32


def plan_of(pack: Pack) -> "Plan":
    """Return the compiled form of a pack, kept by its digest."""
    plan = _PLANS.get(pack.digest)
    if plan is None:
        plan = Plan(pack)
        while len(_PLANS) >= _PLANS_KEPT:
            _PLANS.pop(next(iter(_PLANS)), None)
        _PLANS[pack.digest] = plan
    return plan


class Plan:
    """A pack ready to run: its searches, and which rules each thing found concerns."""

    def __init__(self, pack: Pack, *, engine: ModuleType | None = ENGINE) -> None:
        self._rules = pack.rules
        self._engine = engine
        self._always: list[int] = []
        self._by_slot: dict[int, list[int]] = {}
        self._terms: list[Terms] = []
        self._patterns: list[Pattern] = []
        for number, rule in enumerate(pack.rules):
            self._index(number, rule)
        self._owners = self._literal_owners()
        self._literals = literals(tuple(self._owners), engine=engine) if self._owners else None
        self._owner_list = [
            (slots, len(literal.split()[-1])) for literal, slots in self._owners.items()
        ]
        self._on_folded = self._search(folded=True)
        self._on_original = self._search(folded=False)

    def _index(self, number: int, rule: Rule) -> None:
        anchors = rule.check.anchors()
        if anchors is None:
            self._always.append(number)
        for leaf in anchors or ():
            self._by_slot.setdefault(leaf.slot, []).append(number)
        for check in (rule.check, *(each.check for each in rule.unless)):
            for leaf in check.leaves():
                if isinstance(leaf, Terms):
                    self._terms.append(leaf)
                elif isinstance(leaf, Pattern):
                    self._patterns.append(leaf)

    def _literal_owners(self) -> dict[str, list[int]]:
        owners: dict[str, list[int]] = {}
        for terms in self._terms:
            for literal in terms.literals:
                owners.setdefault(literal, []).append(terms.slot)
        return owners

    def _search(self, *, folded: bool) -> "_PatternSearch | None":
        chosen = [each for each in self._patterns if (each.on == FOLDED) is folded]
        if not chosen:
            return None
        expressions = [(each.expression, each.sensitive) for each in chosen]
        return _PatternSearch(
            candidates(expressions, engine=self._engine), [each.slot for each in chosen]
        )

    def findings(self, prepared: Prepared) -> list[Finding]:
        """Return what the rules of the pack find in a prepared post, in pack order."""
        scan = self._scan(prepared)
        if scan is None:
            return []
        asked = (_ask(rule, scan) for rule in self._touched(scan))
        return [finding for finding in asked if finding is not None]

    def raised(self, prepared: Prepared) -> list[Rule]:
        """Return the rules that `findings` tells of, without the places and the words."""
        scan = self._scan(prepared)
        if scan is None:
            return []
        return [rule for rule in self._touched(scan) if _raises(rule, scan)]

    def _scan(self, prepared: Prepared) -> Scan | None:
        """Return what the searches saw; None when no rule has to be asked."""
        words = self._words(prepared) if self._literals is not None else {}
        patterns = self._candidates(prepared)
        return Scan(prepared, words, patterns) if words or patterns or self._always else None

    def _touched(self, scan: Scan) -> list[Rule]:
        touched = set(self._always)
        for slot in (*scan.words, *scan.patterns):
            touched.update(self._by_slot.get(slot, ()))
        return [self._rules[number] for number in sorted(touched)]

    def _candidates(self, prepared: Prepared) -> list[int]:
        """Return the slots of the patterns worth running."""
        slots: list[int] = []
        if self._on_folded is not None:
            slots = self._on_folded.slots(prepared.folded.text)
        if self._on_original is not None:
            slots = slots + self._on_original.slots(prepared.post.text)
        return slots

    def _words(self, prepared: Prepared) -> dict[int, list[WordsSeen]]:
        """Return the terms found, by slot, in the text and in its respelling."""
        found: dict[int, list[WordsSeen]] = {}
        self._note_words(prepared, found)
        if not prepared.folded.text.isascii():
            spelled = respelled(prepared.post.text)
            if spelled is not None:
                self._note_words(Prepared(prepared.post, prepared.context, spelled), found)
        return found

    def _note_words(self, view: Prepared, found: dict[int, list[WordsSeen]]) -> None:
        assert self._literals is not None  # noqa: S101 -- the caller has checked
        for literal, first, last in self._literals.find(view.spaced):
            slots, size = self._owner_list[literal]
            for slot in slots:
                found.setdefault(slot, []).append(WordsSeen(view, first, last, size))


@dataclass(frozen=True, slots=True)
class _PatternSearch:
    search: Candidates
    numbers: list[int]

    def slots(self, text: str) -> list[int]:
        found = self.search.find(text)
        return [self.numbers[each] for each in found] if found else []


def _ask(rule: Rule, scan: Scan) -> Finding | None:
    """Return the finding of one rule, None when it does not apply or finds nothing."""
    hits = _hits(rule, scan)
    return _finding(rule, hits, scan.text.post.text) if hits else None


def _hits(rule: Rule, scan: Scan) -> list[Hit]:
    if not rule.when.holds(scan.text.post, scan.text.context):
        return []
    hits = rule.check.hits(scan)
    for exemption in rule.unless:
        hits = _not_exempt(exemption, hits, scan) if hits else hits
    return hits


def _raises(rule: Rule, scan: Scan) -> bool:
    """Whether a rule finds anything: places are worked out only where an exemption needs them."""
    if any(exemption.within is not None for exemption in rule.unless):
        return bool(_hits(rule, scan))
    return (
        rule.when.holds(scan.text.post, scan.text.context)
        and _is_hit(rule.check, scan)
        and not any(_is_hit(exemption.check, scan) for exemption in rule.unless)
    )


def _is_hit(check: Check, scan: Scan) -> bool:
    if isinstance(check, Terms) and not check.exact:
        seen = scan.words.get(check.slot, ())
        return any(check.lookalikes or word.view is scan.text for word in seen)
    return bool(check.hits(scan))


def _not_exempt(exemption: Exemption, hits: list[Hit], scan: Scan) -> list[Hit]:
    reliefs = exemption.check.hits(scan)
    if exemption.within is None or not reliefs:
        return [] if reliefs else hits
    near = exemption.within
    spans = [hit.span for hit in reliefs if hit.span is not None]
    return [
        hit
        for hit in hits
        if hit.span is None
        or not any(
            span.start < hit.span.end + near and hit.span.start - near < span.end for span in spans
        )
    ]


def _finding(rule: Rule, hits: Sequence[Hit], text: str) -> Finding:
    spans = tuple(sorted({hit.span for hit in hits if hit.span is not None}))
    values = hits[0].values
    severity = rule.control.cap(rule.outcome)
    return Finding(
        rule=rule.id,
        clause=rule.clause,
        severity=severity,
        would=rule.outcome,
        spans=spans,
        message={lang: _filled(say, values, lang) for lang, say in rule.say.items()},
        kind=rule.check.kind,
        title=rule.title,
        seats=rule.seats if severity >= Outcome.REVIEW else (),
        suggestion=rule.suggest.make(text, spans) if rule.suggest is not None else None,
        dismissible=rule.dismissible,
        refs=tuple(dict.fromkeys(ref for hit in hits for ref in hit.refs)),
    )


def _filled(say: str, values: Mapping[str, str], lang: str) -> str:
    """Put values in place of `{name}`; anything else in braces stays as written.

    A value that has words of its own in each language is named `name@fr`, `name@en`.
    """
    if "{" not in say:
        return say
    parts = say.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        value = values.get(name, values.get(f"{name}@{lang}"))
        known = closed and value is not None
        filled.append(f"{value}{rest}" if known else "{" + part)
    return "".join(filled)
