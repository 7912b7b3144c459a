"""A real server of the Mastodon API on loopback: snac2, from Debian, without root.

The package is fetched through an apt configuration of its own (the system's sources stay as
they are) and only extracted. On Debian 12 it comes from backports, later from main.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.asking import ask
from tests.servers.tools import (
    NotInstalledError,
    Running,
    accepts,
    free_ports,
    fresh_folder,
    is_stamped,
    stamp,
    tools_folder,
)

_VERSION = "1"
_DEBIAN = "http://deb.debian.org/debian"
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def _folder() -> Path:
    return tools_folder() / "snac2"


def _program() -> Path:
    return _folder() / "root" / "usr" / "bin" / "snac"


def is_installed() -> bool:
    """Whether the program is there."""
    return is_stamped(_folder(), _VERSION) and _program().is_file()


def _archive() -> str:
    """Return the Debian archive this machine already uses, so that its mirror serves us too."""
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN) $(COMPONENT)"],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in listed.stdout.splitlines():
        address, _, rest = line.partition(" ")
        if rest.startswith("Debian main") and not address.rstrip("/").endswith("-security"):
            return address.rstrip("/")
    return _DEBIAN


def _suite() -> str:
    release = Path("/etc/os-release").read_text()
    found = re.search(r"^VERSION_CODENAME=(\w+)", release, re.MULTILINE)
    codename = found[1] if found else "bookworm"
    return "bookworm-backports" if codename == "bookworm" else codename


def install() -> None:
    """Fetch and extract the package; a few seconds, under a megabyte installed."""
    folder = fresh_folder(_folder())
    for name in ("state/lists/partial", "cache/archives/partial", "etc/parts", "download"):
        (folder / "apt" / name).mkdir(parents=True)
    sources = folder / "apt" / "etc" / "sources.list"
    sources.write_text(f"deb [signed-by={_KEYRING}] {_archive()} {_suite()} main\n")
    options = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": folder / "apt" / "etc" / "parts",
        "Dir::State": folder / "apt" / "state",
        "Dir::State::Lists": folder / "apt" / "state" / "lists",
        "Dir::State::Status": "/var/lib/dpkg/status",
        "Dir::Cache": folder / "apt" / "cache",
        "APT::Sandbox::User": "root",
        "Acquire::Retries": "3",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
    }
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    subprocess.run([*apt, "update"], check=True)
    download = folder / "apt" / "download"
    subprocess.run([*apt, "download", "snac2"], cwd=download, check=True)
    (package,) = download.glob("snac2_*.deb")
    subprocess.run(["dpkg", "-x", package, folder / "root"], check=True)
    shutil.rmtree(folder / "apt")
    stamp(folder, _VERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnacAccount:
    """An account of the test server and the password of its sign-in form."""

    name: str
    password: str


class Snac2:
    """A running server. `url` is where it answers."""

    def __init__(self) -> None:
        if not is_installed():
            raise NotInstalledError("snac2")
        base = Path(tempfile.mkdtemp(prefix="snac2-"))
        self.folder = base / "data"
        (self.port,) = free_ports(1)
        self.url = f"http://localhost:{self.port}"
        answers = f"127.0.0.1\n{self.port}\nlocalhost:{self.port}\n\nadmin@example.test\n"
        self._snac("init", given=answers)
        settings = self.folder / "server.json"
        settings.write_text(json.dumps({**json.loads(settings.read_text()), "protocol": "http"}))
        # It reads its users when it starts.
        self.account = self.create_account(f"u{secrets.token_hex(4)}")
        self._running = Running([_program(), "httpd", self.folder], folder=base)
        self._running.wait_until(lambda _said: accepts(self.port))

    def stop(self) -> None:
        """Stop it and throw its data away."""
        self._running.stop()
        shutil.rmtree(self.folder.parent, ignore_errors=True)

    def create_account(self, name: str) -> SnacAccount:
        """Return a new account."""
        said = self._snac("adduser", name)
        password = said.split("password is ")[-1].split()[0].strip()
        return SnacAccount(name=name, password=password)

    def write_bio(self, account: SnacAccount, text: str) -> None:
        """Write what the profile says of itself, as its owner would; the next reading shows it."""
        place = self.folder / "user" / account.name / "user.json"
        place.write_text(json.dumps({**json.loads(place.read_text()), "bio": text}))
        for kept in self.folder.glob("object/*/*.json"):  # what it serves is what it kept
            if json.loads(kept.read_text()).get("preferredUsername") == account.name:
                kept.unlink()

    def sign_in(self, authorize_url: str, account: SnacAccount) -> tuple[str, str]:
        """Fill in the server's own sign-in form; return the code and the state it redirects."""
        form = ask("GET", authorize_url)
        hidden = {
            unescape(name): unescape(value) for name, value in _HIDDEN.findall(form.body.decode())
        }
        filled = {**hidden, "login": account.name, "passwd": account.password}
        answer = ask(
            "POST",
            f"{self.url}/oauth/x-snac-login",
            headers={"content-type": "application/x-www-form-urlencoded"},
            body=urlencode(filled).encode(),
        )
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        return query["code"][0], query.get("state", [""])[0]

    def _snac(self, command: str, *arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [_program(), command, self.folder, *arguments],
            input=given,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        return done.stdout + done.stderr
