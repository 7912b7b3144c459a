"""Proofs of control of the demonstration: one drill finished, one under way with every state."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from unicodedata import normalize

from PIL import Image, ImageDraw

from demo.team import Site
from gouvernail.custody.actions import (
    confirm_picture,
    decline_proof,
    keep_drills,
    note_look,
    open_drill,
    say_removed,
    set_proof_rule,
    settle_proof,
)
from gouvernail.custody.actions.proofs import enter_picture
from gouvernail.custody.models import ControlProof, ProofDrill
from gouvernail.foundation.actors import machine
from gouvernail.media.pictures.store import keep
from gouvernail.people.models import Person

READ = frozenset({"bluesky", "mastodon"})


def load_proofs(site: Site) -> None:
    """Open the drills of the file, in order, and answer them as it says."""
    for entry in site.facts.get("proofs", ()):
        at, by = site.before(days=entry["days"]), site.people[entry["by"]]
        unit, days = site.units[entry["unit"]], entry["window"]
        drill = open_drill(unit.pk, window_days=days, by=by, at=at)
        set_proof_rule(
            unit.pk,
            every_months=3,
            window_days=days,
            next_on=site.day(91 - entry["days"]),
            by=by,
            at=at,
        )
        _answer(site, drill, entry, by=by)
    keep_drills(at=site.before(days=0))


def _answer(site: Site, drill: ProofDrill, entry: dict[str, Any], *, by: Person) -> None:
    said = {(site.accounts[one["on"]].pk, one["who"]): one for one in entry["answers"]}
    rows = drill.proofs.select_related("account", "person").order_by("account__name", "pk")
    for number, proof in enumerate(rows):
        one = said.get((proof.account_id, proof.person.name), {"how": entry["else"]})
        at = drill.opened_at + timedelta(days=1 + number // 6, hours=number % 6)
        _say(proof, one, at=at, by=by)


def _say(proof: ControlProof, one: dict[str, Any], *, at: datetime, by: Person) -> None:
    how = one["how"]
    if how in {"refused", "unable"}:
        decline_proof(proof.pk, how=how, reason=one["reason"], by=proof.person, at=at)
    if how == "proved" and proof.account.network in READ:
        _look(proof, f"{proof.account.name}\n{proof.account.purpose} {proof.token}", at=at)
        _look(proof, proof.account.name, at=at + timedelta(hours=3))
    elif how in {"proved", "photographed", "left_in"}:
        _photograph(proof, at=at)
        if how != "photographed":
            confirm_picture(proof.pk, by=by, at=at + timedelta(hours=2))
        if how == "proved":
            say_removed(proof.pk, by=proof.person, at=at + timedelta(hours=3))
    if "settled" in one:
        note = one.get("note", "")
        settle_proof(proof.pk, how=one["settled"], note=note, by=by, at=at + timedelta(hours=4))


def _look(proof: ControlProof, text: str, *, at: datetime) -> None:
    note_look(proof.pk, text=text, by=machine("worker"), at=at)


def _photograph(proof: ControlProof, *, at: datetime) -> None:
    data = _drawn(proof)
    sha256 = keep(data)
    enter_picture(
        proof.pk, sha256=sha256, mime="image/png", taken_on=at.date(), by=proof.person, at=at
    )


def _plain(name: str) -> str:
    """Return a name without its accents: the font of the drawing has none."""
    return normalize("NFD", name).encode("ascii", "ignore").decode()


def _drawn(proof: ControlProof) -> bytes:
    """Return a plain drawing of a profile that shows the token."""
    image = Image.new("RGB", (900, 420), "#f7f8fa")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 900, 130), fill="#0b6482")
    draw.ellipse((40, 70, 160, 190), fill="#c9d9e3", outline="#f7f8fa", width=6)
    draw.text((190, 150), _plain(proof.account.name), fill="#0f1b31", font_size=34)
    draw.text((190, 200), f"@{proof.account.handle.lstrip('@')}", fill="#5c6b88", font_size=22)
    draw.text((40, 270), proof.token, fill="#0f1b31", font_size=30)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
