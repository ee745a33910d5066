"""What the recipe promises of vocabularies, scenes and captions; needs neither sprites nor a model."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from training import captions, settings, vocabulary
from training.known_words import known_words
from training.recolour import recolour
from training.scenes import SIDE, SceneMaker
from training.sprites import held_out
from training.styles import PIXEL

VOCABULARIES = Path(__file__).parent.parent / "vocabulary"
VOCABULARY = vocabulary.read(VOCABULARIES / "shipped.json")


def test_holding_out_depends_on_the_key_alone():
    keys = [f"key {n}" for n in range(4000)]
    first = [held_out(key, 0.1) for key in keys]
    assert first == [held_out(key, 0.1) for key in keys]
    assert 0.08 < np.mean(first) < 0.12


def test_captions_name_every_style_but_the_default_one():
    rng = np.random.default_rng(0)
    for style in VOCABULARY["styles"]:
        for _ in range(50):
            said = captions.caption("a red car", style, VOCABULARY["default_style"], "white", rng, True)
            names = (style, *captions.LEADS[style], *captions.TAILS[style])
            assert style == VOCABULARY["default_style"] or any(name in said for name in names), said


def test_plurals():
    rng = np.random.default_rng(0)
    assert captions.phrase({"word": "fish", "plural": "fish"}, 3, "green", None, rng) == "three green fish"
    assert captions.phrase({"word": "apple"}, 1, None, None, rng) == "an apple"


def test_recolour_keeps_white_and_shape():
    sprite = np.zeros((8, 8, 4), np.uint8)
    sprite[2:6, 2:6] = (200, 30, 30, 255)
    sprite[3, 3] = (255, 255, 255, 255)
    blue = recolour(sprite, "blue")
    assert np.array_equal(blue[..., 3], sprite[..., 3])
    assert tuple(blue[3, 3, :3]) == (255, 255, 255)
    assert blue[4, 4, 2] > blue[4, 4, 0]


def test_a_word_names_one_thing_alone():
    names = [name for noun in VOCABULARY["nouns"] for name in (noun["word"], *noun.get("synonyms", []))]
    assert len(names) == len(set(names))
    assert set(VOCABULARY["riders"] + VOCABULARY["mounts"]) <= set(names)


def test_a_caption_names_what_the_scene_shows():
    maker = SceneMaker(VOCABULARY, sprites=None)
    for kind in maker.kinds():
        for seed in range(60):
            scene = maker.scene(kind, seed)
            for item in scene.items:
                names = [item.noun["word"], *item.noun.get("synonyms", [])]
                forms = [*names, *map(captions.plural_of, names), item.noun.get("plural", names[0])]
                assert any(form in scene.caption for form in forms), scene.caption
                assert 0 <= item.x <= SIDE - item.size and 0 <= item.y <= SIDE - item.size
                assert item.colour is None or item.colour in scene.caption


def unknown(caption: str, known: set[str]) -> list[str]:
    words, found = re.findall(r"\w+", caption.lower()), []
    while words:
        length = next((n for n in (4, 3, 2, 1) if " ".join(words[:n]) in known), 0)
        found += words[:1] if not length and not words[0][0].isdigit() else []
        words = words[max(1, length) :]
    return found


def test_the_words_of_captions_are_known_words():
    maker, known = (
        SceneMaker(VOCABULARY, sprites=None),
        {phrase.replace("-", " ") for phrase in known_words(VOCABULARY)},
    )
    for kind in maker.kinds():
        for seed in range(150):
            caption = maker.scene(kind, seed).caption
            assert unknown(caption, known) == [], caption


def test_what_was_never_taught_is_no_known_word():
    known = set(known_words(VOCABULARY))
    assert {"castle", "castles", "ice cream", "horse", "five", "sketch"} <= known
    assert not {"ice", "cathedral", "seven", "waterfall"} & known


def test_a_popular_noun_is_shown_oftener():
    maker = SceneMaker(VOCABULARY, sprites=None)
    weights = [maker.scene("single", seed).items[0].noun.get("weight", 1) for seed in range(600)]
    popular = sum(noun.get("weight", 1) > 1 for noun in maker.nouns) / len(maker.nouns)
    assert weights.count(2) / len(weights) > 1.3 * popular


def test_silhouettes_have_no_riders():
    maker = SceneMaker(VOCABULARY, sprites=None)
    assert all(maker.scene("riding", seed).style != "silhouette" for seed in range(60))


@pytest.mark.parametrize("name", VOCABULARY["settings"])
def test_every_setting_is_drawn(name):
    picture = settings.setting(name, "pixel art")
    assert picture.shape == (SIDE, SIDE, 3)
    assert np.array_equal(picture[::PIXEL, ::PIXEL].repeat(PIXEL, 0).repeat(PIXEL, 1), picture)


def test_loose_captions_keep_their_words():
    rng = np.random.default_rng(0)
    said = {captions.loosely("two dogs", rng) for _ in range(200)}
    assert {"two dogs", "2 dogs", "dogs", "a pair of dogs"} <= said
    assert "cat on mat" in {captions.loosely("a cat on a mat", rng) for _ in range(200)}


def test_the_shipped_pack_names_each_word_once():
    shipped = json.loads((VOCABULARIES.parent / "pictograms/vocabulary.json").read_text())
    assert len(shipped["words"]) == len(set(shipped["words"]))
    assert shipped["known"] == known_words(VOCABULARY)
