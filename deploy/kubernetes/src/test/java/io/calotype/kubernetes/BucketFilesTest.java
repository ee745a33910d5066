package io.calotype.kubernetes;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.bucket.BucketAccess;
import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.bucket.BucketUser;
import io.calotype.contracts.bucket.ObjectOperation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bucket's policies, its life-cycle rules, and their tables in the documentation are written from the contract's. */
class BucketFilesTest {

    private static final Path STORE = Folder.ROOT.resolve("deploy/store");
    private static final Path OPERATIONS = Folder.ROOT.resolve("docs/operations.md");
    private static final String BUCKET = "arn:aws:s3:::calotype";
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<BucketUser> users() {
        return BucketAccess.all();
    }

    @ParameterizedTest
    @MethodSource("users")
    void aPolicyIsWhatTheMatrixSays(BucketUser user) throws IOException {
        var policy = JSON.createObjectNode().put("Version", "2012-10-17");
        var statements = policy.putArray("Statement");
        for (var operation : ObjectOperation.values()) {
            var statement = statements.addObject().put("Effect", "Allow");
            statement.putArray("Action").add("s3:" + operation.right());
            resources(user, operation).forEach(statement.putArray("Resource")::add);
        }
        Golden.check(STORE.resolve("policy-" + user.name() + ".json"), pretty(policy));
    }

    private static Stream<String> resources(BucketUser user, ObjectOperation operation) {
        return operation == ObjectOperation.LIST
                ? Stream.of(BUCKET)
                : user.folders(operation).stream().map(folder -> BUCKET + "/" + folder.prefix() + "*");
    }

    @Test
    void theLifeCycleIsWhatTheFoldersSay() throws IOException {
        var lifecycle = JSON.createObjectNode();
        var rules = lifecycle.putArray("Rules");
        for (var folder : BucketFolder.values()) {
            folder.days().ifPresent(days -> rule(rules, folder, days));
        }
        Golden.check(STORE.resolve("lifecycle.json"), pretty(lifecycle));
    }

    private static void rule(ArrayNode rules, BucketFolder folder, int days) {
        var rule = rules.addObject().put("ID", folder.prefix().replace("/", "")).put("Status", "Enabled");
        rule.putObject("Filter").put("Prefix", folder.prefix());
        rule.putObject("Expiration").put("Days", days);
    }

    @Test
    void theDocumentationHasTheMatrix() {
        var table = BucketAccess.all().stream()
                .map(user -> "| %s | %s | %s | %s |\n"
                        .formatted(user.name(), cell(user.gets()), cell(user.puts()), cell(user.deletes())))
                .collect(joining());
        assertThat(Folder.text(OPERATIONS)).contains(table);
    }

    @Test
    void theDocumentationHasTheLifeCycle() {
        assertThat(Folder.text(OPERATIONS).lines())
                .containsAll(Arrays.stream(BucketFolder.values())
                        .flatMap(folder -> folder.days().stream()
                                .map(days -> "| `%s` | %d days |".formatted(folder.prefix(), days)))
                        .toList());
    }

    private static String cell(List<BucketFolder> folders) {
        return folders.stream().map(folder -> "`" + folder.prefix() + "*`").collect(joining(", "));
    }

    private static String pretty(ObjectNode json) throws IOException {
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return JSON.writer(printer).writeValueAsString(json) + "\n";
    }
}
