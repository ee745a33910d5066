package io.calotype.local.stack;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.bucket.BucketAccess;
import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.bucket.BucketUser;
import io.calotype.contracts.bucket.ObjectOperation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each user tries every operation in every folder of the bucket, and may do what the access matrix says.
 *
 * <p>Runs where {@code CALOTYPE_VERSITYGW} names the program of a server that enforces policies.
 */
@EnabledIfEnvironmentVariable(named = EnforcingStore.PROGRAM, matches = ".+")
class BucketAccessIT {

    private static final String NOBODYS = "somebody-elses/";

    @TempDir
    static Path folder;

    private static EnforcingStore store;

    @BeforeAll
    static void start() throws Exception {
        store = EnforcingStore.start(folder);
        store.grant((user, right) -> false);
        var bucket = new Bucket(store.root());
        prefixes().forEach(prefix -> bucket.put(prefix + "object", new byte[] {1}));
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    static List<BucketUser> users() {
        return BucketAccess.all();
    }

    @ParameterizedTest
    @MethodSource("users")
    void mayDoWhatTheMatrixSaysAndNothingElse(BucketUser user) {
        // When
        var caller = new BucketCaller(store.address(user.name()));
        // Then
        assertThat(tried(caller::allowed)).isEqualTo(tried(prefix -> granted(user, prefix)));
    }

    private static Map<String, Set<ObjectOperation>> tried(Function<String, Set<ObjectOperation>> attempt) {
        return prefixes().collect(toMap(prefix -> prefix, attempt, (one, same) -> one, TreeMap::new));
    }

    private static Set<ObjectOperation> granted(BucketUser user, String prefix) {
        return Arrays.stream(ObjectOperation.values())
                .filter(operation -> operation == ObjectOperation.LIST
                        || user.folders(operation).stream()
                                .anyMatch(folder -> folder.prefix().equals(prefix)))
                .collect(toSet());
    }

    private static Stream<String> prefixes() {
        return Stream.concat(Arrays.stream(BucketFolder.values()).map(BucketFolder::prefix), Stream.of(NOBODYS));
    }
}
