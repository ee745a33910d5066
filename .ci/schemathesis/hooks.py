"""What the schema cannot say of Calotype's API.

A valid request asks for what a small machine draws in a moment, and names nothing that only the deployment knows:
models, LoRAs, control models, schedulers, how much its upscaler enlarges, pictures and their steps, pages of the
gallery, webhooks.
Invalid requests are sent as they are generated.
"""

import base64

import schemathesis
from hypothesis import strategies

SMALL_PROMPT = {"steps": 1, "n": 1, "width": 64, "height": 64, "hires": None}
SMALL_PICTURE = {"steps": 1, "n": 1, "size": "64x64", "stream": False, "hires": None}
KNOWN_TO_THE_DEPLOYMENT = (
    "model",
    "loras",
    "controls",
    "scheduler",
    "image",
    "mask_image",
    "strength",
    "upscale",
    "parent",
    "parent_step",
    "webhook",
)
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
KNOWN_EDIT_FIELDS = {"prompt", "background", "response_format", "output_format", "partial_images"}
SMALL_EDIT = {"image": PNG, "strength": 1, "steps": 1, "n": 1, "stream": "false"}

# The API reads the format from the bytes, so that a PNG does for each.
for media_type in ("image/png", "image/jpeg", "image/webp", "application/octet-stream"):
    schemathesis.openapi.media_type(media_type, strategies.just(PNG))


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.headers:
        case.headers.pop("Idempotency-Key", None)  # used for another body before, it is a conflict
    if case.query:
        case.query.pop("cursor", None)
        if case.query.get("like"):
            case.query.pop("like_image", None)  # they exclude each other
    match case.path:
        case "/v1/prompts" if isinstance(case.body, dict):
            change(case.body, KNOWN_TO_THE_DEPLOYMENT, SMALL_PROMPT)
        case "/v1/images/generations" if isinstance(case.body, dict):
            change(case.body, KNOWN_TO_THE_DEPLOYMENT, SMALL_PICTURE)
        case "/v1/images/edits" if isinstance(case.body, dict):
            change(case.body, case.body.keys() - KNOWN_EDIT_FIELDS, SMALL_EDIT)
            case._sync_validated_hashes()  # or it is judged anew, and no JSON schema allows the picture's bytes


def change(body, without, fields):
    for name in without:
        body.pop(name, None)
    body.update(fields)
