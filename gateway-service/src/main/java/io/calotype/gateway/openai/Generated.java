package io.calotype.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.calotype.contracts.event.StoredImage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /v1/images/generations}.
 *
 * @param created seconds since 1970
 * @param outputFormat {@code png}, {@code jpeg} or {@code webp}
 * @param size {@code WIDTHxHEIGHT}
 */
@Schema(name = "GeneratedImages")
record Generated(long created, List<Image> data, String outputFormat, String size, Usage usage) {

    /** One picture, in the requested forms. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GeneratedImage")
    record Image(
            @JsonProperty("b64_json") @Nullable String b64Json,
            @Nullable String url) {}

    /** What the request took; a picture takes no tokens here. */
    @Schema(name = "ImageUsage")
    record Usage(int inputTokens, int outputTokens, int totalTokens, Details inputTokensDetails) {

        /** Which tokens they were. */
        @Schema(name = "ImageUsageDetails")
        record Details(int textTokens, int imageTokens) {}

        static Usage ofText(int tokens) {
            return new Usage(tokens, 0, tokens, new Details(tokens, 0));
        }
    }

    static String size(StoredImage image) {
        int times = image.upscale();
        return times * image.drawnSize().width() + "x"
                + times * image.drawnSize().height();
    }

    static String format(StoredImage image) {
        return image.picture()
                .contentType()
                .substring(image.picture().contentType().indexOf('/') + 1);
    }
}
