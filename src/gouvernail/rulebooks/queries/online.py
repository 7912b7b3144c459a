"""What is really online, judged with what was known of it when it was submitted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from gouvernail.kernel.rules import (
    Context,
    Control,
    Finding,
    Pack,
    Post,
    Verdict,
    mask_identifiers,
    read_input,
)
from gouvernail.kernel.text import Part, posts_of
from gouvernail.records.models import Record
from gouvernail.rulebooks.models import Dismissal, StoredVerdict
from gouvernail.rulebooks.queries.dismissals import words_digest
from gouvernail.rulebooks.queries.judging import Rulebook, as_submitted, post_of
from gouvernail.rulebooks.queries.rulings import Applied, judged_as_ruled

BEFORE: Final = (StoredVerdict.Moment.SUBMISSION, StoredVerdict.Moment.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Online:
    """One publication: its record, its pictures with their rights, and what was said before.

    `former` are the verdicts kept of the revision that left, the last one first; none for what
    was not sent from here.
    """

    record: Record
    media: Sequence[Mapping[str, object]] = ()
    former: Sequence[StoredVerdict] = ()

    @property
    def submitted(self) -> StoredVerdict | None:
        """Return the last verdict given before it left."""
        return self.former[0] if self.former else None


def verdicts_before(subject_id: UUID, revision: int, account_id: UUID) -> list[StoredVerdict]:
    """Return what was said of a revision before it left an account, the last first. One query."""
    rows = StoredVerdict.objects.filter(
        subject_id=subject_id, revision=revision, account_id=account_id, moment__in=BEFORE
    )
    return list(rows.only("subject_id", "masked_input", "findings").order_by("-at"))


def judge_online(online: Online, book: Rulebook) -> tuple[Verdict, Post, Context]:
    """Return what some rules say of a publication as it stood on its day. No query.

    A rule that asks what nobody can know of it any more (who wrote what was not sent from here,
    the rights of a picture that is not in the library), or that the whole of its thread satisfies,
    is only observed: the levels kept with the verdict say so.
    """
    row = online.record
    written = post_of(
        row.text, account=row.account, language=row.language, media=list(online.media)
    )
    context = book.context(row.account, at=row.published_at)
    post, context = as_submitted(online.submitted, written, context)
    verdict = book.judge(post, context)
    raised = {one.rule for one in verdict.findings}
    answered = raised - _raised_by_thread(online, book, context) if raised else set()
    unknown = _unknown(online) if raised else frozenset()
    if not answered and not unknown:
        return verdict, post, context
    ruled = [
        _observing(how, pack, raised, answered, unknown)
        for how, pack in zip(book.applied(post, context), book.packs, strict=True)
    ]
    return judged_as_ruled(book.packs, ruled, post, context), post, context


def _observing(
    how: Applied, pack: Pack, raised: set[str], answered: set[str], unknown: frozenset[str]
) -> Applied:
    observed = {
        rule.id: Control.OBSERVE
        for rule in pack.rules
        if rule.id in raised and (rule.id in answered or rule.rests_on & unknown)
    }
    return replace(how, controls={**how.controls, **observed}) if observed else how


def _unknown(online: Online) -> frozenset[str]:
    """Return what rules may ask that nobody knows of a publication: `author`, `rights`."""
    if online.former:
        return frozenset()
    has_rights = all("licence" in one for one in online.media)
    return frozenset({"author"} if has_rights else {"author", "rights"})


def _raised_by_thread(online: Online, book: Rulebook, context: Context) -> set[str]:
    """Return the rules that the whole thread raises; of what is no part of one, all rules."""
    everything = {rule.id for pack in book.packs for rule in pack.rules}
    if online.submitted is None:
        return everything
    whole = read_input(online.submitted.masked_input)[0]
    parts = posts_of(online.record.account.network, whole.text)
    part = next((one for one in parts if _alike(one.text, online.record.text)), None)
    if part is None or len(parts) == 1:
        return everything
    post = replace(whole, text=_with_part(whole.text, part, online.record.text))
    return {one.rule for one in book.judge(post, context).findings}


def _with_part(text: str, part: Part, said: str) -> str:
    """Return a text kept masked, one part of it as it was said."""
    return text[: part.start] + said + text[part.end :]


def _alike(kept: str, said: str) -> bool:
    """Return whether a text kept masked is the one that was said."""
    return mask_identifiers(kept).strip() == mask_identifiers(said).strip()


def unanswered(online: Online, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings nobody answered before: by approving these words, or setting aside.

    One query, none for what was not sent from here.
    """
    if online.submitted is None:
        return list(findings)
    row = online.record
    approved = {
        one["rule"]
        for kept in online.former
        if any(_alike(text, row.text) for text in _sent_as(kept, row.account.network))
        for one in kept.findings
    }
    aside = set(
        Dismissal.objects.filter(
            rule__in={one.rule for one in findings},
            words_digest__in={words_digest(one, row.text) for one in findings},
            withdrawn_at__isnull=True,
            subject_id=online.submitted.subject_id,
        ).values_list("rule", flat=True)
    )
    return [one for one in findings if one.rule not in approved | aside]


def _sent_as(kept: StoredVerdict, network: str) -> Iterator[str]:
    """Yield the texts that a judged text may be online as: whole, or post by post of its thread."""
    text = str(kept.masked_input.get("text", ""))
    parts = [part.text for part in posts_of(network, text)]
    yield from (text, "\n\n".join(parts), *parts)
