"""Model files that are wrong: what each holds, where it is told, and in which words."""

from typing import Final

FAULTS: Final[dict[str, tuple[dict[str, str], str, str]]] = {
    "not yaml": ({"units": "format: 1\nunits: [\n"}, "units.yaml:3:1", "valid YAML"),
    "no format": ({"units": "units: []\n"}, "units.yaml:1:1", "“format” is missing"),
    "format to come": ({"units": "format: 9\nunits: []\n"}, "units.yaml:1:9", "reads format 1"),
    "unknown key": ({"units": "format: 1\nunit: []\n"}, "units.yaml:2:1", "Unknown key “unit”"),
    "missing name": ({"units": "format: 1\nunits:\n  - code: x\n"}, "units.yaml:3:5", "“name”"),
    "unknown parent": (
        {"units": "format: 1\nunits:\n  - {code: x, name: X, parent: nowhere}\n"},
        "units.yaml:3:5",
        "“nowhere”",
    ),
    "a ring": (
        {
            "units": "format: 1\nunits:\n  - {code: a, name: A, parent: b}\n"
            "  - {code: b, name: B, parent: a}\n"
        },
        "units.yaml:4:5",
        "below itself",
    ),
    "two tops": (
        {"units": "format: 1\nunits:\n  - {code: x, name: X}\n"},
        "units.yaml:3:5",
        "Only one unit",
    ),
    "twice": (
        {
            "units": "format: 1\nunits:\n  - {code: x, name: X, parent: nordet}\n"
            "  - {code: X, name: Y, parent: nordet}\n"
        },
        "units.yaml:4:5",
        "line 3",
    ),
    "unknown time zone": (
        {"charter": "format: 1\norganisation: {name: X, time_zone: Europe/Pariss}\n"},
        "charter.yaml:2:36",
        "“Europe/Pariss”",
    ),
    "unknown country": (
        {"units": "format: 1\nunits:\n  - {code: x, name: X, parent: nordet, country: ZZ}\n"},
        "units.yaml:3:49",
        "“ZZ” is no country",
    ),
    "unknown language": (
        {"audiences": "format: 1\naudiences:\n  - {code: a, title: A, languages: [fr, xy]}\n"},
        "audiences.yaml:3:41",
        "“xy” is no language",
    ),
    "unknown person": (
        {"roles": "format: 1\nroles:\n  - {person: no@one.example, role: lead, unit: energy}\n"},
        "roles.yaml:3:5",
        "import people first",
    ),
    "reviewer without a seat": (
        {"roles": "format: 1\nroles:\n  - {person: CLAIRE, role: reviewer, unit: energy}\n"},
        "roles.yaml:3:5",
        "needs a seat",
    ),
    "no such role": (
        {"roles": "format: 1\nroles:\n  - {role: king, person: CLAIRE, unit: energy}\n"},
        "roles.yaml:3:12",
        "“king” is not possible",
    ),
    "scale": (
        {
            "charter": "format: 1\nrisks:\n  - title: R\n    unit: energy\n"
            "    category: regulatory\n    likelihood: 9\n    impact: 1\n"
        },
        "charter.yaml:6:17",
        "from 1 to 5",
    ),
    "time": (
        {
            "charter": "format: 1\nduties:\n  - title: D\n    unit: energy\n    role: delegate\n"
            "    by_time: 25:00\n"
        },
        "charter.yaml:6:14",
        "such as 09:30",
    ),
    "day": (
        {
            "charter": "format: 1\nduties:\n  - title: D\n    unit: energy\n    role: delegate\n"
            "    by_time: 09:00\n    days: [lundi]\n"
        },
        "charter.yaml:7:12",
        "mon, tue",
    ),
    "unknown channel": (
        {
            "charter": "format: 1\ndocuments:\n  - title: D\n    address: /x/\n"
            "    channels: [Nowhere]\n"
        },
        "charter.yaml:3:5",
        "No channel is called",
    ),
    "alias": ({"units": "format: 1\nunits: &x []\nother: *x\n"}, "units.yaml:3:8", "in a model"),
}
