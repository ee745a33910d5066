"""The compositional generator: which things, where, in which style, on what, and the caption that says so.

Deterministic by (kind, seed). Sprites come in three sizes and lie on the 16-pixel grid of the latents, so that one
sprite gives the same latent cells wherever it lies: a small model learns it from fewer presentations.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from . import captions
from .sprites import Sprites, held_out

SIDE, GRID = 256, 16
LARGE, NORMAL, MEDIUM, SMALL, TINY = 240, 192, 144, 112, 64
KINDS = ("single", "colour", "count", "pair", "prop", "setting", "riding", "depth", "trio", "place")
RELATIONS = ("and", "to the left of", "to the right of", "above", "below")
COUNT_PLACES = {
    2: ((16, 80), (128, 80)),
    3: ((80, 16), (16, 128), (128, 128)),
    4: ((16, 16), (128, 16), (16, 128), (128, 128)),
    5: ((16, 48), (96, 48), (176, 48), (48, 128), (128, 128)),
    6: ((16, 48), (96, 48), (176, 48), (16, 128), (96, 128), (176, 128)),
}
WHITE_ON = "light blue"
PROP_PHRASES = {"on a mat": "mat", "on a table": "table", "under a table": "table above", "in a box": "box"}


@dataclass
class Item:
    """One sprite of a scene: its noun (an entry of the vocabulary), colour, size and upper left corner."""

    noun: dict
    colour: str | None
    size: int
    x: int
    y: int


@dataclass
class Scene:
    """What is drawn and what is said."""

    kind: str
    style: str
    caption: str
    items: list[Item]
    paper: str | None = "white"
    setting: str | None = None
    prop: str | None = None
    prop_colour: str | None = None
    body: str = ""  # what is said of the things alone, without style, paper and filler words
    facts: dict = field(default_factory=dict)


def plain_paper(colours: Iterable[str | None]) -> str:
    """The paper of a caption that names none: white, but for white things, which nobody would see on it."""
    return WHITE_ON if "white" in colours else "white"


class SceneMaker:
    """Draws scenes of one vocabulary at random, leaving the held-out combinations to the evaluation."""

    def __init__(self, vocabulary: dict, sprites: Sprites, held: bool = False):
        self.vocabulary, self.sprites, self.held = vocabulary, sprites, held
        self.nouns = vocabulary["nouns"]
        self.exempt = set(vocabulary["exempt"])
        self.jitter = vocabulary.get("jitter", 1) * GRID  # how far things lie off their place, in pixels
        self.settings = vocabulary["settings"]
        self.words = {noun["word"] for noun in self.nouns}
        self.coloured = [noun for noun in self.nouns if noun.get("recolour")]
        self.roles = {
            role: [noun for noun in self.nouns if noun["word"] in vocabulary.get(role, [])]
            for role in ("riders", "mounts")
        }
        self.odds: dict[int, np.ndarray] = {}

    def _weight(self, noun: dict) -> float:
        return noun.get("weight", 1) * (1.3 if noun["word"] in self.exempt else 1.0)

    def is_held(self, *key: str) -> bool:
        """3 % of (noun, style), 5 % of (noun, colour), 10 % of (noun, relation, noun); the shown examples never."""
        share = {"style": 0.03, "colour": 0.05, "relation": 0.10}[key[0]]
        return not all(k in self.exempt for k in key[1:] if self._is_noun(k)) and held_out("|".join(key), share)

    def _is_noun(self, word: str) -> bool:
        return word in self.words

    def kinds(self) -> list[str]:
        """The kinds of scene that the vocabulary has words for."""
        return [kind for kind in KINDS if kind != "riding" or self.roles["mounts"]]

    def scene(self, kind: str, seed: int) -> Scene:
        """The scene of a kind and a seed; draws again until no held-out combination is in it."""
        rng = np.random.default_rng([KINDS.index(kind), seed])
        while True:
            made = getattr(self, f"_{kind}_scene")(rng, self._style(rng))
            if (not self.held and self._holds_out(made)) or any(
                item.colour and item.colour == made.paper for item in made.items
            ):
                continue
            return made

    def _holds_out(self, scene: Scene) -> bool:
        for item in scene.items:
            if self.is_held("style", item.noun["word"], scene.style):
                return True
            if item.colour and self.is_held("colour", item.noun["word"], item.colour):
                return True
        relation = scene.facts.get("relation")
        return (
            bool(relation)
            and len(scene.items) == 2
            and self.is_held("relation", scene.items[0].noun["word"], relation, scene.items[1].noun["word"])
        )

    def _style(self, rng) -> str:
        styles = self.vocabulary["styles"]
        share = np.array([2.0 if s == self.vocabulary["default_style"] else 1.0 for s in styles])
        return styles[rng.choice(len(styles), p=share / share.sum())]

    def _noun(self, rng, coloured: bool = False) -> dict:
        return self._one_of(self.coloured if coloured else self.nouns, rng)

    def _one_of(self, nouns: list[dict], rng) -> dict:
        if (odds := self.odds.get(id(nouns))) is None:
            odds = self.odds[id(nouns)] = np.cumsum([self._weight(noun) for noun in nouns])
        return nouns[int(np.searchsorted(odds, rng.random() * odds[-1], side="right"))]

    def _colour(self, rng, noun: dict, chance: float) -> str | None:
        colours = self.vocabulary["colours"]
        return colours[rng.integers(len(colours))] if noun.get("recolour") and rng.random() < chance else None

    def _paper(self, rng, plain: float, *colours: str | None) -> str:
        """The plain paper with the chance `plain`, else any."""
        papers = self.vocabulary["backgrounds"]
        return plain_paper(colours) if rng.random() < plain else papers[rng.integers(len(papers))]

    def _caption(self, body: str, style: str, paper: str | None, rng, *colours: str | None) -> str:
        return captions.caption(
            body, style, self.vocabulary["default_style"], paper, rng, paper == plain_paper(colours)
        )

    def _single_scene(self, rng, style, coloured=False):
        noun = self._noun(rng, coloured)
        colour = self._colour(rng, noun, 1.0) if coloured else None
        word, size = ((None, NORMAL), ("small", SMALL), ("large", LARGE))[rng.choice(3, p=(0.84, 0.1, 0.06))]
        middle = (SIDE - size) // 2 // GRID * GRID
        shift = (rng.integers(-1, 2, 2) if size != LARGE else rng.integers(0, 2, 2)) * self.jitter
        paper = self._paper(rng, 0.65, colour)
        item = Item(noun, colour, size, int(middle + shift[0]), int(middle + shift[1]))
        body = captions.phrase(noun, 1, colour, captions.size_word(word, rng), rng)
        return Scene(
            "colour" if coloured else "single",
            style,
            self._caption(body, style, paper, rng, colour),
            [item],
            paper,
            body=body,
        )

    def _colour_scene(self, rng, style):
        return self._single_scene(rng, style, coloured=True)

    def _count_scene(self, rng, style):
        count = int(rng.integers(2, max(COUNT_PLACES) + 1))
        noun = self._noun(rng, rng.random() < 0.5)
        colour = self._colour(rng, noun, 0.5)
        lift = int(rng.integers(-1, 2)) * self.jitter if count == 2 else 0
        size = SMALL if count <= 4 else TINY
        items = [Item(noun, colour, size, x, y + lift) for x, y in COUNT_PLACES[count]]
        paper = self._paper(rng, 0.75, colour)
        body = captions.phrase(noun, count, colour, None, rng)
        return Scene(
            "count",
            style,
            self._caption(body, style, paper, rng, colour),
            items,
            paper,
            body=body,
            facts={"count": count},
        )

    def _pair_scene(self, rng, style):
        bind = rng.random() < 0.5
        a, b = self._noun(rng, bind), self._noun(rng, bind)
        while a["word"] == b["word"]:
            b = self._noun(rng, bind)
        colours = [self._colour(rng, n, 1.0 if bind else 0.25) for n in (a, b)]
        relation = RELATIONS[rng.integers(len(RELATIONS))]
        lift = int(rng.integers(-1, 2)) * self.jitter
        first, second = (
            ((16, 80 + lift), (128, 80 + lift))
            if relation in ("and", "to the left of", "to the right of")
            else ((80 + lift, 16), (80 + lift, 128))
        )
        if relation in ("to the right of", "below"):
            first, second = second, first
        items = [Item(a, colours[0], SMALL, *first), Item(b, colours[1], SMALL, *second)]
        where = self._where(rng, 0.15)
        paper = None if where else self._paper(rng, 0.75, *colours)
        one, other = (captions.phrase(noun, 1, colour, None, rng) for noun, colour in zip((a, b), colours, strict=True))
        body = f"{one} {captions.place(relation, rng)} {other}{self._said(where, rng)}"
        return Scene(
            "pair",
            style,
            self._caption(body, style, paper, rng, *colours),
            items,
            paper,
            setting=where,
            body=body,
            facts={"relation": relation},
        )

    def _where(self, rng, chance: float) -> str | None:
        return self.settings[rng.integers(len(self.settings))] if rng.random() < chance else None

    def _said(self, where: str | None, rng) -> str:
        return f" {captions.place(where, rng)}" if where else ""

    def _prop_scene(self, rng, style):
        noun = self._noun(rng)
        colour = self._colour(rng, noun, 0.3)
        where = list(PROP_PHRASES)[rng.choice(4, p=(0.4, 0.2, 0.2, 0.2))]
        prop_colour = (
            self.vocabulary["colours"][rng.integers(len(self.vocabulary["colours"]))] if rng.random() < 0.2 else None
        )
        x, y, size = {
            "on a mat": (32, 16, NORMAL),
            "on a table": (80, 48, SMALL),
            "under a table": (80, 128, SMALL),
            "in a box": (80, 48, SMALL),
        }[where]
        paper = self._paper(rng, 0.8, colour, prop_colour)
        preposition, name = where.split(" a ")
        full = f"{prop_colour} {name}" if prop_colour else name
        place = f"{captions.place(preposition, rng)} {captions.with_article(full)}"
        body = f"{captions.phrase(noun, 1, colour, None, rng)} {place}"
        return Scene(
            "prop",
            style,
            self._caption(body, style, paper, rng, colour, prop_colour),
            [Item(noun, colour, size, x, y)],
            paper,
            prop=PROP_PHRASES[where],
            prop_colour=prop_colour,
            body=body,
        )

    def _setting_scene(self, rng, style):
        noun = self._noun(rng)
        colour = self._colour(rng, noun, 0.3)
        where = self.settings[rng.integers(len(self.settings))]
        body = f"{captions.phrase(noun, 1, colour, None, rng)}{self._said(where, rng)}"
        return Scene(
            "setting",
            style,
            self._caption(body, style, None, rng),
            [Item(noun, colour, NORMAL, 32 + int(rng.integers(-1, 2)) * self.jitter, 48)],
            None,
            setting=where,
            body=body,
        )

    def _riding_scene(self, rng, style):
        while style == "silhouette":  # black on black shows no rider
            style = self._style(rng)
        rider, mount = self._one_of(self.roles["riders"], rng), self._one_of(self.roles["mounts"], rng)
        while rider["word"] == mount["word"]:
            mount = self._one_of(self.roles["mounts"], rng)
        colour = self._colour(rng, mount, 0.25)
        where = self._where(rng, 0.4)
        paper = None if where else self._paper(rng, 0.75, colour)
        shift = int(rng.integers(-1, 2)) * self.jitter
        one, other = captions.phrase(rider, 1, None, None, rng), captions.phrase(mount, 1, colour, None, rng)
        body = f"{one} {captions.place('riding', rng)} {other}{self._said(where, rng)}"
        # the mount is laid over the rider, who so sits behind its back
        items = [Item(rider, None, SMALL, 80 + shift, 16), Item(mount, colour, NORMAL, 32 + shift, 64)]
        return Scene(
            "riding", style, self._caption(body, style, paper, rng, colour), items, paper, setting=where, body=body
        )

    def _depth_scene(self, rng, style):
        """One thing partly hidden by another, or standing on it."""
        while style == "silhouette":
            style = self._style(rng)
        a, b = self._noun(rng), self._noun(rng)
        while a["word"] == b["word"]:
            b = self._noun(rng)
        relation = ("behind", "in front of", "on")[rng.integers(3)]
        colours = [self._colour(rng, noun, 0.25) for noun in (a, b)]
        where = self._where(rng, 0.2)
        paper = None if where else self._paper(rng, 0.75, *colours)
        one, other = (captions.phrase(noun, 1, colour, None, rng) for noun, colour in zip((a, b), colours, strict=True))
        body = f"{one} {captions.place(relation, rng)} {other}{self._said(where, rng)}"
        if relation == "on":
            items = [Item(a, colours[0], SMALL, 80, 16), Item(b, colours[1], MEDIUM, 64, 96)]
        else:
            back, front = (0, 1) if relation == "behind" else (1, 0)
            nouns = (a, b)
            items = [
                Item(nouns[back], colours[back], NORMAL, 48, 16),
                Item(nouns[front], colours[front], SMALL, 16, 128),
            ]
        return Scene(
            "depth",
            style,
            self._caption(body, style, paper, rng, *colours),
            items,
            paper,
            setting=where,
            body=body,
            facts={"relation": relation},
        )

    def _trio_scene(self, rng, style):
        nouns = []
        while len({noun["word"] for noun in nouns}) < 3:
            nouns = [self._noun(rng) for _ in range(3)]
        colours = [self._colour(rng, noun, 0.25) for noun in nouns]
        items = [
            Item(noun, colour, SMALL, x, y)
            for noun, colour, (x, y) in zip(nouns, colours, ((16, 16), (128, 16), (80, 128)), strict=True)
        ]
        where = self._where(rng, 0.15)
        paper = None if where else self._paper(rng, 0.75, *colours)
        said = [captions.phrase(noun, 1, colour, None, rng) for noun, colour in zip(nouns, colours, strict=True)]
        body = f"{said[0]}, {said[1]} and {said[2]}{self._said(where, rng)}"
        return Scene(
            "trio", style, self._caption(body, style, paper, rng, *colours), items, paper, setting=where, body=body
        )

    def _place_scene(self, rng, style):
        where = self.settings[rng.integers(len(self.settings))]
        body = captions.place_name(where, rng)
        return Scene("place", style, self._caption(body, style, None, rng), [], None, setting=where, body=body)
