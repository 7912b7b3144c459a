"""What is said of each organisation: weeks of mentions, and a rise this morning.

Every text, name and address is invented. Its sources are paused: nothing leaves the machine.
"""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import yaml

from demo.team import Site
from gouvernail.listening.actions import NewSource, add_source, note_silence, take_in
from gouvernail.listening.actions.topics import TopicFacts, create_topic, tune_topic
from gouvernail.listening.models import Source
from gouvernail.listening.tasks import look_for_spikes, look_through_the_past
from gouvernail.networks.contract.heard import Batch, Heard, What

FOLDER: Final = Path(__file__).with_name("heard")
NETWORKS: Final = {"jetstream": "bluesky", "mastodon_stream": "mastodon", "feed": "web"}
HOURS: Final = (7, 8, 8, 9, 10, 12, 12, 13, 17, 18, 18, 19, 20, 21)
QUARTER: Final = timedelta(minutes=15)


def load_listening(site: Site) -> None:
    """Load what the site's file says is heard."""
    told = yaml.safe_load(
        (FOLDER / f"{site.facts['organisation']['code']}.yaml").read_text("utf-8")
    )
    at = site.before(days=told["days"] + 2)
    for topic in told["topics"]:
        _topic(site, topic, at)
    look_through_the_past(at)
    sources = [_source(site, source, at) for source in told["sources"]]
    heard = (
        _weeks(site, told, sources) + _addressed(site, told, sources) + _rise(site, told, sources)
    )
    _take(site, heard)
    for source in sources:
        if source.is_listening:
            note_silence(source_id=source.pk, at=site.today)
    first = site.today.astimezone(UTC) - timedelta(hours=3)
    for place in range(13):
        look_for_spikes(first + place * QUARTER + timedelta(minutes=1))


def _topic(site: Site, told: dict[str, Any], at: datetime) -> None:
    facts = TopicFacts(
        name_fr=told["name"],
        name_en=told["name_en"],
        kind=told["kind"],
        query=told["query"],
        retention=told.get("retention", "year"),
    )
    unit = site.units[told["unit"]]
    topic = create_topic(facts=facts, unit_id=unit.pk, by=site.lead, at=at)
    if "sensitivity" in told:
        tune_topic(topic.pk, sensitivity=told["sensitivity"], by=site.lead, at=at)


def _source(site: Site, told: dict[str, Any], at: datetime) -> Source:
    new = NewSource(
        kind=told["kind"],
        name=told["name"],
        unit=site.root,
        address=told["address"],
        options=told.get("options", {}),
    )
    return add_source(new=new, by=site.lead, at=at, paused=True)


def _drawn(*parts: object) -> int:
    """Return a number drawn from its parts: the same demo every time."""
    return int(sha256("/".join(map(str, parts)).encode()).hexdigest()[:8], 16)


Said = tuple[Source, Heard]


def _post(
    site: Site, told: dict[str, Any], source: Source, text: str, at: datetime, mark: str
) -> Said:
    number = _drawn("post", mark)
    places, people = told["places"], told["people"]
    who = people[number % len(people)]
    words = text.format(place=places[number // 7 % len(places)], number=2 + number % 40)
    network = NETWORKS[source.kind]
    key = sha256(mark.encode()).hexdigest()[:13]
    heard = Heard(
        network=network,
        what=What.POST,
        remote_id=f"{site.facts['organisation']['code']}-{key}",
        url=f"https://{network}.example/{who}/{key}",
        author_id=who,
        author_handle=f"{who}.example" if network == "bluesky" else who,
        author_name=who.replace(".", " ").replace("_", " ").title(),
        author_followers=_drawn("followers", who) % 4_000,
        posted_at=at.astimezone(UTC),
        text=words,
    )
    return source, heard


def _weeks(site: Site, told: dict[str, Any], sources: list[Source]) -> list[Said]:
    said = []
    texts = [*told["spoken"]["fr"], *told["spoken"]["fr"], *told["spoken"]["en"]]
    for day in range(told["days"], 0, -1):
        for place in range(told["a_day"] - (_drawn("less", day) % 4)):
            mark = f"{day}-{place}"
            number = _drawn("week", mark)
            hour = HOURS[number % len(HOURS)] - 8  # `today` is eight o'clock
            at = site.today - timedelta(days=day) + timedelta(hours=hour, minutes=number // 14 % 60)
            source = sources[number // 840 % len(sources)]
            said.append(_post(site, told, source, texts[number // 9 % len(texts)], at, mark))
    return said


def _addressed(site: Site, told: dict[str, Any], sources: list[Source]) -> list[Said]:
    said = []
    for one in told["addressed"]:
        network, _slash, handle = one["to"].partition("/")
        source = next(each for each in sources if NETWORKS[each.kind] == network)
        at = site.today - timedelta(hours=one["hours"])
        key = sha256(one["text"].encode()).hexdigest()[:13]
        heard = Heard(
            network=network,
            what=What.POST,
            remote_id=key,
            url=f"https://{network}.example/{one['who']}/{key}",
            author_id=one["who"],
            author_handle=f"{one['who']}.example",
            author_name=one["who"].replace(".", " ").title(),
            author_followers=_drawn("followers", one["who"]) % 4_000,
            posted_at=at.astimezone(UTC),
            text=one["text"],
            mentions=(handle,),
            has=frozenset({"mention"}),
        )
        said.append((source, heard))
    return said


def _rise(site: Site, told: dict[str, Any], sources: list[Source]) -> list[Said]:
    rise = told["spike"]
    live = [source for source in sources if source.kind != Source.Kind.FEED]
    begun = site.today - timedelta(hours=rise["hours"])
    said = []
    for place in range(rise["number"]):
        at = begun + timedelta(seconds=100 * place)
        text = rise["texts"][_drawn("rise", place) % len(rise["texts"])]
        said.append(_post(site, told, live[place % len(live)], text, at, f"rise-{place}"))
    return said


def _take(site: Site, said: list[Said]) -> None:
    """Take in what each source gave, day by day."""
    days: dict[tuple[datetime, Source], list[Heard]] = defaultdict(list)
    now = site.today.astimezone(UTC)
    for source, heard in sorted(said, key=lambda pair: pair[1].posted_at):
        back = (now - heard.posted_at).days
        days[now - timedelta(days=back), source].append(heard)
    for number, ((at, source), posts) in enumerate(sorted(days.items(), key=lambda p: p[0][0])):
        take_in(source_id=source.pk, batch=Batch(heard=tuple(posts), cursor=str(number)), at=at)
