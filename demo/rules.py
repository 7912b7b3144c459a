"""Rules of the demonstration: adopted, raised to what the organisation has come to."""

from datetime import datetime, timedelta

from demo.team import Site
from gouvernail.rulebooks.actions import (
    Submission,
    adopt_starter_packs,
    agree_version,
    submit_version,
    write_version,
)
from gouvernail.rulebooks.models import PackVersion


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
        agree_version(version_id=stricter.pk, by=site.people["Agathe Delmas"], at=later)
