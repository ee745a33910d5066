"""Asks C2PA's own library about pictures that the decoder's tests signed, and about the same with a pixel changed."""

import io
import json
import struct
import sys
import zlib
from pathlib import Path

import c2pa

TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
PNG_SIGNATURE = 8


def state(picture: bytes, media_type: str, authority: str) -> tuple[str, list[str]]:
    """The verdict of a reader that trusts this authority alone, and the codes of what it found wrong."""
    trust = {"trust": {"user_anchors": authority}, "verify": {"verify_trust": True}}
    with c2pa.Context.from_dict(trust) as context:
        report = json.loads(c2pa.Reader(media_type, io.BytesIO(picture), context=context).json())
    failures = report["validation_results"]["activeManifest"]["failure"]
    return report["validation_state"], [failure["code"] for failure in failures]


def with_a_pixel_changed(picture: bytes, media_type: str) -> bytes:
    """The first pixel of a PNG; a byte in the middle of the others' compressed pixels, which come last or nearly so."""
    if media_type == "image/png":
        return png_with_a_pixel_changed(picture)
    at = picture.index(b"VP8 ") + 200 if media_type == "image/webp" else len(picture) - 100
    return picture[:at] + bytes([picture[at] ^ 1]) + picture[at + 1 :]


def png_with_a_pixel_changed(picture: bytes) -> bytes:
    out = io.BytesIO()
    out.write(picture[:PNG_SIGNATURE])
    at = PNG_SIGNATURE
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind = picture[at + 4 : at + 8]
        data = picture[at + 8 : at + 8 + length]
        at += length + 12
        if kind == b"IDAT":
            rows = bytearray(zlib.decompress(data))
            rows[1] ^= 1
            data = zlib.compress(bytes(rows), 9)
        out.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return out.getvalue()


def main(folder: Path) -> int:
    pictures = sorted(file for file in folder.glob("*/picture.*") if file.suffix in TYPES)
    if not pictures:
        print(f"no signed picture in {folder}", file=sys.stderr)
        return 1
    wrong = 0
    for file in pictures:
        media_type = TYPES[file.suffix]
        authority = (file.parent / "authority.crt").read_text()
        picture = file.read_bytes()
        verdict, failures = state(picture, media_type, authority)
        changed, found = state(with_a_pixel_changed(picture, media_type), media_type, authority)
        noticed = changed == "Invalid" and "assertion.dataHash.mismatch" in found
        right = verdict == "Trusted" and not failures and noticed
        wrong += not right
        print(f"{file}: {verdict} {failures}; with a pixel changed {changed} {found}{'' if right else '  <- WRONG'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
