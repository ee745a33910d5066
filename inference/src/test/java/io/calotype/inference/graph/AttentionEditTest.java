package io.calotype.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.calotype.inference.pack.FixturePack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionEditTest {

    @ParameterizedTest
    @CsvSource({
        "sd15, unet, 8, 0",
        "sd15-older, unet, 8, 0",
        "sd2-v, unet, 8, 0",
        "sd-turbo-fp16, unet, 8, 0",
        "sdxl, unet, 8, 0",
        "sd3, transformer, 3, 0",
        "sd35-medium, transformer, 5, 0",
        "flux-dev, transformer, 2, 0",
        "flux2-klein, transformer, 2, 0",
        "z-image-turbo, transformer, 1, 3", // three have a mask
        "sd15, vae_decoder, 1, 0",
        "sd15-older, vae_decoder, 1, 0",
        "sdxl, vae_encoder, 1, 0",
        "sd-turbo-fp16, vae_decoder, 1, 0",
        "sd3, vae_decoder, 1, 0",
        "flux-dev, vae_encoder, 1, 0",
        "flux2-klein, vae_decoder, 1, 0",
        "z-image-turbo, vae_decoder, 1, 0",
    })
    void everyAttentionWithoutMaskIsOneOperator(String family, String component, int fused, int left)
            throws IOException {
        // When
        var graph = edited(family, component);
        // Then
        assertThat(count(graph, "MultiHeadAttention")).isEqualTo(fused);
        assertThat(count(graph, "Softmax")).isEqualTo(left);
    }

    @Test
    void nothingStaysThatNobodyReads() throws IOException {
        // When
        var graph = edited("sd15", "unet");
        // Then
        var nodes = Nodes.of(graph);
        assertThat(nodes.inOrder()).allSatisfy(node -> assertThat(node.values(OnnxFields.NODE_OUTPUT))
                .anyMatch(output -> nodes.reads(output) > 0));
        assertThat(graph.values(OnnxFields.GRAPH_INITIALIZER)).allSatisfy(tensor -> {
            var name = Message.parse(tensor).value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY);
            assertThat(nodes.reads(name)).as(name.toStringUtf8()).isPositive();
        });
    }

    @Test
    void itsNodesAreInTheOrderInWhichTheyRun() throws IOException {
        // When
        var graph = edited("sd3", "transformer");
        // Then
        var known = new HashSet<ByteString>();
        known.add(ByteString.EMPTY);
        for (var field : new int[] {OnnxFields.GRAPH_INITIALIZER, OnnxFields.GRAPH_INPUT}) {
            for (var bytes : graph.values(field)) {
                int name = field == OnnxFields.GRAPH_INPUT ? OnnxFields.VALUE_NAME : OnnxFields.TENSOR_NAME;
                known.add(Message.parse(bytes).value(name).orElseThrow());
            }
        }
        for (var node : Nodes.of(graph).inOrder()) {
            assertThat(known).containsAll(node.values(OnnxFields.NODE_INPUT));
            known.addAll(node.values(OnnxFields.NODE_OUTPUT));
        }
    }

    @Test
    void aGraphIsFusedOnce() throws IOException {
        // Given
        var file = FixturePack.folder("sd15").resolve("unet/model.onnx");
        // When
        var fused = OnnxFile.read(file).withFusedAttention().orElseThrow();
        // Then
        assertThat(fused.withFusedAttention()).isEmpty();
    }

    private static Message edited(String family, String component) throws IOException {
        var file = FixturePack.folder(family).resolve(component).resolve("model.onnx");
        var edited = Files.createTempFile("fused", ".onnx");
        try {
            OnnxFile.read(file).withFusedAttention().orElseThrow().write(edited);
            var model = Message.parse(ByteString.copyFrom(Files.readAllBytes(edited)));
            return Message.parse(model.value(OnnxFields.MODEL_GRAPH).orElseThrow());
        } finally {
            Files.delete(edited);
        }
    }

    private static long count(Message graph, String operator) throws IOException {
        return Nodes.of(graph).inOrder().stream()
                .filter(node -> Nodes.is(node, operator))
                .count();
    }
}
