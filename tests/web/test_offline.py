"""A site needs no network to serve its pages, and no page loads anything elsewhere (T25).

The demo runs in a network namespace of its own, where there is nothing but itself.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.make.offline import SITE, Walk
from tests.make.sites import Site
from tests.migrated import put_tables

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.sqlite  # nothing of it depends on the database


def alone() -> list[str]:
    """Return the command that runs another without a network, or skip."""
    refused = "no unshare: apt-get install util-linux"
    for options in (["--net"], ["--map-root-user", "--net"]):
        command = ["unshare", *options]
        if shutil.which("unshare"):
            tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
            if tried.returncode == 0:
                return command
            refused = tried.stderr.strip()
    pytest.skip(f"no network namespace may be made here: {refused}")


def walk(home: Path, site: str, pages: int) -> dict[str, Any]:
    """Walk a demo without a network, and return what was seen."""
    put_tables(home / "gouvernail.sqlite3")
    command = [*alone(), sys.executable, "-m", "tests.make.offline", str(home), site, str(pages)]
    environment = {
        **Site(home).environment,
        "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.demo",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:] + (home / "log").read_text()[-2000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def judge(told: dict[str, Any], *, pages: int) -> None:
    statuses = told["statuses"]
    assert told["alone"]
    assert {where: status for where, status in statuses.items() if status != 200} == {}
    assert told["elsewhere"] == []
    assert sum("/static/" not in where for where in statuses) >= pages
    assert {Path(where).suffix for where in statuses} >= {".css", ".js", ".woff2", ".svg"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("text/html", '<script src="https://cdn.example/a.js"></script>'),
        ("text/html", '<img src="/a.png" srcset="/b.png 1x, //cdn.example/c.png 2x">'),
        ("text/html", '<link rel="preconnect" href="https://cdn.example">'),
        ("text/html", '<form action="https://elsewhere.example/"></form>'),
        ("text/css", "@font-face { src: url(https://cdn.example/a.woff2) }"),
        ("text/css", '@import "https://cdn.example/a.css";'),
        ("text/javascript", "import a from 'https://cdn.example/a.js';"),
        ("text/javascript", 'fetch("//cdn.example/a.json")'),
        ("text/javascript", 'image.src = "https://cdn.example/a.gif"'),
    ],
)
def test_what_is_loaded_elsewhere_is_seen(kind: str, text: str) -> None:
    walk = Walk()
    walk.read(f"{SITE}/a", kind, text)

    assert len(walk.elsewhere) == 1


@pytest.mark.timeout(180)
def test_the_main_pages_need_no_network(tmp_path: Path) -> None:
    judge(walk(tmp_path, "ville", 25), pages=25)


@pytest.mark.soak
@pytest.mark.timeout(2700)
def test_offline_every_page_that_a_lead_reaches(tmp_path: Path) -> None:
    judge(walk(tmp_path, "alize", 400), pages=150)
