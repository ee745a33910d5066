/** LoRA files, and packs with one baked into their weights. */
@NullMarked
package io.calotype.inference.lora;

import org.jspecify.annotations.NullMarked;
