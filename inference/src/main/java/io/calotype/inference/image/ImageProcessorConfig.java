package io.calotype.inference.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.picture.ResampleFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a {@code preprocessor_config.json} as transformers writes it; what it leaves out is as in CLIP. */
final class ImageProcessorConfig {

    private static final int MAX_SIDE = 1024;
    private static final int BICUBIC = 3;
    private static final Map<Integer, ResampleFilter> FILTERS = Map.of( // by their numbers in Pillow
            1,
            ResampleFilter.LANCZOS,
            2,
            ResampleFilter.BILINEAR,
            BICUBIC,
            ResampleFilter.BICUBIC,
            4,
            ResampleFilter.BOX);
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    private final Path file;
    private final JsonNode json;

    private ImageProcessorConfig(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    /** Reads a component's; {@link PackException} names the file that is missing or does not fit. */
    static ImageProcessor read(ModelPack pack, String component) {
        var path = component + "/preprocessor_config.json";
        return new ImageProcessorConfig(pack.file(path), pack.json(path)).processor();
    }

    private ImageProcessor processor() {
        boolean cuts = json.path("do_center_crop").asBoolean(json.has("crop_size"));
        var size = json.path("size");
        var result = cuts ? json.path("crop_size") : size;
        int width = side(result, "width");
        int height = side(result, "height");
        int shortest = size.isInt() ? size.asInt() : size.path("shortest_edge").asInt();
        int edge = cuts ? Math.max(shortest, Math.min(side(size, "width"), side(size, "height"))) : 0;
        requireSide("size", cuts ? edge : width);
        if (cuts && Math.max(width, height) > edge) {
            throw wrong("crop_size is larger than size");
        }
        boolean normalises = flag("do_normalize");
        return new ImageProcessor(
                requireSide("width", width),
                requireSide("height", height),
                edge,
                filter(),
                flag("do_rescale") ? json.path("rescale_factor").asDouble(1 / 255.0) : 1,
                normalises ? numbers("image_mean", CLIP_MEAN) : List.of(0.0, 0.0, 0.0),
                normalises ? numbers("image_std", CLIP_STD) : List.of(1.0, 1.0, 1.0));
    }

    private boolean flag(String field) {
        return json.path(field).asBoolean(true);
    }

    /** A size is a number for both sides, or has both by name. */
    private static int side(JsonNode size, String name) {
        return size.isInt()
                ? size.asInt()
                : size.path(name).asInt(size.path("shortest_edge").asInt());
    }

    private int requireSide(String name, int side) {
        if (side < 1 || side > MAX_SIDE) {
            throw wrong(name + " is " + side + ", not 1 to " + MAX_SIDE);
        }
        return side;
    }

    private ResampleFilter filter() {
        int number = json.path("resample").asInt(BICUBIC);
        var filter = FILTERS.get(number);
        if (filter == null) {
            throw wrong("resample is " + number + ", not one of 1 to 4");
        }
        return filter;
    }

    private List<Double> numbers(String field, List<Double> otherwise) {
        if (!json.has(field)) {
            return otherwise;
        }
        var numbers = new ArrayList<Double>();
        json.path(field).forEach(number -> numbers.add(number.asDouble(Double.NaN)));
        boolean finite = numbers.stream().allMatch(Double::isFinite);
        if (numbers.size() != otherwise.size() || !finite || (field.endsWith("std") && numbers.contains(0.0))) {
            throw wrong(field + " is " + numbers + ", not three numbers for red, green and blue");
        }
        return numbers;
    }

    private PackException wrong(String what) {
        return new PackException(file, what);
    }
}
