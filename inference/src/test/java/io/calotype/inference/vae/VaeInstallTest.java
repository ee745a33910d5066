package io.calotype.inference.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack gets the decoder of another VAE, if that decodes latents of its kind. */
class VaeInstallTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");

    @TempDir
    private Path packs;

    private ModelPack base;

    @BeforeEach
    void install() {
        base = PackInstall.install(FIXTURES.resolve("sd15"), "sd15", packs);
    }

    @Test
    void theNewPackHasTheDecoderAndADigestOfItsOwn() {
        // When
        var other = VaeInstall.install(FIXTURES.resolve("sdxl"), base, "sd15.vae", packs);
        var same = VaeInstall.install(FIXTURES.resolve("sdxl/vae_decoder"), base, "sd15.same", packs);
        // Then
        assertThat(other.digest()).isNotEqualTo(base.digest());
        assertThat(other.modelSha256("vae_decoder"))
                .isEqualTo(ModelPack.sha256Of(FIXTURES.resolve("sdxl/vae_decoder/model.onnx")))
                .isEqualTo(same.modelSha256("vae_decoder"));
        assertThat(other.modelSha256("unet")).isEqualTo(base.modelSha256("unet"));
        other.verify("vae_decoder");
        other.verify("unet");
    }

    @Test
    void whatDoesNotFitIsNamedAndNothingIsLeft() {
        assertRefused(FIXTURES.resolve("sd15/unet/nowhere"), "is missing: a VAE is a folder with");
        assertRefused(FIXTURES.resolve("sd3"), "latent_channels is 16, but latents of sd15 have 4");
    }

    private void assertRefused(Path vae, String fault) {
        assertThatThrownBy(() -> VaeInstall.install(vae, base, "new", packs))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(fault);
        assertThat(packs.resolve("new")).doesNotExist();
        assertThat(packs.resolve(".adding-new")).doesNotExist();
    }
}
