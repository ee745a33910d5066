"""Checks a running gateway with OpenAI's own client: pip install openai; python openai_check.py [http://127.0.0.1:8080]."""

import base64
import sys

from openai import BadRequestError, NotFoundError, OpenAI

address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
key = sys.argv[2] if len(sys.argv) > 2 else "none is needed on this machine"
client = OpenAI(base_url=address + "/v1", api_key=key)
own = {"steps": 8, "seed": 7}

models = [model.id for model in client.models.list()]
print("models:", models)
assert models

answer = client.images.generate(prompt="a red apple", size="128x128", extra_body=own)
picture = base64.b64decode(answer.data[0].b64_json)
print("picture:", len(picture), "bytes,", answer.size, answer.output_format, answer.data[0].url)
assert picture.startswith(b"\x89PNG") and answer.size == "128x128"

partial = []
for event in client.images.generate(
    prompt="a red apple", size="128x128", stream=True, partial_images=2, extra_body=own
):
    print("event:", event.type, len(event.b64_json))
    if event.type == "image_generation.partial_image":
        partial.append(event.b64_json)
    else:
        assert base64.b64decode(event.b64_json) == picture, "the same seed is the same picture"
assert partial and event.type == "image_generation.completed"

answer = client.images.edit(
    image=("apple.png", picture), prompt="a green pear", size="128x128", extra_body={**own, "strength": 0.5}
)
edited = base64.b64decode(answer.data[0].b64_json)
print("edit:", len(edited), "bytes,", answer.size)
assert edited.startswith(b"\x89PNG") and edited != picture

names = set()
for event in client.images.edit(
    image=[("apple.png", picture)],
    mask=("mask.png", picture),
    prompt="a green pear",
    stream=True,
    partial_images=2,
    extra_body=own,
):
    names.add(event.type)
print("edit's events:", sorted(names))
assert names == {"image_edit.partial_image", "image_edit.completed"}

try:
    client.images.edit(image=[("1.png", picture), ("2.png", picture)], prompt="two")
    raise AssertionError("two pictures were taken for one")
except BadRequestError as error:
    print("error:", error.status_code, error.code, error.param)
    assert error.code == "unsupported"

try:
    client.images.edit(image=("no.gif", b"GIF89a"), prompt="none")
    raise AssertionError("a GIF was taken for a picture")
except BadRequestError as error:
    print("error:", error.status_code, error.code, error.param)
    assert error.param == "image"

try:
    client.images.generate(prompt="a red apple", model="gpt-image-1")
    raise AssertionError("an unknown model was drawn with")
except BadRequestError as error:
    print("error:", error.status_code, error.code, error.param)
    assert error.code == "model_not_found"

try:
    client.models.retrieve("nothing")
    raise AssertionError("an unknown model was found")
except NotFoundError as error:
    print("error:", error.status_code, error.code)
