package io.calotype.diffusion.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import io.calotype.inference.onnx.OnnxException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalvesTest {

    private final List<List<String>> calls = new ArrayList<>();

    @Test
    void whatFitsTogetherIsOneCall() {
        // When
        Halves.call(List.of("a", "b", "c"), images -> callUpTo(8, images));
        // Then
        assertThat(calls).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void whatDoesNotIsCalledForInParts() {
        // When
        Halves.call(List.of("a", "b", "c", "d", "e"), images -> callUpTo(2, images));
        // Then
        assertThat(calls).containsExactly(List.of("a", "b"), List.of("c"), List.of("d", "e"));
    }

    @Test
    void oneThatDoesNotFitAloneFails() {
        assertThatThrownBy(() -> Halves.call(List.of("a", "b"), images -> callUpTo(0, images)))
                .isInstanceOf(OnnxException.class);
        assertThat(calls).isEmpty();
    }

    private void callUpTo(int most, List<String> images) {
        if (images.size() > most) {
            throw new OnnxException("unet/model.onnx", "failed", new OrtException("std::bad_alloc"));
        }
        calls.add(images);
    }
}
