"""The fields of a rule, drawn from what each kind of check reads, and what they change in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.kernel.rules import Control, Outcome
from gouvernail.kernel.rules.asked import Key, keys_of, keys_of_when
from gouvernail.kernel.rules.canonical import Plain
from gouvernail.kernel.rules.checks import kinds, names_said
from gouvernail.kernel.rules.rewriting import Path, value_at
from gouvernail.people.models import Seat
from gouvernail.registry.models import Account
from gouvernail.registry.queries import network_choices
from gouvernail.rulebooks.forms.editor_words import CHOICES, KINDS, LABELS, SAID

SOFTER: Final = "=>"
LANGUAGES: Final = ("fr", "en")
REMOVALS: Final = ("words", "segment", "sentence")
OUTCOMES: Final = tuple(one.slug for one in Outcome if one is not Outcome.PASS)
CONTROLS: Final = tuple(one.value for one in Control)


@dataclass(slots=True, kw_only=True)
class FieldLine:
    """One field: `path` is where its value stands in the rule; `sort` is how it is drawn.

    `sort`: `line`, `text` (several lines), `lines` (one item a line), `flag`, `number`, `choice`,
    `seats`, `several` (boxes to tick), `day`, or `yaml` (a part that only the YAML shows).
    """

    path: Path
    label: str
    sort: str = "line"
    value: str = ""
    choices: Sequence[tuple[str, str]] = ()
    chosen: frozenset[str] = frozenset()
    help: str = ""
    hint: str = ""
    lang: str = ""
    low: int | None = None
    high: int | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name of its control, also its identifier in the page."""
        return "f." + ".".join(map(str, self.path))

    @property
    def is_list(self) -> bool:
        """Return whether one item stands on each line, and its label does not say so."""
        return self.sort == "lines" and self.path[-1] != "soften"

    @property
    def key(self) -> str:
        """Return its identifier in the page."""
        return self.name.replace(".", "-")


@dataclass(slots=True, kw_only=True)
class Section:
    """Fields that go together. `errors` are those of the whole."""

    name: str
    title: str
    lines: list[FieldLine]
    errors: list[str] = field(default_factory=list)
    optional: bool = False

    @property
    def is_used(self) -> bool:
        """Return whether anything is written in it, or wrong."""
        return bool(self.errors) or any(one.errors or one.value or one.chosen for one in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a rule may name: units (code and name), the lists of its pack, what its message holds.

    `said`: names in braces, None where the check cannot be read yet.
    """

    units: Sequence[tuple[str, str]] = ()
    lists: Sequence[str] = ()
    said: frozenset[str] | None = None


NOTHING_KNOWN: Final = Known()


def sections_of(values: Mapping[str, Plain], known: Known = NOTHING_KNOWN) -> list[Section]:
    """Return the fields of a rule with what is written in each."""
    made = (
        Section(name="rule", title=pgettext("rule", "The rule"), lines=[*_identity(values)]),
        Section(
            name="check",
            title=pgettext("rule", "What it looks for"),
            lines=[*_check(values, known)],
        ),
        Section(name="then", title=pgettext("rule", "What it does"), lines=[*_then(values)]),
        Section(
            name="say",
            title=pgettext("rule", "What it says"),
            lines=[*_says(values, known)],
        ),
        Section(
            name="suggest",
            title=pgettext("rule", "The way out"),
            lines=[*_suggest(values)],
            optional=True,
        ),
        Section(
            name="when",
            title=pgettext("rule", "When it applies"),
            lines=[*_when(values, known)],
            optional=True,
        ),
        Section(name="examples", title=pgettext("rule", "Examples"), lines=[*_examples(values)]),
    )
    return list(made)


def _text(values: Plain, path: Path) -> str:
    found = value_at(values, path)
    return found if isinstance(found, str) else ""


def _lines(values: Plain, path: Path) -> str:
    found = value_at(values, path)
    if isinstance(found, list):
        return "\n".join(one for one in found if isinstance(one, str))
    return found if isinstance(found, str) else ""


def _identity(values: Plain) -> Iterator[FieldLine]:
    yield from _both(values, "title")
    yield FieldLine(
        path=("id",), label=pgettext("rule", "Identifier"), value=_text(values, ("id",))
    )
    yield FieldLine(
        path=("clause",),
        label=_("Clause it carries out"),
        value=_text(values, ("clause",)),
        help=_("The document and the clause: charter#5.2"),
    )
    yield from _both(values, "source")


def _both(values: Plain, key: str, *, sort: str = "line") -> Iterator[FieldLine]:
    labels = {
        ("title", "fr"): _("Title, in French"),
        ("title", "en"): _("Title, in English"),
        ("source", "fr"): _("Where it comes from, in French"),
        ("source", "en"): _("Where it comes from, in English"),
        ("say", "fr"): _("To the author, in French"),
        ("say", "en"): _("To the author, in English"),
    }
    for lang in LANGUAGES:
        yield FieldLine(
            path=(key, lang),
            label=labels[key, lang],
            sort=sort,
            value=_text(values, (key, lang)),
            lang=lang,
        )


def _says(values: Plain, known: Known) -> Iterator[FieldLine]:
    kind = kind_in(values)
    names = known.said if known.said is not None else names_said(kind) if kind else frozenset()
    told = ", ".join(f"{{{one}}} ({SAID.get(one, one)})" for one in sorted(names))
    for line in _both(values, "say", sort="text"):
        line.hint = _("The message may hold: %(names)s") % {"names": told} if told else ""
        yield line


def _check(values: Plain, known: Known) -> Iterator[FieldLine]:
    kind = kind_in(values)
    named = sorted(((one, _named(KINDS, one)) for one in kinds()), key=lambda each: each[1])
    yield FieldLine(
        path=("check",),
        label=pgettext("rule", "Kind of check"),
        sort="choice",
        value=kind,
        choices=[*([] if kind else [("", "—")]), *named],
    )
    if kind:
        for key in keys_of(kind):
            line = _of_key(values, ("check", kind, key.name), key)
            yield _chosen_among_lists(line, known) if key.name == "lists" else line
    if value_at(values, ("unless",)) is not None:
        yield FieldLine(path=("unless",), label=pgettext("rule", "Unless"), sort="yaml")


def _named(words: Mapping[str, Promise], name: str) -> str:
    return str(words.get(name, name))


def kind_in(values: Plain) -> str:
    """Return the kind of the check of a rule; empty when none, or none we know, is written."""
    check = value_at(values, ("check",))
    written = [one for one in check if one in kinds()] if isinstance(check, Mapping) else []
    return str(written[0]) if len(written) == 1 else ""


def _of_key(values: Plain, path: Path, key: Key) -> FieldLine:
    label = _named(LABELS, key.name)
    written = value_at(values, path)
    is_part = isinstance(written, Mapping) or (
        isinstance(written, list)
        and any(not isinstance(one, str) or "\n" in one for one in written)
    )
    if key.sort == "part" or is_part or (key.sort == "bilingual"):
        return FieldLine(path=path, label=label, sort="yaml")
    if key.sort == "texts":
        return FieldLine(path=path, label=label, sort="lines", value=_lines(values, path))
    if key.sort == "choice":
        choices = [("", "—"), *((one, _named(CHOICES, one)) for one in key.choices)]
        value = _text(values, path)
        return FieldLine(path=path, label=label, sort="choice", value=value, choices=choices)
    if key.sort == "flag":
        value = _text(values, path).lower() or key.default
        return FieldLine(
            path=path, label=label, sort="flag", value="true" if value == "true" else ""
        )
    sort = {"number": "number", "day": "day"}.get(key.sort, "line")
    return FieldLine(
        path=path, label=label, sort=sort, value=_text(values, path), low=key.low, high=key.high
    )


def _chosen_among_lists(line: FieldLine, known: Known) -> FieldLine:
    hint = _("This pack has no word list: write one under “lists” in the whole file.")
    if known.lists:
        hint = _("Lists are written under “lists” in the whole file.")
    return _several(line, [(one, one) for one in known.lists], hint)


def _several(line: FieldLine, choices: Sequence[tuple[str, str]], hint: str) -> FieldLine:
    """Return a field of several lines as boxes to tick; what is written and unknown stays there."""
    if line.sort != "lines":
        return line
    written = line.value.split("\n") if line.value else []
    named = {value for value, _label in choices}
    line.sort, line.hint = "several", hint
    line.chosen = frozenset(written)
    line.choices = [*choices, *((one, one) for one in written if one not in named)]
    return line


def _then(values: Plain) -> Iterator[FieldLine]:
    then = value_at(values, ("then",))
    outcome = _text(then, ("outcome",)) if isinstance(then, Mapping) else _text(values, ("then",))
    seats = _lines(then, ("seats",)).split("\n") if isinstance(then, Mapping) else []
    words = {
        "note": _("note: advises"),
        "warn": _("warn: warns, and lets through"),
        "review": _("review: somebody reads it first"),
        "block": _("block: cannot be submitted"),
    }
    yield FieldLine(
        path=("then", "outcome"),
        label=pgettext("rule", "Outcome"),
        sort="choice",
        value=outcome,
        choices=[(one, words[one]) for one in OUTCOMES],
    )
    yield FieldLine(
        path=("then", "seats"),
        label=pgettext("rule", "Who reads it"),
        sort="seats",
        chosen=frozenset(filter(None, seats)),
        choices=[(value, str(label)) for value, label in Seat.choices],
        hint=_("With “review” and no box ticked: %(who)s") % {"who": nobody_named()},
    )
    levels = {
        "": _("as the pack says"),
        "observe": _("observe: shows, stops nothing"),
        "warn": _("warn: at most a warning"),
        "enforce": _("enforce: as written"),
    }
    yield FieldLine(
        path=("control",),
        label=str(LABELS["control"]),
        sort="choice",
        value=_text(values, ("control",)),
        choices=[(one, levels[one]) for one in ("", *CONTROLS)],
    )
    yield FieldLine(
        path=("dismissible",),
        label=_("The author may set it aside with a reason"),
        sort="flag",
        value="true" if _text(values, ("dismissible",)).lower() == "true" else "",
    )


def way_out(values: Plain) -> str:
    """Return which way out a rule offers: empty, `remove:words`, …, `soften` or `ask`."""
    suggest = value_at(values, ("suggest",))
    if not isinstance(suggest, Mapping):
        return ""
    if "remove" in suggest:
        return f"remove:{suggest['remove']}"
    return next((one for one in ("soften", "ask") if one in suggest), "")


def _suggest(values: Plain) -> Iterator[FieldLine]:
    way = way_out(values)
    words = {
        "": pgettext("rule", "none"),
        "remove:words": _("take the words away"),
        "remove:segment": _("take away the part between two commas"),
        "remove:sentence": _("take the sentence away"),
        "soften": _("say it more mildly"),
        "ask": _("ask for what is missing"),
    }
    yield FieldLine(
        path=("suggest", "way"),
        label=_("Offered to the author"),
        sort="choice",
        value=way,
        choices=list(words.items()),
    )
    key = "ask" if way == "ask" else "label"
    for lang in LANGUAGES:
        label = _("On the button, in French") if lang == "fr" else _("On the button, in English")
        if key == "ask":
            label = _("Question, in French") if lang == "fr" else _("Question, in English")
        if way:
            path: Path = ("suggest", key, lang)
            yield FieldLine(path=path, label=label, value=_text(values, path), lang=lang)
    if way == "soften":
        softer = value_at(values, ("suggest", "soften"))
        pairs = softer.items() if isinstance(softer, Mapping) else ()
        yield FieldLine(
            path=("suggest", "soften"),
            label=_("Words => milder words, one pair a line"),
            sort="lines",
            value="\n".join(f"{one} {SOFTER} {other}" for one, other in pairs),
        )


def _when(values: Plain, known: Known) -> Iterator[FieldLine]:
    choices: Mapping[str, Sequence[tuple[str, str]]] = {
        "network": network_choices(),
        "unit": known.units,
        "account": [(value, str(label)) for value, label in Account.Kind.choices],
    }
    everywhere = _("No box ticked: the rule applies everywhere.")
    for key in keys_of_when():
        line = _of_key(values, ("when", key.name), key)
        yield _several(line, choices[key.name], everywhere) if key.name in choices else line


def nobody_named() -> str:
    """Write who reviews when a rule asks for a review and names nobody."""
    return _(
        "It is shown to whoever reviews the post anyway: the route of the post, or a colleague "
        "where there is none. The rule asks nobody else."
    )


def _examples(values: Plain) -> Iterator[FieldLine]:
    """Yield one field an example, and an empty one to add another."""
    for key in ("raises", "passes"):
        written = value_at(values, ("examples", key))
        items = written if isinstance(written, list) else [written] if written else []
        label = pgettext("rule", "Raises it") if key == "raises" else pgettext("rule", "Passes")
        for index, item in enumerate([*items, ""]):
            told = isinstance(item, Mapping)
            path: Path = ("examples", key, index, "text") if told else ("examples", key, index)
            yield FieldLine(
                path=path,
                label=label if index < len(items) else _("%(label)s: one more") % {"label": label},
                sort="text",
                value=_text(item, ("text",)) if told else str(item or ""),
                help=_circumstances(item) if isinstance(item, Mapping) else "",
            )


def _circumstances(item: Mapping[str, Plain]) -> str:
    """Write what an example says besides its text: `network: x · lang: fr`."""
    said = ((key, value) for key, value in item.items() if key != "text")
    return " · ".join(
        f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for key, value in said
    )
