"""all-MiniLM-L6-v2 in torch, so that captions are encoded where the training runs."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from ..text import MAX_TOKENS

LAYERS, HEADS, WIDTH = 6, 12, 384
PRODUCTS = ("query", "key", "value", "output", "up", "down")


class MiniLm:
    """Token states of prompts, [B, tokens, 384], on the device."""

    def __init__(self, weights: Path, device: str):
        self.device = device
        with safe_open(str(weights), "pt") as file:
            self.tokenizer = Tokenizer.from_str(file.metadata()["tokenizer"])
            self.w = {key: file.get_tensor(key).float().to(device) for key in file.keys()}  # noqa: SIM118
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()
        self.row_of = torch.full((30522,), -1, dtype=torch.long)
        self.row_of[self.w.pop("kept").long().cpu()] = torch.arange(len(self.w["words"]))

    def tokens(self, prompts: list[str], width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Rows of the kept tokens and their mask, each [B, width]; longer prompts are cut."""
        ids, keep = torch.zeros(len(prompts), width, dtype=torch.long), torch.zeros(len(prompts), width)
        for row, encoding in enumerate(self.tokenizer.encode_batch(prompts)):
            found = encoding.ids[:width]
            ids[row, : len(found)] = self.row_of[torch.tensor(found)]
            keep[row, : len(found)] = 1
        if int(ids.min()) < 0:
            raise ValueError("a caption has a token that was not packed: pack again with more captions")
        return ids.to(self.device), keep.to(self.device)

    @torch.no_grad()
    def states(self, prompts: list[str], width: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Zero-padded token states [B, width, 384] float32 and their mask [B, width]."""
        ids, keep = self.tokens(prompts, width)
        w = self.w
        x = w["words"][ids] + w["positions"][:width] + w["type"]
        x = F.layer_norm(x, (WIDTH,), w["norm.weight"], w["norm.bias"], 1e-12)
        bias = ((1 - keep) * -1e4)[:, None, None, :]
        split = lambda t: t.view(*t.shape[:2], HEADS, WIDTH // HEADS).transpose(1, 2)  # noqa: E731
        for layer in range(LAYERS):
            line = lambda t, name, at=layer: t @ w[f"{at}.{name}.weight"] + w[f"{at}.{name}.bias"]  # noqa: E731
            mixed = F.scaled_dot_product_attention(
                split(line(x, "query")), split(line(x, "key")), split(line(x, "value")), bias
            )
            mixed = line(mixed.transpose(1, 2).reshape(x.shape), "output")
            x = F.layer_norm(x + mixed, (WIDTH,), w[f"{layer}.norm1.weight"], w[f"{layer}.norm1.bias"], 1e-12)
            more = line(F.gelu(line(x, "up")), "down")
            x = F.layer_norm(x + more, (WIDTH,), w[f"{layer}.norm2.weight"], w[f"{layer}.norm2.bias"], 1e-12)
        return x * keep[..., None], keep

    def pooled(self, prompts: list[str]) -> torch.Tensor:
        """Mean-pooled, L2-normalised vectors [B, 384]."""
        states, keep = self.states(prompts, MAX_TOKENS)
        return F.normalize(states.sum(1) / keep.sum(1, keepdim=True), dim=1)


def weights_of(graph: Path) -> dict[str, np.ndarray]:
    """The jar's initialisers under short names; products are stored as [inputs, outputs]."""
    import onnx
    from onnx import numpy_helper

    found = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(graph)).graph.initializer}
    products = [name for name in found if name.startswith("onnx::MatMul")]
    out = {
        "words": found["embeddings.word_embeddings.weight"],
        "positions": found["embeddings.position_embeddings.weight"][:MAX_TOKENS],
        "type": found["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": found["embeddings.LayerNorm.weight"],
        "norm.bias": found["embeddings.LayerNorm.bias"],
    }
    places = dict(
        zip(
            PRODUCTS,
            (
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
                "intermediate.dense",
                "output.dense",
            ),
            strict=True,
        )
    )
    for layer in range(LAYERS):
        for at, (name, place) in enumerate(places.items()):
            out[f"{layer}.{name}.weight"] = found[products[layer * len(PRODUCTS) + at]]
            out[f"{layer}.{name}.bias"] = found[f"encoder.layer.{layer}.{place}.bias"]
        for number, place in (("1", "attention.output"), ("2", "output")):
            for part in ("weight", "bias"):
                out[f"{layer}.norm{number}.{part}"] = found[f"encoder.layer.{layer}.{place}.LayerNorm.{part}"]
    return out


def write(encoder: Path, out: Path, texts: list[str]) -> None:
    """The jar's graph as a safetensors file in fp16, with no other tokens than those of the texts."""
    tokenizer = (encoder / "all-minilm-l6-v2-tokenizer.json").read_text()
    weights = weights_of(encoder / "all-minilm-l6-v2.onnx")
    plain = Tokenizer.from_str(tokenizer)
    plain.no_padding()
    kept = sorted({token for found in plain.encode_batch(texts) for token in found.ids})
    weights["words"] = weights["words"][kept]
    halves = {key: value.astype(np.float16) for key, value in weights.items()}
    halves["kept"] = np.array(kept, np.int32)
    save_file(halves, str(out), {"tokenizer": tokenizer})
