package io.calotype.inference.lora;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers of Stable Diffusion XL, which has two layers in each block; {@code LoraParityIT} compares whole files. */
class StabilityNamesTest {

    @ParameterizedTest
    @CsvSource({
        "conv_in, input_blocks.0.0",
        "conv_out, out.2",
        "time_embedding.linear_2, time_embed.2",
        "add_embedding.linear_1, label_emb.0.0",
        "down_blocks.0.resnets.1.conv1, input_blocks.2.0.in_layers.2",
        "down_blocks.0.downsamplers.0.conv, input_blocks.3.0.op",
        "down_blocks.1.attentions.0.proj_in, input_blocks.4.1.proj_in",
        "down_blocks.1.resnets.0.conv_shortcut, input_blocks.4.0.skip_connection",
        "down_blocks.2.attentions.1.transformer_blocks.9.attn2.to_out.0,"
                + " input_blocks.8.1.transformer_blocks.9.attn2.to_out.0",
        "mid_block.resnets.0.time_emb_proj, middle_block.0.emb_layers.1",
        "mid_block.attentions.0.proj_out, middle_block.1.proj_out",
        "mid_block.resnets.1.conv2, middle_block.2.out_layers.3",
        "up_blocks.0.attentions.2.proj_in, output_blocks.2.1.proj_in",
        "up_blocks.0.upsamplers.0.conv, output_blocks.2.2.conv",
        "up_blocks.1.resnets.2.conv1, output_blocks.5.0.in_layers.2",
        "up_blocks.2.resnets.0.conv_shortcut, output_blocks.6.0.skip_connection",
    })
    void layersOfXlHaveTheNamesOfStabilitysCode(String path, String name) {
        assertThat(StabilityNames.of(path, 2)).hasValue(name);
    }

    @ParameterizedTest
    @CsvSource({"text_model.encoder.layers.0.mlp.fc1", "transformer_blocks.0.attn.to_q", "conv_norm_out"})
    void otherLayersHaveNone(String path) {
        assertThat(StabilityNames.of(path, 2)).isEmpty();
    }
}
