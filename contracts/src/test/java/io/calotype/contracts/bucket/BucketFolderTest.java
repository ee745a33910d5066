package io.calotype.contracts.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.event.StepObject;
import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.topic.ClaimCheck;
import io.calotype.contracts.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketFolderTest {

    private static final ImageId IMAGE = ImageId.parse("apple-7/0");

    @Test
    void isWhatKeysBeginWith() {
        assertThat(IMAGE.objectKey(OutputFormat.PNG)).startsWith(BucketFolder.IMAGES.prefix());
        assertThat(IMAGE.originalKey(OutputFormat.PNG)).startsWith(BucketFolder.IMAGES.prefix());
        assertThat(ImageEnd.objectKey(IMAGE)).startsWith(BucketFolder.ENDS.prefix());
        assertThat(ClaimCheck.folder(IMAGE)).startsWith(BucketFolder.CLAIMS.prefix());
        assertThat(PausedObject.folder("apple-7", 0)).startsWith(BucketFolder.PAUSED.prefix());
        assertThat(StepObject.folder(IMAGE)).startsWith(BucketFolder.STEPS.prefix());
        assertThat(EmbeddingKeys.folder("a cat")).startsWith(BucketFolder.EMBEDDINGS.prefix());
        assertThat(PictureReference.INPUTS).isEqualTo("inputs/").isEqualTo(BucketFolder.INPUTS.prefix());
    }

    @Test
    void objectsAreKeptLongerThanTheRecordsThatNeedThem() {
        assertThat(days(BucketFolder.CLAIMS)).isGreaterThan(retention(Topics.embeddings("a")));
        assertThat(days(BucketFolder.CLAIMS)).isGreaterThan(retention(Topics.latents("a")));
        assertThat(days(BucketFolder.CLAIMS)).isGreaterThan(retention(Topics.UPSCALES));
        assertThat(days(BucketFolder.TRAJECTORIES)).isGreaterThan(retention(Topics.embeddings("a")));
        assertThat(days(BucketFolder.PAUSED)).isGreaterThan(retention(Topics.embeddings("a")));
        assertThat(days(BucketFolder.ATTEMPTS)).isGreaterThan(retention(Topics.PROMPTS));
        assertThat(days(BucketFolder.IDEMPOTENCY)).isGreaterThan(retention(Topics.PROMPTS));
        assertThat(days(BucketFolder.INPUTS)).isGreaterThan(retention(Topics.PROMPTS));
    }

    @Test
    void picturesTheirEndsAndPacksStayUntilSomebodyRemovesThem() {
        assertThat(List.of(BucketFolder.IMAGES, BucketFolder.ENDS, BucketFolder.PACKS))
                .allSatisfy(folder -> assertThat(folder.days()).isEmpty());
    }

    @Test
    void theRightToAKeyIsThatToItsFolder() {
        assertThat(ObjectOperation.PUT.rightTo("images/apple-7/0.png")).isEqualTo("PutObject images/*");
        assertThat(ObjectOperation.LIST.rightTo("images/apple-7/0.png")).isEqualTo("ListBucket");
    }

    private static Duration days(BucketFolder folder) {
        return Duration.ofDays(folder.days().orElseThrow());
    }

    private static Duration retention(String topic) {
        return Topics.all(List.of("a")).stream()
                .filter(spec -> spec.name().equals(topic))
                .map(spec -> Duration.ofMillis(Long.parseLong(spec.config().get("retention.ms"))))
                .findFirst()
                .orElseThrow();
    }
}
