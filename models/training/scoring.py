"""Scores one picture against its case by the judge and the pixel rules."""

import numpy as np

from .assembly import assembled
from .judge import Judge, merged
from .segments import Thing, colour_of, things
from .tasks import Case

FIRST_IS = {"to the left of": (1, -1), "to the right of": (1, 1), "above": (0, -1), "below": (0, 1)}


def placed(first: Thing, second: Thing, relation: str) -> bool:
    """Whether the first thing lies where the relation says, seen from the second."""
    axis, sign = FIRST_IS[relation]
    return (first.centre[axis] - second.centre[axis]) * sign > 24


def pairing(picture: np.ndarray, found: list[Thing], nouns: list[str], judge: Judge) -> list[Thing] | None:
    """The two things that are the two nouns, in the nouns' order, or None."""
    named = [(judge.noun(picture, thing), thing) for thing in found[:3]]
    chosen = []
    for noun in nouns:
        match = next((thing for name, thing in named if name == noun and all(thing is not c for c in chosen)), None)
        if match is None:
            return None
        chosen.append(match)
    return chosen


def right(case: Case, picture: np.ndarray, judge: Judge) -> bool:
    """Whether the picture is what the case says."""
    found = things(picture)
    if not found:
        return False
    colours = judge.vocabulary["colours"]
    if case.task == "single object":
        return judge.noun(picture, merged(found)) == case.nouns[0]
    if case.task == "colour":
        whole = merged(found)
        return judge.noun(picture, whole) == case.nouns[0] and colour_of(picture, whole, colours) == case.colours[0]
    found = assembled(picture, found, judge)
    if case.task == "count":
        names = [judge.noun(picture, thing) for thing in found]
        return len(found) == case.count and names.count(case.nouns[0]) * 2 > len(names)
    pair = pairing(picture, found, case.nouns, judge)
    if pair is None:
        return False
    if case.task == "position":
        return placed(*pair, case.relation)
    if case.task == "colour binding":
        return [colour_of(picture, thing, colours) for thing in pair] == case.colours
    return True


def style_obeyed(case: Case, picture: np.ndarray, judge: Judge) -> bool:
    """Whether the picture's largest object is in the case's style."""
    found = things(picture)
    return bool(found) and judge.style(picture, merged(found) if case.count == 1 else found[0]) == case.style


def retrieved(case: Case, picture: np.ndarray, judge: Judge) -> int:
    """Rank of the right (noun, style) among all, from 1; 0 if there is nothing in the picture."""
    found = things(picture)
    return judge.rank(picture, merged(found)).index((case.nouns[0], case.style)) + 1 if found else 0
