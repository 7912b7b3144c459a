"""Propose rules from the sentences of a policy, each with its sentence and its place.

A closed set of recognisers (`proposing.subjects`) knows what a duty about a text looks like in
French and in English. Nothing is invented: a rule quotes the sentence it comes from, what it looks
for is either written there or listed under `chosen` for a person to confirm, and a sentence that no
recogniser knows is counted, not guessed at. A proposal is a draft: it stands at `observe`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.problems import PackError
from gouvernail.kernel.rules.proposing.sentences import Sentence, is_duty, sentences_of
from gouvernail.kernel.rules.proposing.subjects import SUBJECTS, Asked
from gouvernail.kernel.rules.writing import Draft, pack_text, with_passing

QUOTE_LIMIT = 420


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A rule that a sentence asks for.

    `rule` is as a pack writes it. `chosen` tells, in English, what the sentence does not say and
    the recogniser supplied: a list of words, a threshold. `also` are other sentences that ask for
    the very same.
    """

    subject: str
    sentence: Sentence
    rule: Draft
    chosen: tuple[str, ...] = ()
    also: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a text gave.

    `duties` are the sentences that ask for something, `left` those that no recogniser knows.
    """

    sentences: int
    duties: int
    proposals: tuple[Proposal, ...]
    left: tuple[Sentence, ...]


def propose(text: str, *, document: str, clause: str) -> Proposed:
    """Return the rules that a text asks for, in its order.

    Args:
        text: a policy or a guide, plain or in Markdown, in French or in English.
        document: what rules call it, as readers know it.
        clause: the clause the text is, `document#anchor`.
    """
    sentences = list(sentences_of(text))
    duties = [each for each in sentences if is_duty(each)]
    found: dict[str, Proposal] = {}
    left = []
    for sentence in duties:
        proposals = list(_proposals(sentence, document, clause))
        for each in proposals:
            key = f"{each.subject} {each.rule['check']}"
            known = found.get(key)
            found[key] = each if known is None else _joined(known, sentence)
        if not proposals:
            left.append(sentence)
    return Proposed(
        sentences=len(sentences),
        duties=len(duties),
        proposals=tuple(found.values()),
        left=tuple(left),
    )


def pack_of_proposals(proposals: Sequence[Proposal], *, pack: str, title: dict[str, Plain]) -> str:
    """Return the YAML of a pack of proposals, for a person to read, change and adopt."""
    rules: list[Draft] = []
    for each in proposals:
        identifier = _free(str(each.rule["id"]), {str(rule["id"]) for rule in rules})
        rules.append({**each.rule, "id": identifier})
    notes = ["Proposed from a text. Read each rule against its sentence before you adopt it."]
    notes += [
        f"{rule['id']}: chosen here, not in the text: {'; '.join(each.chosen)}"
        for rule, each in zip(rules, proposals, strict=True)
        if each.chosen
    ]
    return pack_text(
        {"pack": pack, "title": title, "control": "observe"}, rules, comment="\n".join(notes)
    )


def _proposals(sentence: Sentence, document: str, clause: str) -> Iterable[Proposal]:
    for subject in SUBJECTS:
        if not subject.concerns(sentence):
            continue
        for asked in subject.ask(sentence):
            rule = _rule(subject.name, asked, sentence, (document, clause))
            if rule is not None:
                yield Proposal(
                    subject=subject.name, sentence=sentence, rule=rule, chosen=asked.chosen
                )


def _rule(name: str, asked: Asked, sentence: Sentence, place: tuple[str, str]) -> Draft | None:
    """Return the draft, with examples that hold; None when it would not load."""
    document, clause = place
    quote = " ".join(sentence.text.split())
    if len(quote) > QUOTE_LIMIT:
        quote = quote[:QUOTE_LIMIT].rpartition(" ")[0] + " […]"
    draft: Draft = {
        "id": name,
        "title": {"fr": asked.title[0], "en": asked.title[1]},
        "clause": clause,
        "source": {
            "fr": f"{document}, ligne {sentence.line} : « {quote} »",
            "en": f"{document}, line {sentence.line}: “{quote}”",
        },
        **({"when": asked.when} if asked.when else {}),
        "check": asked.check,
        "then": "warn" if asked.strict else "note",
        "dismissible": True,
        "say": {"fr": asked.say[0], "en": asked.say[1]},
    }
    try:
        return with_passing(draft, asked.raises, asked.passes)  # type: ignore[arg-type]  # plain
    except PackError:
        return None


def _joined(known: Proposal, sentence: Sentence) -> Proposal:
    return Proposal(
        subject=known.subject,
        sentence=known.sentence,
        rule=known.rule,
        chosen=known.chosen,
        also=(*known.also, sentence),
    )


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name}-{number}"
    return free
