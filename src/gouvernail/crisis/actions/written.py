"""A plan of the house in the shape of those to start from, so that it is written the same way."""

from collections.abc import Iterable, Mapping

from gouvernail.crisis.models import Plan, PlanContact, PlanStep
from gouvernail.crisis.starters import (
    StarterContact,
    StarterPlan,
    StarterStatement,
    StarterStep,
    StarterTakeover,
)
from gouvernail.kernel.bilingual import Both


def packed(words: Iterable[Both]) -> list[dict[str, str]]:
    """Return words as a row keeps them. Pure."""
    return [{"fr": one.fr, "en": one.en} for one in words]


def both_of(kept: Mapping[str, str]) -> Both:
    """Return words of a row in both languages, each standing in for the other. Pure."""
    fr, en = kept.get("fr", ""), kept.get("en", "")
    return Both(fr or en, en or fr)


def _pair(main: str, english: str) -> Both:
    return both_of({"fr": main, "en": english})


def as_starter(plan: Plan) -> StarterPlan:
    """Return a plan with its rows, for `starters.plan_text`. Four queries."""
    steps = list(plan.steps.all())
    roles = list(plan.roles.all())
    lines = list(plan.contacts.select_related("contact"))
    checks = [step for step in steps if not step.on_card and not step.network]
    return StarterPlan(
        slug=plan.slug,
        risk="",
        title=_pair(plan.title, plan.title_en),
        summary=_pair(plan.summary, plan.summary_en),
        signs=tuple(both_of(one) for one in plan.signs),
        queries=Both(plan.query, plan.query_en),
        examples={level: both_of(plan.levels.get(str(level), {})) for level in range(1, 5)},
        duties={role.role: _pair(role.duty, role.duty_en) for role in roles},
        card=tuple(
            StarterStep(minute=s.minute, role=s.role, words=_pair(s.words, s.words_en))
            for s in steps
            if s.on_card
        ),
        checklists={
            role: tuple(
                StarterStep(minute=s.minute, role=s.role, words=_pair(s.words, s.words_en))
                for s in checks
                if s.role == role
            )
            for role in dict.fromkeys(step.role for step in checks)
        },
        inside=_contacts(lines, outside=False),
        outside=_contacts(lines, outside=True),
        statements=tuple(
            StarterStatement(
                slug=one.slug,
                channel=one.channel,
                moment=one.moment,
                words=_pair(one.text, one.text_en),
            )
            for one in plan.statements.exclude(status="removed")
        ),
        never=tuple(
            (both_of(one.get("say", {})), both_of(one.get("instead", {}))) for one in plan.never
        ),
        end=tuple(both_of(one) for one in plan.ends),
        after=tuple(both_of(one) for one in plan.after),
        takeovers=_takeovers(steps),
        sources=tuple(both_of(one) for one in plan.sources),
    )


def _contacts(lines: Iterable[PlanContact], *, outside: bool) -> tuple[StarterContact, ...]:
    return tuple(
        StarterContact(
            who=_pair(line.contact.name, line.contact.name_en),
            by=_pair(line.contact.duty or line.contact.get_channel_display(), line.contact.duty_en),
            minute=line.minute,
        )
        for line in lines
        if line.contact.is_outside == outside
    )


def _takeovers(steps: Iterable[PlanStep]) -> tuple[StarterTakeover, ...]:
    networks: dict[str, dict[str, Both]] = {}
    pages: dict[str, str] = {}
    for step in steps:
        if step.network:
            networks.setdefault(step.network, {})[step.stage] = _pair(step.words, step.words_en)
            pages[step.network] = step.page or pages.get(step.network, "")
    return tuple(
        StarterTakeover(network=name, page=pages[name], steps=found)
        for name, found in networks.items()
    )
