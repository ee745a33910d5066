"""Draws a picture for every row of a CSV file. Stop it at any time and start it again: it goes on where it stopped.

python3 batch.py prompts.csv pictures

The columns `file` and `prompt` are needed; any other is a field of a prompt, such as `seed` or `negative_prompt`.
Needs Python 3.9 or newer and a gateway: the one of `./calotype up`, or the one that CALOTYPE_URL names, with a key in
CALOTYPE_KEY where it wants one.
"""

import csv
import hashlib
import http.client
import json
import os
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

GATEWAY = os.environ.get("CALOTYPE_URL", "http://127.0.0.1:8080")
KEY = os.environ.get("CALOTYPE_KEY")
AT_ONCE = 8
PATIENCE = 120  # seconds without a byte; the gateway sends a heartbeat far more often
INTEGERS = {"width", "height", "steps", "priority"}
FORMATS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}
FLOATS = {"guidance_scale", "guidance_rescale", "strength", "true_cfg_scale"}
LATER = {429, 502, 503, 504}


class FailedError(Exception):
    """A picture that will not come, however often it is asked for."""


def request(path, body=None, **headers):
    if KEY:
        headers["Authorization"] = "Bearer " + KEY
    data = None if body is None else json.dumps(body).encode()
    return urllib.request.urlopen(urllib.request.Request(GATEWAY + path, data, headers), timeout=PATIENCE)


def fields(row):
    """The row as a prompt; empty cells take the model's defaults, and the file's ending is the format."""
    made = {name: value for name, value in row.items() if value and name != "file"}
    made["output_format"] = FORMATS[Path(row["file"]).suffix.lower()]
    made.update({name: int(made[name]) for name in INTEGERS & made.keys()})
    made.update({name: float(made[name]) for name in FLOATS & made.keys()})
    return made


def picture(prompt_id):
    """The picture's bytes, or None where it is not stored yet."""
    try:
        with request(f"/v1/images/{prompt_id}/0") as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise


def wait(prompt_id):
    """Reads the prompt's events until its image has ended."""
    with request(f"/v1/prompts/{prompt_id}/events", Accept="text/event-stream") as events:
        name = ""
        for line in events:
            text = line.decode().rstrip("\n")
            if text.startswith("event:"):
                name = text[6:].strip()
            elif text.startswith("data:") and name in ("failed", "cancelled"):
                problem = json.loads(text[5:]).get("problem") or {}
                raise FailedError(problem.get("detail") or name)
            elif name == "end":
                return


def draw(row):
    """Asks for a picture. The key makes asking again safe: the same row is the same prompt."""
    body = fields(row)
    key = hashlib.sha256(json.dumps([row["file"], body], sort_keys=True).encode()).hexdigest()
    with request("/v1/prompts", body, **{"Content-Type": "application/json", "Idempotency-Key": key}) as answer:
        prompt_id = json.load(answer)["id"]
    found = picture(prompt_id)
    while found is None:
        wait(prompt_id)
        found = picture(prompt_id)
    return found


def pause(error, tries):
    """How long to wait before asking again, in seconds; None where that would not help."""
    if isinstance(error, urllib.error.HTTPError):
        if error.code not in LATER:
            return None
        return float(error.headers.get("Retry-After") or 1)
    return min(30, 2**tries)


def detail(error):
    try:
        return json.load(error)["detail"]
    except (ValueError, KeyError):
        return f"HTTP status {error.code}"


def keep(row, folder):
    """Draws one row's picture and moves it into place, so that a file is there whole or not at all."""
    tries = 0
    while True:
        try:
            data = draw(row)
            target = folder / row["file"]
            draft = target.with_name(target.name + ".part")
            draft.write_bytes(data)
            draft.replace(target)
            return
        except (OSError, http.client.HTTPException) as error:  # urllib's own errors are OSErrors
            seconds = pause(error, tries)
            if seconds is None:
                raise FailedError(detail(error)) from error
            tries += 1
            time.sleep(seconds)


def rows(file):
    with Path(file).open(newline="", encoding="utf-8-sig") as lines:
        read = list(csv.DictReader(lines))
    for number, row in enumerate(read, 2):
        if not row.get("file") or not row.get("prompt"):
            sys.exit(f"{file}, line {number}: needs a file and a prompt")
        if Path(row["file"]).name != row["file"] or Path(row["file"]).suffix.lower() not in FORMATS:
            sys.exit(f"{file}, line {number}: {row['file']} is not a plain name that ends in .png, .jpg or .webp")
    return read


def require_gateway():
    try:
        request("/v1/models").close()
    except urllib.error.HTTPError as error:
        sys.exit(f"{GATEWAY} refuses: {detail(error)}")
    except OSError as error:
        sys.exit(f"no gateway at {GATEWAY} ({error.reason}); ./calotype up starts one")


def main(file, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = rows(file)
    require_gateway()
    missing = [row for row in wanted if not (folder / row["file"]).exists()]
    print(f"{len(wanted)} rows, {len(wanted) - len(missing)} are drawn already", flush=True)
    failures, start = 0, time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        drawing = {pool.submit(keep, row, folder): row for row in missing}
        try:
            for done, future in enumerate(as_completed(drawing), 1):
                row = drawing[future]
                try:
                    future.result()
                    print(f"{done}/{len(missing)} {row['file']} ({time.monotonic() - start:.0f} s)", flush=True)
                except FailedError as error:
                    failures += 1
                    print(f"{done}/{len(missing)} {row['file']}: {error}", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            print("stopped; start it again to go on", file=sys.stderr, flush=True)
            os._exit(130)  # without waiting for what is under way
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
