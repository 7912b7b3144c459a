"""What the charter does not say yet, said plainly, each with the page that repairs it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.charter.models import Community, Objective, PerimeterLine, Risk
from gouvernail.charter.queries.said import Said
from gouvernail.people.models import Role

NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing missing: the section it belongs to, the words, and where it is put right.

    `unit_path` is the unit whose delegate may put it right; empty: who may edit the charter.
    """

    section: str
    words: str
    url: str
    unit_path: str = ""


def gaps_of_model(said: Said, *, known: Container[str], today: date) -> list[Gap]:
    """Return what is missing of one model, or of the only one, in the order of the page. No query.

    `known` are the rules and clauses in force: what cites another is a gap.
    What is missing of both alike (who answers, the frame) is said of the one for the public.
    """
    return [
        *_scope(said),
        *(_people(said) if said.community != Community.INTERNAL else ()),
        *_part(said),
        *_duties(said),
        *_risks(said, today=today),
        *_objectives(said, known=known, today=today),
    ]


def gaps_of_all(said: Said, *, known: Container[str]) -> list[Gap]:
    """Return what is missing of what holds for every community. No query."""
    return [*_outward(said, known=known), *_variants(said), *_proposed(said)]


def _new(section: str, said: Said | None = None) -> str:
    """Return where a line is written, in the model of `said`."""
    asked = f"?community={said.community}" if said and said.community else ""
    return reverse("charter:line-create", args=[section]) + asked


def _scope(said: Said) -> Iterator[Gap]:
    frame = reverse("charter:frame")
    if not said.channels:
        yield Gap(section="scope", words=_("No channel is named."), url=_new("channels", said))
    if not said.charter.communities:
        words = _("Whether internal communities follow the same model is not said.")
        yield Gap(section="scope", words=words, url=frame)
    bare = [one for one in said.channels if not said.binding(one) and _is_bound(one)]
    if bare:
        words = _("No document binds: %(names)s.") % {"names": _names(one.label for one in bare)}
        yield Gap(section="scope", words=words, url=_new("documents", said))


def _is_bound(line: PerimeterLine) -> bool:
    return line.coverage != PerimeterLine.Coverage.OUTSIDE


def _people(said: Said) -> Iterator[Gap]:
    if said.accountable is None:
        words = (
            _("Several people lead the whole: which one answers for it is not said.")
            if said.leads
            else _("Nobody leads the whole organisation.")
        )
        url = reverse("charter:frame") if said.leads else reverse("people:person-list")
        yield Gap(section="people", words=words, url=url)
    if said.teams and said.teams[0].model is None:
        url = reverse("charter:team-edit", args=[said.teams[0].unit.pk])
        words = _("Whether teams are central, local or mixed is not said.")
        yield Gap(section="people", words=words, url=url)
    empty = [team.unit for team in said.teams if team.lacks_delegate]
    if empty:
        words = ngettext(
            "%(count)s unit has no delegate: %(names)s.",
            "%(count)s units have no delegate: %(names)s.",
            len(empty),
        ) % {"count": len(empty), "names": _names(unit.label for unit in empty)}
        yield Gap(section="people", words=words, url=reverse("people:unit-list"))


def _part(said: Said) -> Iterator[Gap]:
    choice = said.charter.participation_for(said.community)
    if not choice:
        words = _("Who may take part is not said.")
        yield Gap(section="part", words=words, url=reverse("charter:frame"))
    elif choice == said.charter.Participation.NAMED and not said.groups:
        words = _("Only named groups may take part, and none is named.")
        yield Gap(section="part", words=words, url=_new("groups", said))


def _outward(said: Said, *, known: Container[str]) -> Iterator[Gap]:
    if not said.stakeholders:
        words = _("No stakeholder is named: nobody outside the team is told anything.")
        yield Gap(section="stakeholders", words=words, url=_new("stakeholders"))
    if not said.strategy:
        words = _("How the rules serve the brand and its marketing is not said.")
        yield Gap(section="strategy", words=words, url=_new("strategy"))
    for one in said.strategy:
        lacks = _rule_lacking(one.rule_ref, known)
        if lacks:
            words = _("“%(title)s”: %(lacks)s.") % {"title": one.label, "lacks": lacks}
            url = reverse("charter:line-edit", args=["strategy", one.pk])
            yield Gap(section="strategy", words=words, url=url)


def _objectives(said: Said, *, known: Container[str], today: date) -> Iterator[Gap]:
    own = {objective.unit_id for objective in said.objectives}
    without = [team.unit for team in said.teams if team.is_near_top and team.unit.pk not in own]
    if without:
        words = _("No objective for: %(names)s.") % {
            "names": _names(unit.label for unit in without)
        }
        yield Gap(section="objectives", words=words, url=_new("objectives", said))
    for one in said.objectives:
        if one.status == Objective.Status.OPEN:
            lacks = _lacking(one, known=known, today=today)
            if lacks:
                words = _("“%(title)s”: %(lacks)s.") % {
                    "title": one.label,
                    "lacks": ", ".join(lacks),
                }
                url = reverse("charter:line-edit", args=["objectives", one.pk])
                yield Gap(section="objectives", words=words, url=url, unit_path=one.unit.path)


def _rule_lacking(code: str, known: Container[str]) -> str:
    """Return what is wrong with the rule or clause that is cited, or nothing."""
    if not code:
        return _("no rule")
    return "" if code in known else _("%(code)s is not in force") % {"code": code}


def _lacking(one: Objective, *, known: Container[str], today: date) -> list[str]:
    lacks = []
    if lack := _rule_lacking(one.rule_ref, known):
        lacks.append(lack)
    if not one.indicator:
        lacks.append(_("no indicator"))
    if not one.target:
        lacks.append(_("no target"))
    if one.due_on is None:
        lacks.append(_("no date"))
    elif one.due_on < today:
        lacks.append(_("its date has passed"))
    return lacks


def _risks(said: Said, *, today: date) -> Iterator[Gap]:
    register = reverse("charter:risk-list")
    held = {risk.category for risk in said.risks}
    for value, label in Risk.Category.choices:
        if value not in held:
            words = _("No risk of class %(label)s.") % {"label": label}
            yield Gap(section="risks", words=words, url=_new("risks", said))
    late = [one for one in said.risks if one.review_on is not None and one.review_on < today]
    counted = (
        ([one for one in said.risks if one.owner_id is None], "lacks=owner", _no_owner),
        ([one for one in said.risks if not one.treatment], "lacks=treatment", _no_treatment),
        ([one for one in said.risks if one.review_on is None], "lacks=review", _no_review),
        (late, "due=overdue", _late_review),
    )
    for rows, query, words_of in counted:
        if rows:
            words = words_of(len(rows)) % {"count": len(rows)}
            yield Gap(section="risks", words=words, url=f"{register}?{query}")


def _no_owner(count: int) -> str:
    return ngettext("%(count)s risk has no owner.", "%(count)s risks have no owner.", count)


def _no_treatment(count: int) -> str:
    return ngettext(
        "Nothing is decided about %(count)s risk.",
        "Nothing is decided about %(count)s risks.",
        count,
    )


def _no_review(count: int) -> str:
    return ngettext(
        "%(count)s risk has no review date.", "%(count)s risks have no review date.", count
    )


def _late_review(count: int) -> str:
    return ngettext(
        "%(count)s risk should have been reviewed by now.",
        "%(count)s risks should have been reviewed by now.",
        count,
    )


def _duties(said: Said) -> Iterator[Gap]:
    if not said.duties:
        words = _("Nothing is to be done each day: the charter is a document only.")
        yield Gap(section="duties", words=words, url=_new("duties", said))
    for one in said.duties:
        if not one.people:
            duty = one.duty
            template = (
                _("Nobody can do “%(title)s” in %(unit)s: no %(holder)s is there.")
                if duty.role
                else _("Nobody can do “%(title)s” in %(unit)s: who it was given to has left.")
            )
            words = template % {
                "title": duty.label,
                "unit": duty.unit.label,
                "holder": Role(duty.role).label if duty.role else "",
            }
            url = reverse("charter:line-edit", args=["duties", duty.pk])
            yield Gap(section="duties", words=words, url=url, unit_path=duty.unit.path)


def _variants(said: Said) -> Iterator[Gap]:
    """Say which countries the organisation works in and says nothing of."""
    home = said.charter.country
    told = {variant.country for variant in said.variants}
    abroad = {team.unit.country for team in said.teams} - told - {"", home}
    if abroad:
        words = _("Units work in %(names)s, and what differs there is not said.") % {
            "names": ", ".join(sorted(abroad))
        }
        yield Gap(section="variants", words=words, url=_new("variants"))


def _proposed(said: Said) -> Iterator[Gap]:
    count = said.proposed
    if count:
        words = ngettext(
            "%(count)s line comes from the starter charter: nobody has confirmed it yet.",
            "%(count)s lines come from the starter charter: nobody has confirmed them yet.",
            count,
        ) % {"count": count}
        yield Gap(section="proposed", words=words, url=reverse("charter:starter"))


def _names(labels: Iterator[str]) -> str:
    """Return a few names, and how many are left out."""
    names = list(labels)
    shown = ", ".join(names[:NAMED])
    left = len(names) - NAMED
    if left <= 0:
        return shown
    return _("%(names)s and %(count)s more") % {"names": shown, "count": left}
