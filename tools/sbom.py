"""Write the bill of materials of a release: CycloneDX 1.6, from the lock and what is vendored.

    python tools/sbom.py [FILE]

Asks nobody: names, versions and digests are those of `uv.lock` and `tools/vendor/VENDOR.json`. The
same lock gives the same bytes. Without FILE, `dist/gouvernail.cdx.json`.
"""

import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "gouvernail"


def main() -> int:
    """Write the bill and say where."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist/gouvernail.cdx.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    found = bill()
    place.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"sbom: {place} ({len(found['components'])} components)")
    return 0


def bill() -> dict[str, Any]:
    """Return the whole bill."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {package["name"]: package for package in lock["package"]}
    needed = sorted(run_time(locked))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(locked[PROJECT], kind="application")},
        "components": [
            *(_component(locked[name], kind="library") for name in needed),
            *(_vendored(package) for package in vendored()),
        ],
        "dependencies": [
            {"ref": _purl(locked[name]), "dependsOn": [_purl(locked[one]) for one in below]}
            for name in (PROJECT, *needed)
            if (below := sorted(set(_dependencies(locked[name])) & {*needed}))
        ],
    }


def run_time(locked: dict[str, dict[str, Any]]) -> set[str]:
    """Return the names of the packages a site runs with: no tool of development."""
    reached: set[str] = set()
    asked = list(_dependencies(locked[PROJECT]))
    while asked:
        name = asked.pop()
        if name not in reached:
            reached.add(name)
            asked += _dependencies(locked[name])
    return reached


def _dependencies(package: dict[str, Any]) -> Iterator[str]:
    """Yield what a package needs, and what the extras that were asked of it need."""
    for one in package.get("dependencies", []):
        yield one["name"]
    for extra in package.get("optional-dependencies", {}).values():
        yield from (one["name"] for one in extra)


def _purl(package: dict[str, Any]) -> str:
    return f"pkg:pypi/{package['name']}@{package['version']}"


def files_of(package: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files the lock names for a package."""
    source = [package["sdist"]] if "sdist" in package else []
    return [*source, *package.get("wheels", [])]


def _component(package: dict[str, Any], *, kind: str) -> dict[str, Any]:
    references = [
        {
            "type": "distribution",
            "url": file["url"],
            "hashes": [{"alg": "SHA-256", "content": file["hash"].removeprefix("sha256:")}],
        }
        for file in files_of(package)
    ]
    found = {
        "type": kind,
        "bom-ref": _purl(package),
        "purl": _purl(package),
        "name": package["name"],
        "version": package["version"],
    }
    return found | ({"externalReferences": references} if references else {})


def vendored() -> list[dict[str, Any]]:
    """Return what is kept in the repository: scripts, styles, type and icons."""
    text = (ROOT / "tools/vendor/VENDOR.json").read_text(encoding="utf-8")
    packages: list[dict[str, Any]] = json.loads(text)
    return packages


def _vendored(package: dict[str, Any]) -> dict[str, Any]:
    purl = f"pkg:npm/{package['name'].replace('@', '%40')}@{package['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "purl": purl,
        "name": package["name"],
        "version": package["version"],
        "licenses": [{"license": {"id": package["licence"]}}],
        "components": [
            {
                "type": "file",
                "bom-ref": f"{purl}#{file['path']}",
                "name": file["path"],
                "hashes": [{"alg": "SHA-256", "content": file["sha256"]}],
            }
            for file in package["files"]
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
