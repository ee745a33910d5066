"""The pack folder around the graphs: configurations, tokenizer, vocabulary vectors and the sha256 manifest."""

import hashlib
import json
from pathlib import Path

from safetensors.numpy import save_file

from .known_words import known_words
from .text import MAX_TOKENS, TextEncoder
from .unet import TEXT_WIDTH
from .vae import LATENT_CHANNELS, SCALE

NAME = "pictograms"
STEPS = 8
GUIDANCE = 3.0
SHIFT = 1.0
UNLISTED = {"manifest.json", "MODEL_CARD.md", "ATTRIBUTION.md", "SOURCE.md"}


def write_json(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_tokenizer(jar_tokenizer: Path, pack: Path) -> None:
    """The jar's tokenizer with truncation at 48 tokens and no fixed padding."""
    tokenizer = json.loads(jar_tokenizer.read_text())
    tokenizer["truncation"]["max_length"] = MAX_TOKENS
    tokenizer["padding"] = None
    write_json(pack / "tokenizer/tokenizer.json", tokenizer)
    write_json(
        pack / "tokenizer/tokenizer_config.json",
        {
            "tokenizer_class": "BertTokenizerFast",
            "do_lower_case": True,
            "model_max_length": MAX_TOKENS,
            "pad_token": "[PAD]",
            "cls_token": "[CLS]",
            "sep_token": "[SEP]",
            "unk_token": "[UNK]",
            "mask_token": "[MASK]",
        },
    )


def write_configs(pack: Path, version: str, vocabulary: dict, factors: list, bias: list, unet: dict) -> None:
    """Everything that says how to run the graphs."""
    write_json(
        pack / "model_index.json",
        {
            "_class_name": "CalotypePipeline",
            "_calotype_version": version,
            "tokenizer": ["transformers", "BertTokenizerFast"],
            "text_encoder": ["transformers", "BertModel"],
            "unet": ["calotype", "UNet2DConditionModel"],
            "vae": ["calotype", "AutoencoderKL"],
            "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        },
    )
    write_json(
        pack / "pack.json",
        {
            "name": NAME,
            "version": version,
            "defaults": {
                "width": 256,
                "height": 256,
                "steps": STEPS,
                "guidance_scale": GUIDANCE,
                "strength": 0.6,
                "negative_prompt": "",
                "output_format": "png",
            },
            "vae_scale_factor": SCALE,
            "size_multiple": 2 * SCALE,
            "max_sequence_length": MAX_TOKENS,
            "latent_rgb_factors": factors,
            "latent_rgb_factors_bias": bias,
            "styles": vocabulary["styles"],
            "default_style": vocabulary["default_style"],
            "examples": vocabulary["examples"],
        },
    )
    write_json(
        pack / "scheduler/scheduler_config.json",
        {
            "_class_name": "FlowMatchEulerDiscreteScheduler",
            "num_train_timesteps": 1000,
            "shift": SHIFT,
            "use_dynamic_shifting": False,
        },
    )
    write_json(
        pack / "text_encoder/config.json",
        {
            "_class_name": "BertModel",
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": TEXT_WIDTH,
            "num_hidden_layers": 6,
            "num_attention_heads": 12,
            "intermediate_size": 1536,
            "max_position_embeddings": 512,
            "vocab_size": 30522,
            "hidden_act": "gelu",
            "pad_token_id": 0,
        },
    )
    write_json(
        pack / "unet/config.json",
        {
            "_class_name": "UNet2DConditionModel",
            "in_channels": LATENT_CHANNELS,
            "out_channels": LATENT_CHANNELS,
            "sample_size": 16,
            "cross_attention_dim": TEXT_WIDTH,
            "prediction_type": "flow_prediction",
            **unet,
        },
    )
    shared = {
        "_class_name": "AutoencoderKL",
        "in_channels": 3,
        "out_channels": 3,
        "latent_channels": LATENT_CHANNELS,
        "sample_size": 256,
        "scaling_factor": 1.0,
        "shift_factor": 0.0,
        "force_upcast": False,
    }
    write_json(pack / "vae_decoder/config.json", shared)
    write_json(pack / "vae_encoder/config.json", shared)


def write_vocabulary(pack: Path, vocabulary: dict, encoder: TextEncoder) -> None:
    """The words the pack knows: those with pooled vectors, row by row, and in `known` all, in every form."""
    words = (
        [noun["word"] for noun in vocabulary["nouns"]]
        + vocabulary["props"]
        + vocabulary["styles"]
        + vocabulary["colours"]
    )
    words = list(dict.fromkeys([*words, *vocabulary["neighbours"]]))  # "orange" is a thing and a colour
    write_json(
        pack / "vocabulary.json",
        {
            "words": words,
            "nouns": [noun["word"] for noun in vocabulary["nouns"]],
            "synonyms": {noun["word"]: noun["synonyms"] for noun in vocabulary["nouns"] if "synonyms" in noun},
            **{
                key: vocabulary[key]
                for key in ("props", "styles", "default_style", "colours", "backgrounds", "settings", "neighbours")
            },
            "known": known_words(vocabulary),
            "embeddings": {
                "file": "vocabulary.safetensors",
                "tensor": "embeddings",
                "pooling": "mean over tokens, L2-normalised",
            },
        },
    )
    save_file(
        {"embeddings": encoder.pooled(words).astype("float32")},
        str(pack / "vocabulary.safetensors"),
        {"words": json.dumps(words)},
    )


def write_manifest(pack: Path) -> None:
    """sha256 and size of every file that a service may load."""
    files = {}
    for path in sorted(p for p in pack.rglob("*") if p.is_file() and p.name not in UNLISTED):
        data = path.read_bytes()
        files[str(path.relative_to(pack))] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    write_json(pack / "manifest.json", {"files": files})
