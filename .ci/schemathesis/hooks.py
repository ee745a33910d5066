"""What the schema cannot say of Calotype's API.

A valid request asks for what a small machine draws in a moment, and names nothing that only the deployment knows:
models, schedulers, pictures, pages of the gallery, webhooks. Invalid requests are sent as they are generated.
"""

import base64

import schemathesis

SMALL_PROMPT = {"steps": 1, "n": 1, "width": 64, "height": 64}
SMALL_PICTURE = {"steps": 1, "n": 1, "size": "64x64", "stream": False}
KNOWN_TO_THE_DEPLOYMENT = ("model", "scheduler", "image", "mask_image", "strength", "webhook")
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")

SMALL_EDIT = {"image": PNG, "steps": 1, "n": 1, "stream": "false"}


def without(fields, names):
    return {name: value for name, value in fields.items() if name not in names}


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.headers:
        case.headers.pop("Idempotency-Key", None)  # used for another body before, it is a conflict
    if case.query:
        case.query.pop("cursor", None)
    match case.path:
        case "/v1/inputs":
            case.body = PNG
        case "/v1/prompts" if isinstance(case.body, dict):
            case.body = without(case.body, KNOWN_TO_THE_DEPLOYMENT) | SMALL_PROMPT
        case "/v1/images/generations" if isinstance(case.body, dict):
            case.body = without(case.body, KNOWN_TO_THE_DEPLOYMENT) | SMALL_PICTURE
        case "/v1/images/edits" if isinstance(case.body, dict):
            case.body = without(case.body, ("model", "mask", "size")) | SMALL_EDIT
