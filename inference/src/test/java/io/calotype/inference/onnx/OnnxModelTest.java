package io.calotype.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelTest {

    private static final Map<String, Shape> INPUTS =
            Map.of("x", Shape.of(2, 4), "factor", Shape.of(2), "mask", Shape.of(2, 4), "bias", Shape.of());

    @Test
    void readsNamesTypesAndRanksFromTheModel() {
        // Given
        try (var model = scale()) {
            // When
            var inputs = model.inputs();
            // Then
            assertThat(inputs)
                    .containsExactly(
                            new TensorInfo("x", DType.F32, List.of(-1L, 4L)),
                            new TensorInfo("factor", DType.I64, List.of(-1L)),
                            new TensorInfo("mask", DType.BOOL, List.of(-1L, 4L)),
                            new TensorInfo("bias", DType.F32, List.of()));
            assertThat(model.outputs()).extracting(TensorInfo::name).containsExactly("y", "sum");
        }
    }

    @Test
    void aHalfPrecisionOutputHoldsTheLastRunHoweverLateItIsAskedFor() {
        // Given
        var path = Path.of("../models/fixtures/packs/sd-turbo-fp16/vae_decoder/model.onnx");
        var inputs = Map.of("latent_sample", Shape.of(1, 4, 8, 8));
        try (var model = OnnxModel.load(path, SessionSettings.cpu(1));
                var slot = model.slot(inputs, Map.of("sample", Shape.of(1, 3, 64, 64)))) {
            slot.floats("latent_sample").put(0, 1f);
            slot.run();
            // When
            float[] asked = floats(slot.output("sample"), 3 * 64 * 64);
            slot.run();
            // Then
            assertThat(asked)
                    .isEqualTo(floats(slot.output("sample"), asked.length))
                    .doesNotContain(0);
        }
    }

    @Test
    void slotRunsAgainAndAgainInItsOwnBuffers() {
        // Given
        try (var model = scale();
                var slot = model.slot(INPUTS, Map.of("y", Shape.of(2, 4), "sum", Shape.of(2)))) {
            var y = slot.output("y");
            var sum = slot.output("sum");
            slot.floats("x").put(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
            slot.bytes("mask").put(new byte[] {1, 1, 1, 1, 1, 0, 0, 1});
            slot.floats("bias").put(0, 0.5f);
            // When
            slot.longs("factor").put(new long[] {2, 10});
            slot.run();
            // Then
            assertThat(floats(y, 8)).containsExactly(2.5f, 4.5f, 6.5f, 8.5f, 50.5f, 0, 0, 80.5f);
            assertThat(floats(sum, 2)).containsExactly(22, 131);
            // When
            slot.longs("factor").put(new long[] {1, 0});
            slot.run();
            // Then
            assertThat(floats(y, 8)).containsExactly(1.5f, 2.5f, 3.5f, 4.5f, 0.5f, 0, 0, 0.5f);
        }
    }

    @Test
    void sessionOutlivesTheModelsCloseUntilTheLastSlotCloses() {
        // Given
        var model = scale();
        var slot = model.slot(INPUTS, Map.of("sum", Shape.of(2)));
        // When
        model.close();
        // Then
        slot.run();
        // When
        slot.close();
        slot.close();
        // Then
        assertThatThrownBy(slot::run).isInstanceOf(OnnxException.class).hasMessageEndingWith("the slot is closed");
        assertThatThrownBy(model::retain).isInstanceOf(OnnxException.class).hasMessageEndingWith("is closed");
        assertThatThrownBy(() -> model.slot(INPUTS, Map.of())).isInstanceOf(OnnxException.class);
    }

    @Test
    void errorsNameTheFileAndTheTensor() {
        // Given
        try (var model = scale();
                var slot = model.slot(INPUTS, Map.of("y", Shape.of(2, 4)))) {
            // Then
            assertThatThrownBy(() -> model.slot(Map.of("x", Shape.of(2, 4)), Map.of()))
                    .hasMessage("onnx/scale.onnx: no shape is given for input factor I64 [?]");
            assertThatThrownBy(() -> model.slot(INPUTS, Map.of("z", Shape.of(1))))
                    .hasMessageStartingWith("onnx/scale.onnx: no output 'z' in [y F32 [?, 4], sum F32 [?]]");
            assertThatThrownBy(() -> model.slot(INPUTS, Map.of("y", Shape.of(2, 5))))
                    .hasMessage("onnx/scale.onnx: 'y' is y F32 [?, 4], not [2, 5]");
            assertThatThrownBy(() -> slot.floats("factor"))
                    .hasMessage("onnx/scale.onnx: 'factor' is factor I64 [?], not F32");
            assertThatThrownBy(() -> slot.output("sum")).hasMessageContaining("no tensor 'sum' in this slot");
        }
    }

    @Test
    void runThatTheModelRefusesNamesItsShapes() {
        // Given
        var rowsDiffer = Map.of("x", Shape.of(2, 4), "factor", Shape.of(3), "mask", Shape.of(2, 4), "bias", Shape.of());
        try (var model = scale();
                var slot = model.slot(rowsDiffer, Map.of("y", Shape.of(2, 4)))) {
            // Then
            assertThatThrownBy(slot::run)
                    .isInstanceOf(OnnxException.class)
                    .hasMessageStartingWith("onnx/scale.onnx: failed with inputs")
                    .hasMessageContaining("factor [3]");
        }
    }

    @Test
    void fileThatIsNoModelIsRefusedByName(@TempDir Path folder) throws IOException {
        // Given
        var file =
                Files.writeString(Files.createDirectory(folder.resolve("unet")).resolve("model.onnx"), "no model");
        var settings = SessionSettings.cpu(1);
        // Then
        assertThatThrownBy(() -> OnnxModel.load(file, settings))
                .isInstanceOf(OnnxException.class)
                .hasMessageStartingWith("unet/model.onnx: cannot be loaded on CPU");
        assertThatThrownBy(() -> OnnxModel.load(folder.resolve("unet/other.onnx"), settings))
                .isInstanceOf(OnnxException.class)
                .hasMessageStartingWith("unet/other.onnx: cannot be read");
    }

    @Test
    void settingsRefuseWhatCannotBe() {
        assertThatThrownBy(() -> SessionSettings.cpu(0)).hasMessage("intraOpThreads is 0, not at least 1");
        assertThatThrownBy(() -> new SessionSettings(1, false, ExecutionProvider.CUDA, -1))
                .hasMessage("deviceId is -1, not at least 0");
        assertThat(SessionSettings.cpu(2).spinning()).isFalse();
    }

    private static OnnxModel scale() {
        try {
            var resource = OnnxModelTest.class.getResource("scale.onnx");
            return OnnxModel.load(Path.of(resource.toURI()), SessionSettings.cpu(1));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] floats(FloatBuffer buffer, int count) {
        var values = new float[count];
        buffer.get(0, values);
        return values;
    }
}
