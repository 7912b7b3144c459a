"""`demo` and `run` start a whole site and `prepare` readies one.

`web`, `worker`, `sender`, `signer` and `listener` are its processes; each can also be a service of
its own.
"""

import argparse
import functools
import os
import sys
import threading
from pathlib import Path
from typing import NoReturn

from gouvernail.cli.background.children import follow_parent
from gouvernail.cli.main import FAILED, OK, SETTINGS, Run, with_django

SITES = ("alize", "ville")
WSGI = "gouvernail.project.wsgi"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that start processes."""
    demo = subparsers.add_parser("demo", help="start a site with an invented organisation in it")
    demo.add_argument("--site", choices=SITES, default="alize", help="which organisation")
    run = subparsers.add_parser(
        "run", help="start this site: web, worker, sender, signer and listener"
    )
    for parser in (demo, run):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.set_defaults(run=start)
    demo.set_defaults(what="demo")
    run.set_defaults(what="run", site="")

    ready = subparsers.add_parser("prepare", help="migrate and collect files; `run` does it too")
    ready.set_defaults(run=prepare)

    web = subparsers.add_parser("web", help="the process that answers browsers and the API")
    web.add_argument("--port", type=int, default=8000)
    web.add_argument("--host", default="127.0.0.1", help="address to listen on")
    web.add_argument("--threads", type=int, default=4)
    web.add_argument("--workers", type=int, default=2, help="processes (granian only)")
    web.add_argument(
        "--server",
        choices=("granian", "waitress"),
        default="granian",
        help="waitress is one process, for a demo or a small machine",
    )
    web.set_defaults(run=with_django(unless_restoring(serve_web), at_terminal=False))

    background = {
        "worker": (work, "the process of tasks, schedule and outbox"),
        "sender": (send, "the only process that publishes"),
        "signer": (sign, "the process that signs the journal"),
        "listener": (listen, "the process that hears the sources of listening"),
    }
    for name, (run_it, sentence) in background.items():
        process = subparsers.add_parser(name, help=sentence)
        process.set_defaults(run=with_django(unless_restoring(guarded(run_it)), at_terminal=False))


def unless_restoring(run: Run) -> Run:
    """Return `run`, refused while a restore into this home has not ended.

    Until then what was sent since the backup is not known, and would be sent again.
    """

    @functools.wraps(run)
    def unless(given: argparse.Namespace) -> int:
        from gouvernail.continuity.archives import databases, restoring

        mark = restoring.mark(databases.home())
        if mark.exists():
            print(f"a restore has not ended ({mark}): run it again", file=sys.stderr)
            return FAILED
        return run(given)

    return unless


def guarded(run: Run) -> Run:
    """Return `run` beside a guard of its own user, which ends it when it holds a freeze up.

    A process of another user, or of another container, may not kill it: it asks the guard.
    """

    @functools.wraps(run)
    def watched(given: argparse.Namespace) -> int:
        from django.conf import settings
        from django.db import connection

        from gouvernail.foundation.holders import start_guard
        from gouvernail.publishing.sender.locks import FREEZE

        is_file = connection.vendor == "sqlite"
        database = Path(str(connection.settings_dict["NAME"])) if is_file else None
        start_guard(Path(settings.GOUVERNAIL_HOME), FREEZE, database=database)
        return run(given)

    return watched


def start(given: argparse.Namespace) -> NoReturn:
    """Become the supervisor of a site."""
    command = [sys.executable, "-m", "gouvernail.project.processes", given.what]
    command += ["--host", given.host, "--port", str(given.port)]
    if given.site:
        command += ["--site", given.site]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 - no shell: our own interpreter and module


def prepare(_given: argparse.Namespace) -> NoReturn:
    """Become the program that makes a site ready to start."""
    sys.stdout.flush()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    command = [sys.executable, "-m", "gouvernail.project.preparation"]
    os.execv(sys.executable, command)  # noqa: S606 - no shell: our own interpreter and module


def serve_web(given: argparse.Namespace) -> int:
    """Answer HTTP until told to stop."""
    follow_parent()
    if given.server == "waitress":
        serve_with_waitress(given)
    else:
        serve_with_granian(given)
    return OK


def serve_with_waitress(given: argparse.Namespace) -> None:
    """Serve from this process, with threads."""
    from importlib import import_module

    import waitress

    waitress.serve(
        import_module(WSGI).application,
        host=given.host,
        port=given.port,
        threads=given.threads,
        ident="gouvernail",
        clear_untrusted_proxy_headers=True,
    )


def serve_with_granian(given: argparse.Namespace) -> None:
    """Serve from several processes that granian starts and restarts."""
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        f"{WSGI}:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=given.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def work(_given: argparse.Namespace) -> int:
    """Run queued tasks, periodic tasks and outbox readers until told to stop."""
    follow_parent()
    from gouvernail.cli.background.worker import run_worker

    return run_worker()


def send(_given: argparse.Namespace) -> int:
    """Publish what is due until told to stop; the turn under way is ended first.

    Beside it, as the only user who may read the vault's key, values are opened for browsers, and
    alerts are handed to channels of chat, whose addresses are secrets.
    """
    stop = threading.Event()
    follow_parent(stop)
    from gouvernail.credentials.tasks import run_opener
    from gouvernail.listening.tasks.chat import run_chat
    from gouvernail.publishing.tasks import run_sender
    from gouvernail.vault.errors import VaultKeyMissingError
    from gouvernail.vault.keyring import make_keys

    try:
        make_keys(ours=True)
    except VaultKeyMissingError as error:
        print(f"no credential can be opened: {error.message}", file=sys.stderr)
    beside = [
        threading.Thread(target=run, args=(stop,), name=name, daemon=True)
        for name, run in (("opener", run_opener), ("chat", run_chat))
    ]
    for thread in beside:
        thread.start()
    run_sender(stop)
    for thread in beside:
        thread.join(timeout=5)
    return OK


def sign(_given: argparse.Namespace) -> int:
    """Sign the grown log until told to stop; 1 if the key cannot be used."""
    follow_parent()
    from gouvernail.ledger.signer.keys import SigningKeyError
    from gouvernail.ledger.signer.loop import run
    from gouvernail.verification.tasks import sign_list

    try:
        run(besides=sign_list)
    except SigningKeyError as error:
        print(f"the signing key cannot be used: {error}", file=sys.stderr)
        return FAILED
    return OK


def listen(_given: argparse.Namespace) -> int:
    """Hear the sources of listening until told to stop; what was not kept is heard again."""
    stop = threading.Event()
    follow_parent(stop)
    from gouvernail.listening.tasks.listener import run_listener

    run_listener(stop)
    return OK
