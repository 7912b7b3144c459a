"""What the rules say of the words of a version, and whether they fit where they would go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.kernel.bilingual import VARIABLE
from gouvernail.kernel.rules import Context, Finding, Outcome, Post, Verdict
from gouvernail.kernel.text import DEFAULT_LIMITS, Count, count
from gouvernail.registry.queries import network_label
from gouvernail.replies.models import LANGUAGES, ReplyPicture, ReplyVersion
from gouvernail.replies.queries.filling import LONGEST, SHORT_ON, example, fits
from gouvernail.rulebooks.queries import Rulebook, post_of, rulebook_for

SIZES: Final = ("short", "long")
ROOMY: Final = ("facebook", "linkedin")
FIELDS: Final = tuple(f"{size}_{lang}" for size in SIZES for lang in LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say of one text on one network; `count` is None where no limit is known."""

    field: str
    lang: str
    network: str
    post: Post
    context: Context
    verdict: Verdict
    count: Count | None

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """Return the findings that forbid it."""
        return tuple(one for one in self.verdict.findings if one.severity >= Outcome.BLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What is said of every text of a version, network by network."""

    rulebook: Rulebook
    judgements: tuple[Judgement, ...]

    @property
    def seats(self) -> frozenset[str]:
        """Return the seats that findings ask for."""
        return frozenset(seat for one in self.judgements for seat in one.verdict.seats)

    @property
    def faults(self) -> dict[str, str]:
        """Return what forbids a text, by field: a rule, or a network it is too long for."""
        wrong: dict[str, str] = {}
        for one in self.judgements:
            if one.field in wrong:
                continue
            if one.blocks:
                wrong[one.field] = words_of(one.blocks[0])
            elif one.field.startswith("short") and one.count is not None and not one.count.fits:
                wrong[one.field] = _too_long(one.count, one.network)
        return wrong

    @property
    def strictest(self) -> tuple[Judgement, ...]:
        """Return one judgement for each text: where the rules say most."""
        best: dict[str, Judgement] = {}
        for one in self.judgements:
            if one.field not in best or best[one.field].verdict.outcome < one.verdict.outcome:
                best[one.field] = one
        return tuple(best.values())

    @property
    def findings(self) -> list[tuple[str, Finding]]:
        """Return each finding once, with the field of its text, the strictest first."""
        seen: dict[tuple[str, str], Finding] = {}
        for one in self.judgements:
            for finding in one.verdict.findings:
                seen.setdefault((one.field, finding.rule), finding)
        rows = [(field, finding) for (field, _rule), finding in seen.items()]
        return sorted(rows, key=lambda row: -row[1].severity)


def _too_long(counted: Count, network: str) -> str:
    return _("Once filled, this counts %(length)s on %(network)s; %(limit)s at most.") % {
        "length": counted.length,
        "network": network_label(network),
        "limit": counted.limit,
    }


def words_of(finding: Finding) -> str:
    """Return what a finding says, in the reader's language."""
    lang = "en" if (get_language() or "").startswith("en") else "fr"
    said = finding.message or finding.title
    return str(said.get(lang) or next(iter(said.values()), finding.rule))


def networks_for(version: ReplyVersion, field: str, text: str) -> tuple[str, ...]:
    """Return where a text would go: its own networks, or else those where room is scarce.

    A long text goes only where it fits: where it fits nowhere, it is judged as of no network.
    """
    if field.startswith("short"):
        return tuple(version.networks) or SHORT_ON
    words = example(text, field[-2:])
    named = tuple(version.networks) or (*SHORT_ON, *ROOMY)
    return tuple(network for network in named if fits(words, network)) or ("",)


def examined(version: ReplyVersion, *, at: datetime) -> Examination:
    """Return what the rules in force for its unit say of each text, on each of its networks.

    The places are filled with examples. Four queries, and one for the pictures.
    """
    reply = version.reply
    pictures = [_picture(one) for one in pictures_of(version)]
    rulebook = rulebook_for(reply.unit, at=at)
    context = rulebook.context(None, at=at)
    judgements = tuple(
        _judged(rulebook, context, field, text, network, pictures)
        for field, text in texts_of(version)
        for network in networks_for(version, field, text)
    )
    return Examination(rulebook=rulebook, judgements=judgements)


def texts_of(version: ReplyVersion) -> Iterator[tuple[str, str]]:
    """Yield each field of a version that holds words, with them."""
    for field in FIELDS:
        text: str = getattr(version, field)
        if text:
            yield field, text


def pictures_of(version: ReplyVersion) -> list[ReplyPicture]:
    """Return the pictures of a version, their files loaded. One query."""
    return list(version.pictures.select_related("asset"))


def _picture(one: ReplyPicture) -> dict[str, object]:
    return {"sha256": one.asset.sha256, "mime": one.asset.mime, "alt": one.asset.alt}


def _judged(
    rulebook: Rulebook,
    context: Context,
    field: str,
    text: str,
    network: str,
    pictures: Sequence[dict[str, object]],
) -> Judgement:
    lang = field[-2:]
    words = example(text, lang)
    plain = post_of(words, account=None, language=lang, media=pictures)
    post = Post(
        text=plain.text, lang=plain.lang, network=network, media=plain.media, tags=plain.tags
    )
    limits = DEFAULT_LIMITS.get(network)
    return Judgement(
        field=field,
        lang=lang,
        network=network,
        post=post,
        context=context,
        verdict=rulebook.judge(post, context),
        count=count(network, words, limits=limits) if limits is not None else None,
    )


def faults_of_words(version: ReplyVersion) -> dict[str, str]:
    """Return what cannot be kept of the words of a version, by field. No query."""
    wrong: dict[str, str] = {}
    if not version.languages:
        wrong["short_fr"] = _("Write the short text in one language at least.")
    for lang in LANGUAGES:
        if getattr(version, f"long_{lang}") and not getattr(version, f"short_{lang}"):
            wrong[f"short_{lang}"] = _("Write the short text too: it goes where room is scarce.")
    for field, text in texts_of(version):
        odd = [name for name in VARIABLE.findall(text) if not name.isidentifier()]
        if odd:
            wrong[field] = _(
                "“{%(name)s}” is not a name to fill: use letters, digits and “_”, as {first_name}."
            ) % {"name": odd[0]}
        elif "{" in VARIABLE.sub("", text) or "}" in VARIABLE.sub("", text):
            wrong[field] = _("A brace is open or closed alone: write names as {first_name}.")
        elif len(text) > LONGEST:
            wrong[field] = _("At most %(most)s characters.") % {"most": LONGEST}
    return wrong
