package io.calotype.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel.Preparation;
import io.calotype.inference.prepare.DenoisingModel.Timesteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided about an edit is decided once. */
class EditedModelTest {

    private static final String DECODER = "vae_decoder";

    private final AtomicInteger checks = new AtomicInteger();

    @TempDir
    private Path folder;

    private ModelPack pack;

    @BeforeEach
    void install() throws IOException {
        pack = ModelPack.draft(FixturePack.copy("sd15", folder.resolve("sd15")), "sd15");
    }

    @Test
    void anEditThatWasRefusedIsNotCheckedAgain() throws IOException {
        // Given
        var model = away(DECODER, 1);
        // When
        var preparation = model.prepare();
        // Then
        assertThat(preparation).isEqualTo(new Preparation(Timesteps.PER_ROW, false));
        assertThat(checks).hasValue(1);
        assertThat(model.prepare()).isEqualTo(preparation);
        assertThat(model.<Path>withGraph(edits -> true, graph -> graph)).isEqualTo(pack.model(DECODER));
        assertThat(checks).hasValue(1);
        // When
        var note = pack.prepared(DECODER).resolve("prepared.json");
        Files.writeString(note, Files.readString(note).replace(OnnxModel.runtimeVersion(), "1.0.0"));
        model.prepare();
        // Then
        assertThat(checks).hasValue(2);
    }

    @Test
    void anUnetThatMustKeepItsTimestepIsNotCheckedAgainEither() {
        // Given
        var model = away("unet", 1);
        // When
        var preparation = model.prepare();
        // Then
        assertThat(preparation).isEqualTo(new Preparation(Timesteps.SHARED, false));
        assertThat(checks).hasValue(2); // of both edits, and of that of the timestep alone
        assertThat(model.<Path>withGraph(GraphEdits::takesScalar, graph -> graph))
                .isEqualTo(pack.model("unet"));
        assertThat(checks).hasValue(2);
    }

    @Test
    void whatCouldNotBeCheckedIsCheckedAgain() {
        // Given
        var model = new EditedModel(pack, DECODER, edited -> new float[0], (exported, numbers) -> {
            checks.incrementAndGet();
            throw new OnnxException("vae_decoder/model.onnx", "there was no room");
        });
        // When
        model.prepare();
        model.prepare();
        // Then
        assertThat(checks).hasValue(2);
        assertThat(pack.prepared(DECODER)).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"null", "{}", "'{\"edit\": null}'", "'{\"edit\": \"2\", \"preparation\": {\"timesteps\": null}}'", "'['"
    })
    void aDamagedNoteIsMadeAgain(String note) throws IOException {
        // Given
        var model = away(DECODER, 0);
        model.prepare();
        var file = pack.prepared(DECODER).resolve("prepared.json");
        Files.writeString(file, note);
        // When
        var preparation = model.prepare();
        // Then
        assertThat(preparation.fusedAttention()).isTrue();
        assertThat(checks).hasValue(2);
        assertThat(Files.readString(file)).contains("\"fused_attention\" : true");
    }

    private EditedModel away(String component, double difference) {
        return new EditedModel(pack, component, edited -> new float[0], (exported, numbers) -> {
            checks.incrementAndGet();
            return difference;
        });
    }
}
