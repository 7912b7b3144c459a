"""A crisis plan written as a policy: numbered clauses, to be reviewed, signed and quoted. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from gouvernail.crisis.starters.reading import starter_commons
from gouvernail.crisis.starters.shapes import StarterContact, StarterPlan, StarterStep
from gouvernail.kernel.bilingual import Both
from gouvernail.kernel.text import NETWORKS

_PARTS: Final = (
    (Both("Quand l’ouvrir", "When to open it"), ("signs", "levels")),
    (Both("Qui fait quoi", "Who does what"), ("roles", "checklists")),
    (Both("La première heure", "The first hour"), ("card", "inside", "outside")),
    (Both("Ce que l’on dit", "What we say"), ("statements", "never")),
    (Both("Clore et apprendre", "Closing and learning"), ("end", "after", "sources")),
)
_TITLES: Final = {
    "signs": Both("Les signes", "The signs"),
    "levels": Both("Les niveaux", "The levels"),
    "roles": Both("Les rôles", "The roles"),
    "checklists": Both("Les listes par rôle", "Checklists by role"),
    "card": Both("La carte de la première heure", "The first-hour card"),
    "inside": Both("Qui prévenir, à l’intérieur", "Whom to tell, inside"),
    "outside": Both("Qui prévenir, à l’extérieur", "Whom to tell, outside"),
    "takeovers": Both("Réseau par réseau", "Network by network"),
    "statements": Both("Les messages préapprouvés", "The holding statements"),
    "never": Both("Ce que l’on ne dit jamais", "What is never said"),
    "end": Both("Quand finir", "When to end"),
    "after": Both("Ce que l’on regarde ensuite", "What to look at afterwards"),
    "sources": Both("Les sources", "Sources"),
}
_STEPS: Final = {
    "revoke": Both("Révoquer", "Revoke"),
    "rotate": Both("Changer", "Rotate"),
    "announce": Both("Annoncer", "Announce"),
    "recover": Both("Reprendre", "Recover"),
}
_INSTEAD: Final = Both("À la place", "Instead")
_HELD: Final = Both("Tenu par", "Held by")
_DEPUTY: Final = Both("À défaut", "Otherwise")
_AT_ONCE: Final = Both("Tout de suite", "At once")
_WITHIN: Final = Both("Dans les {}\N{NO-BREAK SPACE}min", "Within {} min")
_WITHIN_HOURS: Final = Both("Dans les {}\N{NO-BREAK SPACE}h", "Within {} h")
_COLON: Final = Both("\N{NO-BREAK SPACE}: ", ": ")
_HOUR: Final = 60


def plan_text(plan: StarterPlan, language: str) -> str:
    """Return a plan as the Markdown of a policy: `# title`, summary, `## 1 Part`, `### 1.1`.

    Anchors are the same in both languages. Holding statements keep their variables.
    """
    written = [f"# {plan.title.said(language)}", plan.summary.said(language)]
    for number, (part, sections) in enumerate(_parts(plan), start=1):
        written.append(f"## {number} {part.said(language)}")
        for place, section in enumerate(sections, start=1):
            written.append(f"### {number}.{place} {_TITLES[section].said(language)}")
            written += _SECTIONS[section](plan, language)
    return "\n\n".join(written) + "\n"


def _parts(plan: StarterPlan) -> Iterator[tuple[Both, tuple[str, ...]]]:
    for part, sections in _PARTS:
        more = ("takeovers",) if plan.takeovers and "card" in sections else ()
        yield part, sections + more


def _list(lines: Iterable[str]) -> list[str]:
    return ["\n".join(f"- {line}" for line in lines)]


def _said(words: Iterable[Both], language: str) -> list[str]:
    return _list(each.said(language) for each in words)


def _pair(name: str, words: str, language: str) -> str:
    return f"**{name}**{_COLON.said(language)}{words}"


def within(minute: int, language: str) -> str:
    """Return by when, in words: `Tout de suite`, `Dans les 30 min`, `Dans les 24 h`."""
    if not minute:
        return _AT_ONCE.said(language)
    if minute % _HOUR == 0 and minute > _HOUR:
        return _WITHIN_HOURS.said(language).format(minute // _HOUR)
    return _WITHIN.said(language).format(minute)


def _levels(plan: StarterPlan, language: str) -> list[str]:
    return _list(
        _pair(
            f"{number}, {level.name.said(language)}",
            f"{plan.examples[number].said(language)} {level.rhythm.said(language)}",
            language,
        )
        for number, level in sorted(starter_commons().levels.items())
    )


def _roles(plan: StarterPlan, language: str) -> list[str]:
    lines = []
    for slug, duty in plan.duties.items():
        role = starter_commons().roles[slug]
        colon = _COLON.said(language)
        held = f"{_HELD.said(language)}{colon}{_lowered(role.holder, language)}."
        deputy = f"{_DEPUTY.said(language)}{colon}{_lowered(role.deputy, language)}."
        words = f"{duty.said(language)} {held} {deputy}"
        lines.append(_pair(role.name.said(language), words, language))
    return _list(lines)


def _lowered(words: Both, language: str) -> str:
    """Return words for the middle of a sentence; an abbreviation keeps its capitals."""
    said = words.said(language)
    return said if said[:2].isupper() else said[:1].lower() + said[1:]


def _step(step: StarterStep, language: str) -> str:
    role = starter_commons().roles[step.role].name.said(language)
    return _pair(f"{within(step.minute, language)}, {role}", step.words.said(language), language)


def _contacts(contacts: Iterable[StarterContact], language: str) -> list[str]:
    return [
        "\n".join(
            f"{place}. {_told(each, language)}" for place, each in enumerate(contacts, start=1)
        )
    ]


def _told(contact: StarterContact, language: str) -> str:
    words = f"{within(contact.minute, language).lower()}, {contact.by.said(language)}"
    return _pair(contact.who.said(language), words, language)


def _checklists(plan: StarterPlan, language: str) -> list[str]:
    steps = [step for checklist in plan.checklists.values() for step in checklist]
    return _list(_step(step, language) for step in steps)


def _takeovers(plan: StarterPlan, language: str) -> list[str]:
    lines = []
    for takeover in plan.takeovers:
        network = NETWORKS[takeover.network].name
        for name, words in takeover.steps.items():
            page = f" <{takeover.page}>" if takeover.page and name == "recover" else ""
            what = f"{network}, {_STEPS[name].said(language).lower()}"
            lines.append(_pair(what, f"{words.said(language)}{page}", language))
    return _list(lines)


def _statements(plan: StarterPlan, language: str) -> list[str]:
    written = []
    for each in plan.statements:
        channel = starter_commons().channels[each.channel].name.said(language)
        quoted = "\n".join(f"> {line}".rstrip() for line in each.words.said(language).split("\n"))
        written += [f"**{channel}** ({each.slug})", quoted]
    return written


def _never(plan: StarterPlan, language: str) -> list[str]:
    instead = f"{_INSTEAD.said(language)}{_COLON.said(language)}"
    return _list(f"{say.said(language)} {instead}{by.said(language)}" for say, by in plan.never)


_SECTIONS: Final[Mapping[str, Callable[[StarterPlan, str], list[str]]]] = {
    "signs": lambda plan, language: _said(plan.signs, language),
    "levels": _levels,
    "roles": _roles,
    "checklists": _checklists,
    "card": lambda plan, language: _list(_step(step, language) for step in plan.card),
    "inside": lambda plan, language: _contacts(plan.inside, language),
    "outside": lambda plan, language: _contacts(plan.outside, language),
    "takeovers": _takeovers,
    "statements": _statements,
    "never": _never,
    "end": lambda plan, language: _said(plan.end, language),
    "after": lambda plan, language: _said(plan.after, language),
    "sources": lambda plan, language: _said(plan.sources, language),
}
