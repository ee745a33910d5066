"""Puts together what the segments took apart: a cup and its steam, a rocket and its flames."""

import numpy as np

from .judge import Judge, merged
from .segments import Thing

NEAR = 16  # pixels between a thing and a part of it
PART = 0.3  # of the thing's area, at most


def gap(one: Thing, other: Thing) -> int:
    """Pixels between two boxes; 0 where they overlap."""
    apart = [max(one.box[axis], other.box[axis]) - min(one.box[axis + 2], other.box[axis + 2]) for axis in (0, 1)]
    return max(0, *apart)


def assembled(picture: np.ndarray, found: list[Thing], judge: Judge) -> list[Thing]:
    """The things, largest first; small neighbours join a thing where the whole looks more like a known one."""
    left, out = list(found), []
    while left:
        thing = left.pop(0)
        near = [part for part in left if gap(thing, part) < NEAR and part.mask.sum() < PART * thing.mask.sum()]
        for parts in (near, *([part] for part in near)):
            if not parts or any(all(part is not other for other in left) for part in parts):
                continue
            whole = merged([thing, *parts])
            if judge.similarity(picture, whole).max() > judge.similarity(picture, thing).max():
                thing = whole
                left = [other for other in left if all(other is not part for part in parts)]
        out.append(thing)
    return out
