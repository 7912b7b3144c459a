"""One thing said of a policy, and the policy as the linter takes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from gouvernail.kernel.policies.clauses import FoundClause, Recognised
from gouvernail.kernel.policies.documents import NOTHING, NOWHERE, Place
from gouvernail.kernel.policies.linting.sentences import SENTENCES
from gouvernail.kernel.text.folding import Folded, fold
from gouvernail.kernel.text.measures import language_of
from gouvernail.kernel.text.measures import sentences as find_sentences

_LANGUAGES: Final = ("fr", "en")


class Severity(StrEnum):
    """How much it matters: a `warn` is to be settled before signature, a `note` to be read."""

    NOTE = "note"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One remark. `span` is half-open, in code points of the text of the clause; None for all.

    `clause` is its anchor, empty for the whole policy; `source` says where the demand comes from.
    `other` names the other policy of a contradiction or of a pair.
    """

    code: str
    policy: str
    severity: Severity
    message: Mapping[str, str]
    source: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    clause: str = ""
    span: tuple[int, int] | None = None
    place: Place = NOWHERE
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One policy in one language. Two of the same `slug` are one policy in two languages.

    `owner` and `review` say that both are known elsewhere than in the text: in the product they
    are fields of the policy.
    """

    policy: Recognised
    language: str
    slug: str
    owner: bool = False
    review: bool = False

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.policy.name


class Said(NamedTuple):
    """One sentence of a clause, folded, and where it begins in the text of the clause."""

    clause: FoundClause
    folded: Folded
    start: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text of the clause of a span of the folded sentence."""
        first, last = self.folded.span(start, end)
        return self.start + first, self.start + last

    @property
    def whole(self) -> tuple[int, int]:
        """The span of the sentence in the text of its clause."""
        return self.span(0, len(self.folded.text))


def examined(
    policy: Recognised, *, language: str = "", slug: str = "", known: bool = False
) -> Examined:
    """Return a policy ready for the linter; its language is read from its words unless given.

    `known` says that its owner and its review are kept outside its text.
    """
    words = " ".join([policy.title, policy.summary, *(each.text for each in policy.clauses)])
    spoken = language[:2] or language_of(words) or "en"
    return Examined(
        policy=policy,
        language=spoken if spoken in _LANGUAGES else "en",
        slug=slug or policy.name,
        owner=known,
        review=known,
    )


def said(policy: Recognised) -> Iterator[Said]:
    """Yield each sentence of each clause."""
    for clause in policy.clauses:
        for each in find_sentences(clause.text):
            yield Said(clause, fold(clause.text[each.start : each.end]), each.start)


def words_of(clause: FoundClause) -> str:
    """Return the title and the text of a clause, folded."""
    return fold(f"{clause.title}. {clause.text}").text


def remark(
    code: str,
    about: Examined,
    *,
    clause: FoundClause | None = None,
    span: tuple[int, int] | None = None,
    other: str = "",
    **values: Mapping[str, str] | str,
) -> Remark:
    """Return a remark with its sentence; a value that differs by language comes as both."""
    severity, source, words = SENTENCES[code]
    told = {
        lang: words[lang].format(
            **{
                key: value if isinstance(value, str) else value[lang]
                for key, value in values.items()
            }
        )
        for lang in _LANGUAGES
    }
    own = values.get("source", source)
    return Remark(
        code=code,
        policy=about.name,
        severity=Severity(severity),
        message=told,
        source=own if not isinstance(own, str) else NOTHING,
        clause=clause.anchor if clause else "",
        span=span,
        place=clause.place if clause else NOWHERE,
        other=other,
    )
