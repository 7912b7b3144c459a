"""Packs by subject that the organisations of the demonstration have taken."""

from demo.team import Site
from gouvernail.cli.judging.packs import shipped_packs
from gouvernail.rulebooks.actions import (
    NewPack,
    Submission,
    agree_version,
    create_pack,
    submit_version,
)
from gouvernail.rulebooks.models import PackVersion

ALONE = "Il n’y a pas d’autre responsable dans l’équipe."
UNTRIED = "Toutes ses règles observent : rien n’est retenu, on regarde un mois."


def load_packs(site: Site) -> None:
    """Take one pack: in force where one person may, else under review by somebody else."""
    if site.facts["organisation"]["separation"] == "small":
        version = _submitted(site, "public-bodies", days=12, why="Les municipales approchent.")
        agree_version(version_id=version.pk, comment=ALONE, by=site.lead, at=site.before(days=12))
        return
    why = "Deux comptes ont donné deux horaires pour la même journée : on s’avertit d’abord."
    voice = _submitted(site, "coordination", days=45, why=why, level="warn")
    agree_version(version_id=voice.pk, by=site.people["Agathe Delmas"], at=site.before(days=44))
    why = "Une mesure de la maison se publie avec sa preuve datée, jointe au brouillon."
    proofs = _submitted(site, "conduct", days=40, why=why, level="warn", only="own-measure")
    agree_version(version_id=proofs.pk, by=site.people["Agathe Delmas"], at=site.before(days=39))
    why = "L’article 50 du règlement européen s’applique : dire ce qui vient d’une machine."
    _submitted(site, "ai-content", days=2, why=why)


def _submitted(
    site: Site, name: str, *, days: float, why: str, level: str = "observe", only: str = ""
) -> PackVersion:
    at = site.before(days=days)
    source = shipped_packs()[name].read_text(encoding="utf-8")
    source = _only(source, only) if only else source
    source = source.replace("control: observe", f"control: {level}", 1)
    pack = create_pack(pack=NewPack(source=source, unit_id=site.root.pk), by=site.lead, at=at)
    return submit_version(
        version_id=pack.versions.get().pk,
        submission=Submission(purpose=why, untried_reason=UNTRIED),
        by=site.lead,
        at=at,
    )


def _only(source: str, rule: str) -> str:
    """Return a pack with one of its rules."""
    head, *rules = source.split("\n  - id: ")
    kept = next(one for one in rules if one.startswith(f"{rule}\n"))
    return f"{head}\n  - id: {kept}"
