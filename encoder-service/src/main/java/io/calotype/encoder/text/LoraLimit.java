package io.calotype.encoder.text;

import io.calotype.inference.lora.LoraShelf;

/**
 * The LoRAs that prompts may be read with.
 *
 * @param bytes how much memory they may take for each text encoder
 */
record LoraLimit(LoraShelf shelf, long bytes) {}
