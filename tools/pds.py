"""Start a Bluesky server on this machine with one account, and say how to connect it.

    make pds                 the account alize.test
    make pds ARGS=ville.test another handle

Everything it holds is thrown away when it stops. It listens on loopback only.
"""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.servers.pds.server import Pds


def main(arguments: list[str]) -> int:
    """Run until interrupted."""
    handle = arguments[0] if arguments else "alize.test"
    server = Pds()
    try:
        account = server.create_account(handle)
        print(f"A Bluesky server answers at {server.url}\n")
        print(f"  handle        {account.handle}")
        print(f"  app password  {account.app_password}")
        print(f"  server        {server.url}\n")
        print(f"Its posts: {server.url}/xrpc/com.atproto.repo.listRecords?", end="")
        print(f"repo={account.did}&collection=app.bsky.feed.post")
        print("Ctrl-C stops it and throws its data away.", flush=True)
        signal.pause()
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
