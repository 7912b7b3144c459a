"""How many events of each stream are decoded in a second of processor, one core.

    python benchmarks/bench_heard.py

Real posts of customers in French (`posts_fr_customer_free`), written as each stream carries them:
Jetstream's JSON, frames of a repository stream with their blocks (hashed and checked), statuses of
Mastodon in HTML. The floor is the parsing of the same bytes alone (`json.loads`, DAG-CBOR). Then
the same events from a socket on the loopback, decoded in batches, with the server in this process:
it shares the processor. Nothing is stored or matched.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import libipld

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from gouvernail.egress import Policy, Sockets
from gouvernail.networks.bluesky import jetstream, repos
from gouvernail.networks.hearing import Gathering, gather
from gouvernail.networks.mastodon import streaming
from tests.servers.jetstream import START, Jetstream, Made, recorded_posts
from tests.servers.mastodon_text import rendered

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
MOST: Final = 1_800
ROUNDS: Final = 5
FLOOR: Final = 5_000  # events a second: decoding must not be what the ingest waits for

Take = Callable[[str | bytes, Gathering], None]


def frame(number: int, event: Made) -> bytes:
    """Return one post as a frame of a repository stream."""
    commit = event["commit"]
    data = libipld.encode_dag_cbor(commit["record"])
    cid = b"\x01\x71\x12\x20" + hashlib.sha256(data).digest()
    size = len(cid) + len(data)
    blocks = b"\x01\xa0" + bytes([size & 0x7F | 0x80, size >> 7]) + cid + data
    path = f"{commit['collection']}/{commit['rkey']}"
    body = {
        "seq": number,
        "repo": event["did"],
        "time": "2026-11-17T08:00:00Z",
        "ops": [{"action": "create", "path": path, "cid": cid}],
        "blocks": blocks,
    }
    return bytes(libipld.encode_dag_cbor({"op": 1, "t": "#commit"}) + libipld.encode_dag_cbor(body))


def status(number: int, event: Made) -> str:
    """Return one post as a message of a Mastodon stream."""
    payload = {
        "id": str(number),
        "uri": f"https://pouet.example/users/a/statuses/{number}",
        "created_at": "2026-11-17T08:00:00Z",
        "visibility": "public",
        "language": "fr",
        "content": rendered(event["commit"]["record"]["text"]),
        "account": {"id": "7", "acct": "ana", "display_name": "Ana", "followers_count": 12},
    }
    return json.dumps({"event": "update", "payload": json.dumps(payload)})


def rate(read: Callable[[Any], object], messages: Sequence[str | bytes]) -> float:
    """Return how many messages are read in a second of processor, the best of a few rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        started = time.process_time()
        for message in messages:
            read(message)
        best = max(best, len(messages) / (time.process_time() - started))
    return best


def decoded(take: Take, messages: Sequence[str | bytes]) -> float:
    """Return the rate of a decoder; every message must be heard."""
    gathering = Gathering()
    for message in messages:
        take(message, gathering)
    if len(gathering.heard) != len(messages):
        raise SystemExit(f"only {len(gathering.heard)} of {len(messages)} were heard")
    return rate(lambda message: take(message, gathering), messages)


def over_a_socket(events: list[Made]) -> float:
    """Return how many events a second come through a socket, decoded; wall clock."""
    server = Jetstream(events)
    policy = Policy(allowed_hosts=frozenset({"127.0.0.1"}))
    cursor, heard = "1", 0
    with Sockets(policy).open(jetstream.address(server.url, cursor=cursor)) as socket:
        started = time.perf_counter()
        decoder = jetstream.Decoder(cursor)
        while heard < len(events):
            batch = gather(socket, decoder.take, cursor=cursor)
            heard, cursor = heard + len(batch.heard), batch.cursor
        seconds = time.perf_counter() - started
    server.stop()
    return heard / seconds


def main() -> int:
    """Print the table; 1 when a decoder is slower than `FLOOR`."""
    if not DATA.is_dir():
        print("The data of tests are not on this machine.")
        return 2
    events = [event for event in recorded_posts(DATA, most=MOST) if record_of(event)]
    texts: list[str | bytes] = [json.dumps(event) for event in events]
    frames: list[str | bytes] = [frame(number, event) for number, event in enumerate(events)]
    statuses: list[str | bytes] = [status(number, event) for number, event in enumerate(events, 1)]
    mastodon = streaming.Decoder("https://pouet.example", now=lambda: START)
    rows = (
        ("Jetstream", decoded(jetstream.Decoder().take, texts), rate(json.loads, texts)),
        (
            "repositories, blocks checked",
            decoded(repos.Decoder().take, frames),
            rate(libipld.decode_dag_cbor_multi, frames),
        ),
        ("Mastodon, HTML read", decoded(mastodon.take, statuses), rate(json.loads, statuses)),
    )
    print(f"{len(events)} posts. Least wanted: {FLOOR} events a second.\n")
    print("| stream | decoded a second | parsing alone | verdict |\n|---|---:|---:|---|")
    for name, ours, floor in rows:
        verdict = "met" if ours >= FLOOR else "missed"
        print(f"| {name} | {ours:,.0f} | {floor:,.0f} | {verdict} |")
    print(f"| Jetstream, over a socket | {over_a_socket(events):,.0f} | | |")
    return int(any(ours < FLOOR for _name, ours, _floor in rows))


def record_of(event: Made) -> bool:
    """Whether a recorded post has words."""
    return bool(event["commit"]["record"]["text"].strip())


if __name__ == "__main__":
    sys.exit(main())
