"""From a socket to a mention that can be found and counted: posts a second of processor, one core.

    python benchmarks/bench_ingest.py [posts]

Real posts of customers in French, repeated with other numbers where more are asked for (20,000 by
default), served in Jetstream's format on the loopback by another process; 10,000 topics whose
queries are drawn from the words of those posts, as `bench_queries` draws them. What is measured is
the listener: decoding, matching, language and sentiment of what is kept, mentions, links, hourly
and daily sums, quarters of an hour, terms, cursor and journal, committed. Two streams:

- a whole network, of which about one post in a hundred is about a topic;
- a flood about us: every post is kept.

Beside them, the memory of the process, and the floor: the same posts decoded and matched, not kept.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.big_site import databases, ready, run_in

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = Path(os.environ.get("GOUVERNAIL_TEST_DATA", ROOT.parent / "shared" / "data"))
POSTS: Final = 20_000
TOPICS: Final = 10_000
POSTS_ASKED: Final = "BENCH_INGEST_POSTS"
TOPICS_ASKED: Final = "BENCH_INGEST_TOPICS"
MEASURED: Final = "BENCH_INGEST"
SERVE: Final = "serve"
OF_US: Final = "nordet"


def main() -> int:
    """Measure on each database, and print one table."""
    if len(sys.argv) > 1 and sys.argv[1] == SERVE:
        return serve(int(sys.argv[2]), share=float(sys.argv[3]))
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    topics = min(TOPICS, posts)
    if MEASURED in os.environ:
        print(json.dumps(measured(int(os.environ[POSTS_ASKED]), int(os.environ[TOPICS_ASKED]))))
        return 0
    print("| database | stream | posts | kept | posts/s of processor | of the floor | memory, MB |")
    print("|---|---|---|---|---|---|---|")
    for database in databases():
        asked = {MEASURED: "1", POSTS_ASKED: str(posts), TOPICS_ASKED: str(topics)}
        lines = run_in(database, __file__, **asked)
        for row in json.loads(lines[-1]):
            print(f"| {database} | " + " | ".join(map(str, row)) + " |")
    print(f"\n{topics:,} topics; load of the machine {os.getloadavg()[1]:.1f}")
    return 0


def serve(number: int, *, share: float) -> int:
    """Tell posts to whoever connects, from another process, until killed."""
    from gouvernail.foundation.ids import uuid7
    from tests.servers.jetstream import Jetstream, made_post, recorded_posts

    real = [event["commit"]["record"]["text"] for event in recorded_posts(DATA, most=20_000)]
    drawn = random.Random(7)  # noqa: S311 - which posts, not a secret
    events = []
    for each in range(number):
        about = f" {OF_US}" if drawn.random() < share else ""
        text = f"{real[each % len(real)]} {each}{about}"
        author = f"did:plc:{uuid7().hex[:24]}"
        events.append(made_post(each, text, author=author, langs=["fr"]))
    server = Jetstream(events)
    print(server.url, flush=True)
    time.sleep(3_600)
    return 0


def measured(posts: int, topics: int) -> list[list[object]]:
    """Return one row a stream, on the database of this process."""
    ready()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    floor = _prepared(topics)
    rows = []
    for name, share in (("a whole network", 0.0), ("all of it about us", 1.0)):
        kept, seconds = _heard(posts, share)
        rate, memory = posts / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        shown = (f"{posts:,}", f"{kept:,}", f"{rate:,.0f}", f"{rate / floor:.2f}", memory)
        rows.append([name, *shown])
    return rows


def _prepared(topics: int) -> float:
    """Make the topics; return how many posts a second are decoded and matched, and no more."""
    from gouvernail.foundation.clock import now
    from gouvernail.kernel.queries import Document, prepare
    from gouvernail.kernel.text import fold, words
    from gouvernail.listening.models import Topic
    from gouvernail.listening.queries.matchers import current_topics
    from gouvernail.networks.bluesky.jetstream import decode
    from tests.make.people import make_person, make_unit
    from tests.servers.jetstream import recorded_posts

    events = recorded_posts(DATA, most=2_000)
    counts: Counter[str] = Counter()
    for event in events:
        counts.update(set(words(fold(event["commit"]["record"]["text"]))))
    # Words that few posts hold, two by two: together they match about one post in a hundred.
    rare = sorted(word for word, number in counts.items() if number <= 3 and len(word) > 3)
    drawn = random.Random(11)  # noqa: S311 - which words, not a secret
    at = now()
    unit = make_unit(name="Group", code="group")
    owner = make_person(name="The lead", home_unit=unit)
    told = {"unit": unit, "owner": owner, "created_at": at, "changed_at": at}
    queries = [OF_US, *(" ".join(drawn.sample(rare, 2)) for _ in range(topics - 1))]
    Topic.objects.bulk_create(
        [Topic(name_fr=f"Sujet {n}", query=query, **told) for n, query in enumerate(queries)],
        batch_size=500,
    )
    matcher = current_topics().matcher
    lines = [json.dumps(event) for event in events]
    begun = time.process_time()
    heard: list[Any] = [decode(line) for line in lines]
    matcher.match(prepare(Document(text=one.text, lang=one.lang) for one in heard))
    return len(lines) / (time.process_time() - begun)


def _heard(posts: int, share: float) -> tuple[int, float]:
    """Listen to a stream until its last post is committed; return what was kept, and seconds."""
    from django.db import connection

    from gouvernail.listening.models import Mention, Position, Source
    from gouvernail.listening.tasks.listener import Listener
    from gouvernail.people.models import Person, Unit
    from tests.make.listening import make_source

    command = [sys.executable, __file__, SERVE, str(posts), str(share)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            url = server.stdout.readline().strip() if server.stdout else ""
            unit, by = Unit.objects.get(code="group"), Person.objects.get(name="The lead")
            Source.objects.update(paused_at=Source.objects.values("added_at")[:1])
            source = make_source(unit=unit, by=by, address=url)
            Position.objects.filter(source=source).update(cursor="1")
            begun, listener = time.process_time(), Listener()
            listener.look()
            while Position.objects.values_list("heard", flat=True).get(source=source) < posts:
                if not listener.turn():
                    listener.rest(0.05)
            seconds = time.process_time() - begun
            listener.stop()
        finally:
            server.kill()
    kept = Mention.objects.filter(source=source).count()
    connection.close()
    return kept, seconds


if __name__ == "__main__":
    sys.exit(main())
