"""Rules of the demonstration: adopted, raised, and changed since by two people."""

from datetime import datetime, timedelta

from demo.packs import load_packs
from demo.team import Site
from demo.trials import try_a_rule
from gouvernail.content.actions import dismiss_card
from gouvernail.content.models import Draft
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import (
    ControlChoice,
    Submission,
    WaiverRequest,
    adopt_starter_packs,
    agree_control,
    agree_version,
    ask_for_waiver,
    change_controls,
    expire_waiver,
    grant_waiver,
    submit_version,
    write_version,
)
from gouvernail.rulebooks.models import Pack, PackVersion, RuleControl, Waiver

ALONE = "Il n’y a pas d’autre responsable dans l’équipe."
UNTRIED = "Un seul mot change de niveau : rien à essayer."


def load_rules(site: Site, at: datetime) -> None:
    """Adopt the starter rules, at the strictness that the organisation has come to."""
    adopt_starter_packs(unit_id=site.root.pk, by=site.lead, at=at)
    level = site.facts["organisation"]["rules"]
    if level == "observe":
        return
    later = at + timedelta(days=60)
    for version in PackVersion.objects.filter(status=PackVersion.Status.IN_FORCE):
        source = version.source.replace("control: observe", f"control: {level}", 1)
        stricter = write_version(pack_id=version.pack_id, source=source, by=site.lead, at=at)
        why = Submission(
            purpose="Deux mois d’observation sans fausse alerte : les règles s’appliquent.",
            untried_reason="Observées deux mois sur les brouillons eux-mêmes.",
        )
        submit_version(version_id=stricter.pk, submission=why, by=site.lead, at=later)
        agree_version(version_id=stricter.pk, by=_second(site), at=later)


def load_rule_life(site: Site) -> None:
    """Change some levels, ask for waivers, set findings aside, and leave a version to review."""
    pack = Pack.objects.get(slug="starter-fr-en")
    if site.facts["organisation"]["separation"] == "small":
        _small_team(site, pack)
    else:
        _two_people(site, pack)
    load_packs(site)
    _set_aside(site)


def _two_people(site: Site, pack: Pack) -> None:
    people, units, second = site.people, site.units, _second(site)
    _level(site, pack, ["emoji-string", "many-hashtags"], "warn", days=40,
           why="Une alerte suffit : ce sont des usages, pas des fautes.")  # fmt: skip
    _level(site, pack, ["inclusive-words"], "observe", days=30,
           why="Le guide de style est en révision jusqu’à janvier.")  # fmt: skip
    change_controls(
        pack_id=pack.pk,
        choice=ControlChoice(
            rules=["link-text"], unit_id=site.root.pk, control="observe",
            reason="Trop de faux positifs sur les fils de Mastodon.", network="mastodon",
        ),
        by=site.lead,
        at=site.before(days=1),
    )  # fmt: skip
    ending = _waiver(pack, "starting-price", units["mob"], people["Karim Benali"],
                     until=site.before(days=-6),
                     why="Tarifs d’itinérance : « à partir de » est imposé par l’arrêté.",
                     at=site.before(days=80))  # fmt: skip
    grant_waiver(waiver_id=ending.pk, comment="Jusqu’à la nouvelle grille.", by=second,
                 at=site.before(days=79))  # fmt: skip
    past = _waiver(pack, "contest-rules", units["cli"], people["Thomas Guérin"],
                   until=site.before(days=110), why="Jeu anniversaire, règlement déposé.",
                   at=site.before(days=200))  # fmt: skip
    grant_waiver(waiver_id=past.pk, by=second, at=site.before(days=199))
    expire_waiver(waiver_id=past.pk, at=site.before(days=110))
    _waiver(pack, "green-claim", units["enr"], people["Sophie Lenoir"], tag="eolien",
            until=site.before(days=-60), why="Bilan carbone publié et vérifié par un tiers.",
            at=site.before(days=2))  # fmt: skip
    try_a_rule(site, pack, days=3)


def _small_team(site: Site, pack: Pack) -> None:
    _level(site, pack, ["many-hashtags", "hashtag-case"], "warn", days=25,
           why="Deux alertes utiles, sans rien retenir.")  # fmt: skip
    _level(site, pack, ["payment-numbers"], "enforce", days=25,
           why="Jamais de numéro de carte en ligne.")  # fmt: skip
    unit = site.units["culture"]
    waiver = _waiver(pack, "hashtag-case", unit, site.people["Rémi Castel"],
                     until=site.before(days=-5), why="Le mot-dièse du festival est déposé ainsi.",
                     at=site.before(days=50))  # fmt: skip
    grant_waiver(waiver_id=waiver.pk, by=site.lead, at=site.before(days=49))
    first = pack.versions.get(status=PackVersion.Status.IN_FORCE)
    version = write_version(pack_id=pack.pk, source=_warned(first.source, "shouting"),
                            by=site.lead, at=site.before(days=21))  # fmt: skip
    why = Submission(purpose="Crier n’aide personne : une alerte.", untried_reason=UNTRIED)
    submit_version(version_id=version.pk, submission=why, by=site.lead, at=site.before(days=20))
    agree_version(version_id=version.pk, comment=ALONE, by=site.lead, at=site.before(days=20))
    try_a_rule(site, pack, days=1)


def _warned(source: str, rule: str) -> str:
    return source.replace(f"  - id: {rule}\n", f"  - id: {rule}\n    control: warn\n", 1)


def _level(
    site: Site, pack: Pack, rules: list[str], control: str, *, days: float, why: str
) -> None:
    """Change the level of rules for everybody; a second person agrees where one has to."""
    choice = ControlChoice(rules=rules, unit_id=site.root.pk, control=control, reason=why)
    at = site.before(days=days)
    for one in change_controls(pack_id=pack.pk, choice=choice, by=site.lead, at=at):
        if one.status == RuleControl.Status.ASKED:
            agree_control(control_id=one.pk, by=_second(site), at=at + timedelta(hours=3))


def _waiver(  # noqa: PLR0913 -- what a waiver says; each caller names it
    pack: Pack, rule: str, unit: Unit, by: Person, *, until: datetime, why: str,
    at: datetime, tag: str = "",
) -> Waiver:  # fmt: skip
    asked = WaiverRequest(rule=rule, unit_id=unit.pk, reason=why, until=until, tag=tag)
    return ask_for_waiver(pack_id=pack.pk, request=asked, by=by, at=at)


def _set_aside(site: Site) -> None:
    """Let authors set aside what they may, where the file gives their reason."""
    reasons = {
        one["title"]: one["set_aside"] for one in site.facts.get("posts", ()) if "set_aside" in one
    }
    for draft in Draft.objects.filter(title__in=reasons).select_related("author", "unit"):
        for card in examine(manuscript_of(draft), at=draft.publish_at).cards:
            if card.finding is not None and card.finding.dismissible:
                dismiss_card(
                    draft_id=draft.pk,
                    key=card.key,
                    reason=reasons[draft.title],
                    by=draft.author,
                    at=site.before(days=0.1),
                )


def _second(site: Site) -> Person:
    """Return who agrees to what the lead writes: the lawyer."""
    return site.people["Agathe Delmas"]
