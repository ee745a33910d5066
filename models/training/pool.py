"""The latents a training run draws from: all shards of a folder, by kind, read again as new ones appear."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, safe_open


class Pool:
    """Latents, object masks and token states in memory as fp16."""

    def __init__(self, folder: Path, prefix: str):
        self.folder, self.prefix = Path(folder), prefix
        self.null = load_file(str(self.folder / "null.safetensors"))["states"]
        self.shards: dict[str, list[dict]] = {}
        self.seen: set[str] = set()
        self.scan()

    def scan(self) -> None:
        """Takes in shards that were written since the last scan."""
        for path in sorted(self.folder.glob(f"{self.prefix}-*.safetensors")):
            if path.name in self.seen:
                continue
            with safe_open(str(path), "pt") as file:
                kind = file.metadata()["kind"]
            self.shards.setdefault(kind, []).append(load_file(str(path)))
            self.seen.add(path.name)

    def __len__(self) -> int:
        return sum(len(s["latents"]) for shards in self.shards.values() for s in shards)

    def draw(self, shares: dict[str, float], count: int, rng: np.random.Generator, dropout: float):
        """A batch of latents, weights-to-be masks, token states and their mask, by the kinds' shares."""
        kinds = [kind for kind in shares if kind in self.shards and shares[kind] > 0]
        share = np.array([shares[kind] for kind in kinds])
        rows = []
        for kind in rng.choice(kinds, count, p=share / share.sum()):
            shards = self.shards[kind]
            shard = shards[rng.integers(len(shards))]
            rows.append((shard, int(rng.integers(len(shard["latents"])))))
        return self.collate(rows, [rng.random() < dropout for _ in rows])

    def everything(self):
        """All rows in order, as one batch without dropout."""
        rows = [
            (shard, at)
            for kind in sorted(self.shards)
            for shard in self.shards[kind]
            for at in range(len(shard["latents"]))
        ]
        return self.collate(rows, [False] * len(rows))

    def collate(self, rows, dropped):
        latents = torch.stack([shard["latents"][at] for shard, at in rows]).float()
        masks = torch.stack([shard["masks"][at] for shard, at in rows]).float() / 255
        states = [
            self.null if drop else shard["states"][shard["offsets"][at] : shard["offsets"][at + 1]]
            for (shard, at), drop in zip(rows, dropped, strict=True)
        ]
        longest = (
            -(-max(len(s) for s in states) // 24) * 24
        )  # one of two lengths, so that a compiled model is compiled at most twice
        padded, keep = torch.zeros(len(rows), longest, states[0].shape[-1]), torch.zeros(len(rows), longest)
        for row, state in enumerate(states):
            padded[row, : len(state)], keep[row, : len(state)] = state.float(), 1
        return latents.contiguous(memory_format=torch.channels_last), masks, padded, keep
