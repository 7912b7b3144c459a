"""Where private keys come from: files, the environment, or a systemd credential.

`GOUVERNAIL_VAULT_KEY_SOURCE` chooses. Only files can be written by the product itself; the others
are given several PEM blocks one after the other during a rotation, newest last. Hardware tokens
(PKCS#11) and Vault's transit engine are not built: asking for them is refused by name.
"""

import os
import re
from pathlib import Path
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from gouvernail.foundation.modes import open_file, private_folder
from gouvernail.vault.errors import (
    KeyFileExistsError,
    KeySourceReadOnlyError,
    VaultKeyMissingError,
)
from gouvernail.vault.keyring.boxes import short_id

CREDENTIAL: Final = "vault.key"
CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"  # set by systemd, LoadCredential=
BLOCK: Final = re.compile(rb"-----BEGIN [^-]+-----.+?-----END [^-]+-----", re.DOTALL)


class Source(Protocol):
    """One place private keys may come from."""

    name: str

    def held(self) -> list[X25519PrivateKey]:
        """Return the keys there, oldest first; none where there is none."""
        ...

    def make_first(self) -> bool:
        """Make a key where there is none yet; return whether one was made."""
        ...

    def add(self, key: X25519PrivateKey) -> None:
        """Keep one more key.

        Raises:
            KeySourceReadOnlyError: the place cannot be written by the product.
        """
        ...

    def remove(self, names: set[str]) -> None:
        """Forget the keys of these ids for good.

        Raises:
            KeySourceReadOnlyError: the place cannot be written by the product.
        """
        ...


class Files:
    """The private key file, and beside it a folder with those that came after it.

    For one user, unless another `mode` is given.
    """

    def __init__(self, path: Path, *, mode: int = 0o600) -> None:
        self.path, self.name, self.mode = path, path.name, mode
        self.folder = path.with_name(f"{path.name}.d")

    def held(self) -> list[X25519PrivateKey]:
        """Return the first key, then the later ones by date."""
        later = sorted(self.folder.glob("*.pem"), key=lambda each: each.stat().st_mtime_ns)
        paths = [path for path in (self.path, *later) if path.exists()]
        return [key for path in paths for key in _read(path)]

    def make_first(self) -> bool:
        """Write a new key, unless there is one."""
        if self.path.exists():
            return False
        write_once(self.path, private_pem(X25519PrivateKey.generate()), mode=self.mode)
        return True

    def add(self, key: X25519PrivateKey) -> None:
        """Write it in the folder under its id."""
        self.folder.mkdir(mode=0o750 if self.mode & 0o040 else 0o700, exist_ok=True)
        write_once(self.folder / f"{_id(key)}.pem", private_pem(key), mode=self.mode)

    def remove(self, names: set[str]) -> None:
        """Delete their files; when the first one goes, the oldest that stays takes its place."""
        for path in [self.path, *self.folder.glob("*.pem")]:
            if path.exists() and {_id(key) for key in _read(path)} <= names:
                path.unlink()
        left = self.held()
        if left and not self.path.exists():
            write_once(self.path, private_pem(left[0]), mode=self.mode)
            (self.folder / f"{_id(left[0])}.pem").unlink(missing_ok=True)


class Text:
    """Keys given to the process as text, which it cannot change."""

    def __init__(self, name: str, text: bytes) -> None:
        self.name, self.text = name, text

    def held(self) -> list[X25519PrivateKey]:
        """Return the keys in the order given."""
        return _parsed(self.text, self.name)

    def make_first(self) -> bool:
        """Make none: whoever gives the text makes the key (`gouvernail keys new`)."""
        return False

    def add(self, key: X25519PrivateKey) -> None:  # noqa: ARG002 - the protocol's
        """Refuse."""
        raise KeySourceReadOnlyError(self.name)

    def remove(self, names: set[str]) -> None:  # noqa: ARG002 - the protocol's
        """Refuse."""
        raise KeySourceReadOnlyError(self.name)


def source() -> Source:
    """Return the place that the settings name.

    Raises:
        VaultKeyMissingError: no such kind of place.
    """
    kind = settings.VAULT_KEY_SOURCE
    if kind == "file":
        return Files(Path(settings.VAULT_PRIVATE_KEY_FILE))
    if kind == "environment":
        return Text("GOUVERNAIL_VAULT_PRIVATE_KEY", settings.VAULT_PRIVATE_KEY.encode())
    if kind == "credential":
        path = Path(os.environ.get(CREDENTIALS, "")) / CREDENTIAL
        return Text(CREDENTIAL, path.read_bytes() if path.is_file() else b"")
    raise VaultKeyMissingError(f"GOUVERNAIL_VAULT_KEY_SOURCE={kind}")


def private_pem(key: X25519PrivateKey) -> bytes:
    """Return a private key as text."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_once(path: Path, content: bytes, *, mode: int) -> None:
    """Write a whole file where there is none; if there is one already, it stands."""
    draft = _draft(path, content, mode=mode)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first, and its key stands
    finally:
        draft.unlink()


def replace(path: Path, content: bytes, *, mode: int) -> None:
    """Write a whole file in place of the one there, in one step that survives a power cut."""
    _draft(path, content, mode=mode).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_new(path: Path, content: bytes, *, mode: int) -> None:
    """Write a file that must not exist yet.

    Raises:
        KeyFileExistsError: it does.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise KeyFileExistsError(path.name) from None
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_private_key(path: Path) -> X25519PrivateKey:
    """Return the private key in a PEM file.

    Raises:
        VaultKeyMissingError: no such file, not ours to read, or not a key.
    """
    keys = _read(path)
    if not keys:
        raise VaultKeyMissingError(path.name)
    return keys[-1]


def _draft(path: Path, content: bytes, *, mode: int) -> Path:
    private_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)  # of a process that was cut; nothing is written to another's
    handle = open_file(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _read(path: Path) -> list[X25519PrivateKey]:
    try:
        return _parsed(path.read_bytes(), path.name)
    except OSError:
        raise VaultKeyMissingError(path.name) from None


def _parsed(text: bytes, name: str) -> list[X25519PrivateKey]:
    """Return the keys of every PEM block.

    Raises:
        VaultKeyMissingError: there is text and no key in it, or a block is no such key.
    """
    blocks = BLOCK.findall(text)
    if text.strip() and not blocks:
        raise VaultKeyMissingError(name)
    keys = []
    for block in blocks:
        try:
            key = load_pem_private_key(block, password=None)
        except (ValueError, TypeError):
            raise VaultKeyMissingError(name) from None
        if not isinstance(key, X25519PrivateKey):
            raise VaultKeyMissingError(name)
        keys.append(key)
    return keys


def _id(key: X25519PrivateKey) -> str:
    return short_id(key.public_key()).hex()
