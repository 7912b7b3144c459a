"""What was vendored is what the manifest says, with its licences, and nothing points elsewhere."""

import hashlib
import json
import re
from pathlib import Path

from gouvernail.web.icons import MARKS, icon_names

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/gouvernail"
MANIFEST = json.loads((ROOT / "tools/vendor/VENDOR.json").read_text(encoding="utf-8"))
FOLDERS = (SOURCE / "web/static/web/vendor", ROOT / "tests/vendor")


def test_every_vendored_file_has_the_sum_of_the_manifest() -> None:
    for package in MANIFEST:
        for file in package["files"]:
            content = (ROOT / file["path"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == file["sha256"], file["path"]


def test_no_vendored_file_is_outside_the_manifest() -> None:
    listed = {file["path"] for package in MANIFEST for file in package["files"]}
    present = {
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in folder.rglob("*")
        if path.is_file()
    }

    assert present == listed


def test_every_package_comes_with_its_licence_and_a_locked_version() -> None:
    lock = json.loads((ROOT / "tools/vendor/package-lock.json").read_text(encoding="utf-8"))
    for package in MANIFEST:
        assert any("LICENSE" in file["path"] for file in package["files"]), package["name"]
        assert lock["packages"][f"node_modules/{package['name']}"]["version"] == package["version"]


def test_nothing_points_to_a_source_map_or_to_another_host() -> None:
    for path in (SOURCE / "web/static").rglob("*"):
        if path.suffix in {".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            assert "sourceMappingURL" not in text, path
            assert not re.search(r"url\(\s*[\"']?https?:|@import", text), path


def test_every_address_in_our_styles_leads_to_a_file() -> None:
    for path in (SOURCE / "web/static/web/css").glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', path.read_text(encoding="utf-8")):
            assert (path.parent / address).resolve().is_file(), address


def test_the_sprite_holds_the_listed_icons() -> None:
    listed = (ROOT / "tools/vendor/icons.txt").read_text(encoding="utf-8").split()

    assert icon_names() == set(listed)
    assert set(MARKS.values()) <= icon_names()


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    named = {
        name
        for path in SOURCE.rglob("templates/**/*.html")
        for name in re.findall(r'\{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }

    assert named
    assert named <= icon_names()


def test_no_template_has_inline_style_or_script() -> None:
    refused = re.compile(
        r"\sstyle=|\shx-on|\son[a-z]+=\"|<style|<script(?![^>]*\b(src|type=\"application/json\"))"
    )
    for path in SOURCE.rglob("templates/**/*.html"):
        if "email" not in path.parts:
            assert not refused.search(path.read_text(encoding="utf-8")), path


def test_the_theme_of_the_device_uses_the_tokens_of_the_dark_theme() -> None:
    text = (SOURCE / "web/static/web/css/tokens.css").read_text(encoding="utf-8")
    chosen = re.search(r'\[data-bs-theme="dark"\] \{\n(.*?)\n\}', text, re.DOTALL)
    followed = re.search(r':root\[data-theme="auto"\] \{\n(.*?)\n\}', text, re.DOTALL)

    assert chosen is not None
    assert followed is not None
    assert chosen[1] == followed[1]
