"""Bringing a list in by the pages a person uses, for tests of imports."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gouvernail.people.models import Unit
from gouvernail.registry.models import ImportRun

IMPORTS = "/accounts/imports/"


def send(client: Client, data: bytes, name: str) -> Any:
    """Upload one file and return the answer."""
    return client.post(IMPORTS, {"file": SimpleUploadedFile(name, data)})


def preview(client: Client, data: bytes, name: str) -> ImportRun:
    """Upload one file and return the import it started."""
    answer = send(client, data, name)
    assert answer.status_code == 302, answer.context["form"].errors
    return ImportRun.objects.order_by("-started_at", "-pk")[0]


def choose(client: Client, run: ImportRun, **more: Any) -> Any:
    """Send the form of the preview as it stands, with some choices changed.

    A column is named by its header: `choose(client, run, columns={"Compte": "handle"})`.
    """
    form = client.get(f"{IMPORTS}{run.pk}/").context["form"]
    columns = more.pop("columns", {})
    told = {name: form[name].value() or "" for name in form.fields}
    told |= {
        f"column_{number}": columns[header]
        for number, header in enumerate(form.headers)
        if header in columns
    }
    return client.post(f"{IMPORTS}{run.pk}/", told | more)


def take(client: Client, run: ImportRun, rows: str = "good") -> dict[str, Any]:
    """Take the file in and return its report."""
    answer = client.post(f"{IMPORTS}{run.pk}/run/", {"rows": rows})
    assert answer.status_code == 302, answer.text
    run.refresh_from_db()
    report: dict[str, Any] = run.report
    assert report["rows"] == sum(
        report[outcome] for outcome in ("created", "updated", "unchanged", "rejected")
    )
    return report


def brought(
    client: Client, path: Path, unit: Unit, *, create: bool = False, data: bytes = b""
) -> dict[str, Any]:
    """Bring a file in through every page, and return its report."""
    run = preview(client, data or path.read_bytes(), path.name)
    choices = {"unit": str(unit.pk)} | ({"create_under": str(unit.pk)} if create else {})
    assert choose(client, run, **choices).status_code == 302
    return take(client, run)


def outcomes(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("rows", "created", "updated", "unchanged", "rejected"))


def codes(report: dict[str, Any]) -> list[tuple[int, str]]:
    return [(reason["row"], reason["code"]) for reason in report["reasons"]]
