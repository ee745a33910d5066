"""all-MiniLM-L6-v2 through ONNX Runtime: token states and pooled vectors of prompts."""

import os
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

MAX_TOKENS = 48


class TextEncoder:
    """Reads a pack folder, or a folder with the two files of the encoder's jar."""

    def __init__(self, folder: Path, threads: int | None = None):
        jar = Path(folder) / "all-minilm-l6-v2.onnx"
        graph = jar if jar.exists() else Path(folder) / "text_encoder/model.onnx"
        words = (
            jar.with_name("all-minilm-l6-v2-tokenizer.json")
            if jar.exists()
            else Path(folder) / "tokenizer/tokenizer.json"
        )
        self.tokenizer = Tokenizer.from_file(str(words))
        self.tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or os.cpu_count() or 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(str(graph), options)

    def states(self, prompts: list[str]) -> list[np.ndarray]:
        """Token states of each prompt, [tokens, 384] float32, no padding."""
        encodings = self.tokenizer.encode_batch(prompts)
        by_length: dict[int, list[int]] = {}
        for at, encoding in enumerate(encodings):
            by_length.setdefault(len(encoding.ids), []).append(at)
        out: list[np.ndarray] = [np.empty(0)] * len(prompts)
        for members in by_length.values():
            for start in range(0, len(members), 256):
                part = members[start : start + 256]
                ids = np.array([encodings[i].ids for i in part], np.int64)
                feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
                hidden = self.session.run(["last_hidden_state"], feeds)[0]
                for row, i in enumerate(part):
                    out[i] = hidden[row]
        return out

    def pooled(self, prompts: list[str]) -> np.ndarray:
        """Mean-pooled, L2-normalised sentence vectors, [prompts, 384]."""
        means = np.stack([s.mean(0) for s in self.states(prompts)])
        return means / np.linalg.norm(means, axis=1, keepdims=True)


def pad(states: list[np.ndarray], tokens: int = MAX_TOKENS) -> tuple[np.ndarray, np.ndarray]:
    """Zero-padded states [B, tokens, 384] and mask [B, tokens] int64 with 1 for a token."""
    out = np.zeros((len(states), tokens, states[0].shape[-1]), np.float32)
    mask = np.zeros((len(states), tokens), np.int64)
    for row, state in enumerate(states):
        out[row, : len(state)] = state
        mask[row, : len(state)] = 1
    return out, mask
