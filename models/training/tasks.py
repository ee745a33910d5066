"""The prompts of the evaluation: six tasks in the manner of GenEval, styles, and the held-out combinations apart.

Every case carries the scene's facts, so that the judge needs no parsing of prompts.
"""

from dataclasses import dataclass, field

import numpy as np

from . import captions
from .scenes import RELATIONS, SceneMaker

TASKS = ("single object", "two objects", "count", "colour", "position", "colour binding")
PLACED = [r for r in RELATIONS if r != "and"]


@dataclass
class Case:
    """One prompt and what a right picture must show."""

    task: str
    prompt: str
    nouns: list[str]
    style: str
    colours: list[str | None] = field(default_factory=list)
    count: int = 1
    relation: str | None = None


class TaskMaker:
    """Draws cases of a vocabulary; `held` asks for held-out combinations only."""

    def __init__(self, maker: SceneMaker):
        self.maker, self.vocabulary = maker, maker.vocabulary
        self.plain = np.random.default_rng(0)

    def _phrase(self, noun: dict, colour: str | None, count: int = 1) -> str:
        return captions.phrase(
            {"word": noun["word"], **({"plural": noun["plural"]} if "plural" in noun else {})},
            count,
            colour,
            None,
            self.plain,
        )

    def _prompt(self, body: str, style: str) -> str:
        return body if style == self.vocabulary["default_style"] else f"{body}, {style}"

    def case(self, task: str, rng: np.random.Generator) -> Case:
        """One random case of a task."""
        nouns, styles, colours = self.vocabulary["nouns"], self.vocabulary["styles"], self.vocabulary["colours"]
        colourful = [n for n in nouns if n.get("recolour")]
        style = styles[rng.integers(len(styles))] if rng.random() < 0.5 else self.vocabulary["default_style"]
        pick = lambda pool, size: [pool[i] for i in rng.choice(len(pool), size, replace=False)]  # noqa: E731
        if task == "single object":
            a = pick(nouns, 1)
            return Case(task, self._prompt(self._phrase(a[0], None), style), [a[0]["word"]], style, [None])
        if task == "colour":
            a, colour = pick(colourful, 1), colours[rng.integers(len(colours))]
            return Case(task, self._prompt(self._phrase(a[0], colour), style), [a[0]["word"]], style, [colour])
        if task == "count":
            a, count = pick(nouns, 1), int(rng.integers(2, 7))
            return Case(
                task, self._prompt(self._phrase(a[0], None, count), style), [a[0]["word"]], style, [None], count
            )
        pair = pick(colourful if task == "colour binding" else nouns, 2)
        chosen = (
            [colours[i] for i in rng.choice(len(colours), 2, replace=False)]
            if task == "colour binding"
            else [None, None]
        )
        relation = PLACED[rng.integers(len(PLACED))] if task == "position" else "and"
        body = f"{self._phrase(pair[0], chosen[0])} {relation} {self._phrase(pair[1], chosen[1])}"
        return Case(task, self._prompt(body, style), [n["word"] for n in pair], style, chosen, 2, relation)

    def is_held(self, case: Case) -> bool:
        """Whether a combination of the case was kept out of training."""
        if any(self.maker.is_held("style", noun, case.style) for noun in case.nouns):
            return True
        if any(
            colour and self.maker.is_held("colour", noun, colour)
            for noun, colour in zip(case.nouns, case.colours, strict=True)
        ):
            return True
        return bool(case.relation) and self.maker.is_held("relation", case.nouns[0], case.relation, case.nouns[1])

    def cases(self, task: str, count: int, seed: int, held: bool) -> list[Case]:
        """Distinct cases of a task, all held-out or all not, as many as there are up to `count`."""
        rng, found = np.random.default_rng([seed, TASKS.index(task), held]), {}
        for _ in range(40 * count):
            case = self.case(task, rng)
            if self.is_held(case) == held:
                found.setdefault(case.prompt, case)
            if len(found) == count:
                break
        return list(found.values())
