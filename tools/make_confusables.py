"""Write the table of confusable characters from the Unicode file.

    python tools/make_confusables.py confusables.txt

`confusables.txt` is the data file of UTS #39 (unicode.org/Public/security/; Debian's `icu` source
package carries it as `source/data/unidata/confusables.txt`). The table keeps one line a prototype:
its code points, then the characters that look like it.
"""

import sys
from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src/gouvernail/kernel/text/confusables.txt"

NOTICE = """\
# Confusable characters, from confusables.txt of UTS #39, version {version}.
# Each line: the prototype (code points joined by +), then the characters that look like it.
# Written by tools/make_confusables.py; do not edit.
#
# Copyright (c) 1991-2022 Unicode, Inc. All rights reserved.
# Distributed under the Terms of Use in https://www.unicode.org/copyright.html.
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of the Unicode data
# files and any associated documentation (the "Data Files") or Unicode software and any associated
# documentation (the "Software") to deal in the Data Files or Software without restriction,
# including without limitation the rights to use, copy, modify, merge, publish, distribute, and/or
# sell copies of the Data Files or Software, and to permit persons to whom the Data Files or
# Software are furnished to do so, provided that either (a) this copyright and permission notice
# appear with all copies of the Data Files or Software, or (b) this copyright and permission notice
# appear in associated Documentation.
#
# THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
# IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
# PURPOSE AND NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR
# HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL
# DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
# ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE
# USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.
#
# Except as contained in this notice, the name of a copyright holder shall not be used in
# advertising or otherwise to promote the sale, use or other dealings in these Data Files or
# Software without prior written authorization of the copyright holder.
"""


def table(source: str) -> str:
    """Return the compact table for the text of the Unicode file."""
    version = "unknown"
    lookalikes: dict[str, list[str]] = defaultdict(list)
    for line in source.removeprefix("\ufeff").splitlines():
        if line.startswith("# Version:"):
            version = line.removeprefix("# Version:").strip()
        fields = line.partition("#")[0].split(";")
        if len(fields) > 1:
            char, prototype = fields[0].split(), fields[1].split()
            lookalikes["+".join(prototype)] += char
    lines = sorted(
        f"{prototype} {' '.join(sorted(chars))}" for prototype, chars in lookalikes.items()
    )
    return NOTICE.format(version=version) + "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the table; return an exit code."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    TABLE.write_text(table(Path(arguments[0]).read_text(encoding="utf-8")), encoding="ascii")
    print(f"{TABLE.name}: {TABLE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
