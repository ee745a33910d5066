"""Data parallelism over threads of one process, one core each, and over processes.

oneDNN's weight gradients wait on spinning barriers: on cores that other processes use as well, one call over two
threads was measured 25 times slower than two calls over one thread each. So every thread takes its own share of the
batch, and only the gradients are added up.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import torch
import torch.distributed as dist


def join(rank: int, ranks: int, meeting: str) -> None:
    """Meets the other processes of a run by way of a file that none of them has used before."""
    if ranks > 1:
        dist.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=ranks)


class Workers:
    """Runs a loss on shares of a batch and leaves the mean gradient in the parameters."""

    def __init__(self, parameters: list[torch.nn.Parameter], device: str, count: int | None = None):
        self.parameters = [p for p in parameters if p.requires_grad]
        self.count = 1 if device == "cuda" else count or os.cpu_count() or 1
        torch.set_num_threads(1)
        self.pool = ThreadPoolExecutor(self.count)

    def _share(self, loss: Callable[[int], torch.Tensor], index: int):
        value = loss(index)
        return value.detach(), torch.autograd.grad(value, self.parameters)

    def backward(self, loss: Callable[[int], torch.Tensor], word: float = 0.0) -> tuple[float, float]:
        """Calls `loss(worker)` once per worker; each works on batch / count samples.

        Gives the mean loss and the sum of every process's `word`.
        """
        results = list(self.pool.map(lambda i: self._share(loss, i), range(self.count)))
        with torch.no_grad():
            for at, parameter in enumerate(self.parameters):
                total = results[0][1][at]
                for other in results[1:]:
                    total.add_(other[1][at])
                parameter.grad = total.div_(self.count)
        value = sum(float(value) for value, _ in results) / self.count
        return self._with_others(value, word) if dist.is_initialized() else (value, word)

    @torch.no_grad()
    def _with_others(self, value: float, word: float) -> tuple[float, float]:
        """Averages gradients and loss over the processes in one message, and adds up their words."""
        ranks = dist.get_world_size()
        flat = torch.cat([p.grad.reshape(-1) for p in self.parameters] + [torch.tensor([value, word * ranks])])
        dist.all_reduce(flat)
        flat /= ranks
        at = 0
        for parameter in self.parameters:
            parameter.grad.copy_(flat[at : at + parameter.numel()].view(parameter.shape))
            at += parameter.numel()
        return float(flat[-2]), float(flat[-1])
