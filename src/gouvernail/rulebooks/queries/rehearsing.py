"""What the rules say of an answer that somebody practises."""

from datetime import datetime

from django.utils.translation import override

from gouvernail.people.models import Unit
from gouvernail.rulebooks.queries.judging import post_of, rulebook_for
from gouvernail.rulebooks.queries.reading import in_words
from gouvernail.training.queries.staging import Remark


def rules_on_answer(text: str, *, unit: Unit, language: str, at: datetime) -> list[Remark] | None:
    """Return what each rule in force for a unit says of an answer; None without a pack there.

    Nothing is stored. Three queries, four the first time.
    """
    rulebook = rulebook_for(unit, at=at)
    if not rulebook.packs:
        return None
    post = post_of(text, account=None, language=language)
    verdict = rulebook.judge(post, rulebook.context(None, at=at))
    with override(language):
        return [
            Remark(
                rule=in_words(one.title) or one.rule,
                level=one.severity.slug,
                says=in_words(one.message),
            )
            for one in verdict.findings
        ]
