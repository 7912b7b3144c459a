"""Write docs/reference/rule-pack.schema.json from the code; with --check, say if it is stale."""

import json
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "reference" / "rule-pack.schema.json"


def written() -> str:
    """Return the schema as the file holds it."""
    sys.path.insert(0, str(ROOT / "src"))
    from gouvernail.kernel.rules.canonical import digest_of
    from gouvernail.kernel.rules.schema import pack_schema

    schema = pack_schema()
    digest_of(schema)  # nothing that JSON cannot hold
    return json.dumps(schema, indent=1, ensure_ascii=False, default=dict) + "\n"


def main(arguments: list[str]) -> int:
    """Write or compare the schema."""
    text = written()
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
    if stale and "--check" in arguments:
        print("docs/reference/rule-pack.schema.json: stale; run python tools/rule_pack_schema.py")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"docs/reference/rule-pack.schema.json: {'written' if stale else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
