package io.calotype.diffusion.denoise;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of a model call.
 *
 * @param image whose latents it holds
 * @param text what they are denoised towards
 * @param guides whether that is the negative prompt, and the row before it is the prompt's of the same image
 */
record Row(Denoising image, PromptEmbedding text, boolean guides) {

    /** The rows of images, in order. */
    static List<Row> of(List<Denoising> images) {
        var rows = new ArrayList<Row>(2 * images.size());
        for (int i = 0; i < images.size(); i++) {
            var image = images.get(i);
            rows.add(new Row(image, image.prompt(), false));
            if (image.negative() != null) {
                rows.add(new Row(image, image.negative(), true));
            }
        }
        return rows;
    }
}
