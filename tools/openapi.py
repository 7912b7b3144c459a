"""Write docs/reference/openapi.json from the code; with --check, say if it is stale and fail."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "reference" / "openapi.json"


def main(arguments: list[str]) -> int:
    """Write or compare the description."""
    import django

    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.test")
    django.setup()
    schema = import_module("gouvernail.api.app").api.get_openapi_schema()
    plain = json.loads(json.dumps(schema, default=str))  # status codes are numbers in the schema
    text = json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text
    if stale and "--check" in arguments:
        print("docs/reference/openapi.json: stale; run `make openapi`")
        return 1
    PAGE.write_text(text, encoding="utf-8")
    print(f"docs/reference/openapi.json: {'written' if stale else 'up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
