"""Copy third-party front-end files into the package, and write down what was copied.

Run it after changing a version in `package.json` or a name in `icons.txt`:

    cd tools/vendor && npm install --ignore-scripts && python vendor.py

Nobody needs node to run Gouvernail: what this script writes is committed. `VENDOR.json` holds, for
each package, its version, licence and the SHA-256 of every file; a test recomputes them.
`python vendor.py --unused` lists the icons that nothing names, to take out of `icons.txt`.
"""

import hashlib
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = HERE / "node_modules"
STATIC = ROOT / "src/gouvernail/web/static/web/vendor"
TESTS = ROOT / "tests/vendor"
MANIFEST = HERE / "VENDOR.json"
SPRITE = STATIC / "icons/icons.svg"
SOURCE_MAP = re.compile(rb"\n?(?:/\*|//)[#@] sourceMappingURL=[^\n]*")
PATH = re.compile(r'<path (?!stroke="none")[^>]*/>')
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""
TABLER_NOTICE = """MIT License

Copyright 2018-2026 The Tabler Authors
Copyright 2018-2026 codecalm.net Paweł Kuna

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One npm package and which of its files go where (`source` to `target`)."""

    name: str
    licence: str
    files: dict[str, Path]


PACKAGES = (
    Package(
        name="@tabler/core",
        licence="MIT",
        files={"dist/css/tabler.min.css": STATIC / "tabler/tabler.min.css"},
    ),
    Package(
        name="@fontsource-variable/inter",
        licence="OFL-1.1",
        files={
            "files/inter-latin-opsz-normal.woff2": STATIC / "inter/inter-latin-opsz-normal.woff2",
            "files/inter-latin-ext-opsz-normal.woff2": STATIC
            / "inter/inter-latin-ext-opsz-normal.woff2",
            "LICENSE": STATIC / "inter/LICENSE",
        },
    ),
    Package(
        name="htmx.org",
        licence="0BSD",
        files={
            "dist/htmx.min.js": STATIC / "htmx/htmx.min.js",
            "LICENSE": STATIC / "htmx/LICENSE",
        },
    ),
    Package(
        name="@tabler/icons",
        licence="MIT",
        files={"LICENSE": STATIC / "icons/LICENSE"},
    ),
    Package(
        name="axe-core",
        licence="MPL-2.0",
        files={
            "axe.min.js": TESTS / "axe.min.js",
            "LICENSE": TESTS / "LICENSE",
            "LICENSE-3RD-PARTY.txt": TESTS / "LICENSE-3RD-PARTY.txt",
        },
    ),
)


def without_source_map(content: bytes) -> bytes:
    """Return `content` without the line that points to a source map we do not ship."""
    return SOURCE_MAP.sub(b"", content).rstrip() + b"\n"


def icon_names() -> list[str]:
    """Return the names listed in `icons.txt`, sorted, once each."""
    return sorted(set((HERE / "icons.txt").read_text(encoding="utf-8").split()))


def sprite() -> str:
    """Return one SVG file with a `<symbol>` for each listed icon."""
    symbols = []
    for name in icon_names():
        svg = (MODULES / f"@tabler/icons/icons/outline/{name}.svg").read_text(encoding="utf-8")
        paths = "".join(path.replace(" />", "/>") for path in PATH.findall(svg))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    head = '<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, MIT, see LICENSE -->'
    return "\n".join([head, *symbols, "</svg>", ""])


def write(target: Path, content: bytes) -> dict[str, str]:
    """Write one file and return its line of the manifest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return {
        "path": str(target.relative_to(ROOT)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def vendor(package: Package) -> dict[str, object]:
    """Copy one package's files and return its entry of the manifest."""
    folder = MODULES / package.name
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    written = []
    for source, target in package.files.items():
        content = (folder / source).read_bytes()
        if target.suffix in {".css", ".js"}:
            content = without_source_map(content)
        written.append(write(target, content))
    if package.name == "@tabler/core":
        written.append(write(STATIC / "tabler/LICENSE", (TABLER_NOTICE + MIT).encode()))
    if package.name == "@tabler/icons":
        written.append(write(SPRITE, sprite().encode()))
    return {
        "name": package.name,
        "version": about["version"],
        "licence": package.licence,
        "files": written,
    }


def unused_icons() -> list[str]:
    """Return the icons of `icons.txt` that no template or module of the product names."""
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src/gouvernail").rglob("*")
        if path.suffix in {".py", ".html", ".js"}
    )
    return [name for name in icon_names() if f'"{name}"' not in text]


def main() -> int:
    """Vendor everything, or list unused icons; return a process exit code."""
    if "--unused" in sys.argv[1:]:
        print("\n".join(unused_icons()))
        return 0
    if not MODULES.is_dir():
        sys.stderr.write("Run `npm install --ignore-scripts` in tools/vendor first.\n")
        return 1
    entries = [vendor(package) for package in PACKAGES]
    MANIFEST.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
