"""Have a file read by the confined worker, and believe only what comes back whole.

What people send is never opened in the process that answers pages: one hostile or huge file costs
a process of its own, not the site.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import gouvernail
from gouvernail.kernel.policies.reading import MAX_BYTES
from gouvernail.kernel.policies.wording import WORDS

SECONDS: Final = 60
MOST_CLAUSES: Final = 200
_WORKER: Final = Path(__file__).with_name("reading_worker.py")
_PACKAGE: Final = Path(gouvernail.__file__).parents[1]
_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    "too_slow": {
        "fr": "Ce fichier demande trop de travail pour être lu. Enregistrez-le autrement, ou en"
        " plusieurs parties.",
        "en": "This file takes too much work to read. Save it another way, or in parts.",
    },
    "too_many_clauses": {
        "fr": "Ce fichier donne plus de {limit} clauses : gardez-en la partie qui oblige les gens.",
        "en": "This file gives more than {limit} clauses: keep the part that binds people.",
    },
}


class FileReadingError(Exception):
    """A file that is no policy; `code` is stable, `message` says why in both languages."""

    def __init__(self, code: str, message: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def read_policy(name: str, content: bytes) -> dict[str, Any]:
    """Return the `title`, `summary`, `language`, `clauses` and `warnings` of a file.

    Some tenths of a second and more; never call it inside a transaction.

    Raises:
        FileReadingError: what `kernel.policies.read_file` refuses, `too_slow`, `too_many_clauses`.
    """
    if len(content) > MAX_BYTES:
        raise FileReadingError("file_too_large", _words("file_too_large", limit="20 MB"))
    told = _asked(name, content)
    if problem := told.get("problem"):
        raise FileReadingError(problem, told.get("message") or _words(problem))
    if len(told["clauses"]) > MOST_CLAUSES:
        words = _words("too_many_clauses", limit=MOST_CLAUSES)
        raise FileReadingError("too_many_clauses", words)
    return told


def _asked(name: str, content: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, no shell, a fixed argument
            [sys.executable, "-I", str(_WORKER), str(_PACKAGE)],
            input=json.dumps({"name": name}).encode() + b"\n" + content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # no setting and no key of this process
        )
    except subprocess.TimeoutExpired:
        return {"problem": "too_slow"}
    if done.returncode != 0 or not done.stdout:  # a signal: the limits of the process struck
        return {"problem": "too_slow" if done.returncode < 0 else "file_broken"}
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _words(code: str, **values: object) -> dict[str, str]:
    words = _OWN.get(code) or WORDS[code]
    return {lang: text.format(**values) for lang, text in words.items()}
