package io.calotype.gateway.openai;

import io.calotype.contracts.event.StoredImage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The JSON of {@link Generated} in pieces: each picture is read when the client has taken the one before it, so that one of them is
 * in memory rather than all.
 *
 * @param around everything but the pictures
 * @param pictures to be put into it, in this order
 * @param read makes a picture's JSON; may block
 */
record GeneratedBody(Generated around, List<StoredImage> pictures, Function<StoredImage, Generated.Image> read) {

    private static final String NO_PICTURES = "\"data\":[]";

    /** Writes the pieces with what makes JSON of a value. */
    Multi<byte[]> written(Function<Object, String> json) {
        var all = json.apply(around);
        int at = all.indexOf(NO_PICTURES) + NO_PICTURES.length() - 1;
        var head = Multi.createFrom().item(utf8(all.substring(0, at)));
        var middle = Multi.createFrom()
                .items(IntStream.range(0, pictures.size()).boxed())
                .onItem()
                .transformToUniAndConcatenate(index -> picture(json, index));
        var tail = Multi.createFrom().item(utf8(all.substring(at)));
        return Multi.createBy().concatenating().streams(head, middle, tail);
    }

    private Uni<byte[]> picture(Function<Object, String> json, int index) {
        return Uni.createFrom()
                .item(() -> utf8((index == 0 ? "" : ",") + json.apply(read.apply(pictures.get(index)))))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
