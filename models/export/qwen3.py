"""Qwen3 as a text encoder: the hidden states that a pipeline takes, and the chat template around a prompt."""

import json

import graphs
import torch

MARK = "a prompt"


class TextEncoder(torch.nn.Module):
    """Runs as many layers as the states need, which is fewer than the model has."""

    def __init__(self, model, layers):
        super().__init__()
        self.model = getattr(model, "model", model)  # Qwen3ForCausalLM has it inside
        self.model.layers = self.model.layers[: max(layers)]
        self.taken = layers

    def forward(self, input_ids, attention_mask):
        model = self.model
        states = model.embed_tokens(input_ids)
        places = torch.arange(input_ids.shape[1])[None]
        earlier = places.transpose(0, 1) >= places
        mask = earlier[None, None] & attention_mask[:, None, None].bool()
        rotary = model.rotary_emb(states, places)
        taken = []
        for number, layer in enumerate(model.layers, start=1):
            states = layer(states, attention_mask=mask, position_ids=places, position_embeddings=rotary)
            if number in self.taken:
                taken.append(states)
        return torch.cat(taken, dim=-1)


class PaddedTextEncoder(TextEncoder):
    """For a denoiser that reads padding too: its states are those of tokens that see the text alone."""

    def __init__(self, model, layers, padding):
        super().__init__(model, layers)
        self.padding = padding

    def forward(self, input_ids):
        places = torch.arange(input_ids.shape[1])[None]
        last = torch.where(input_ids == self.padding, 0, places).amax(1, keepdim=True)
        return super().forward(input_ids, places <= last)


def write_padded_encoder(model, layers, padding, folder):
    """Hidden state n is what comes out of layer n, counted from 1; padding is the token that fills texts up."""
    inputs = {"input_ids": torch.randint(0, 100, (2, 24))}
    axes = {"input_ids": graphs.TOKENS, "prompt_embeds": graphs.TOKENS}
    graphs.write(PaddedTextEncoder(model, layers, padding), folder / "text_encoder", inputs, "prompt_embeds", axes)
    model.config.save_pretrained(folder / "text_encoder")


def write_encoder(model, layers, folder):
    """The same for a denoiser with a mask."""
    ids = torch.randint(0, 100, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    axes = {"input_ids": graphs.TOKENS, "attention_mask": graphs.TOKENS, "prompt_embeds": graphs.TOKENS}
    inputs = {"input_ids": ids, "attention_mask": mask}
    graphs.write(TextEncoder(model, layers), folder / "text_encoder", inputs, "prompt_embeds", axes)
    model.config.save_pretrained(folder / "text_encoder")


def template(tokenizer, thinking):
    """What the chat template sets before and behind a prompt."""

    def chat(text):
        messages = [{"role": "user", "content": text}]
        return tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, enable_thinking=thinking
        )

    before, behind = chat(MARK).split(MARK)
    for text in ("", "  a\n{{b}}  ", "<|im_end|>"):
        if chat(text) != before + text + behind:
            raise ValueError(f"the chat template changes the prompt {text!r}")
    return {"before": before, "behind": behind}


def write_tokenizer(tokenizer, thinking, folder):
    tokenizer.save_pretrained(folder / "tokenizer")
    text = json.dumps(template(tokenizer, thinking), indent=2)
    (folder / "tokenizer" / "prompt_template.json").write_text(text + "\n")
