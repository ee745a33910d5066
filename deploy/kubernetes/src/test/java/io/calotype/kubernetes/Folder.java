package io.calotype.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The files of this module and of the services. */
final class Folder {

    static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
    static final Path CHART = KUBERNETES.resolve("chart");
    static final List<String> EXAMPLES = List.of("small", "large");
    static final List<String> STAGES = List.of("encoder", "diffusion", "decoder", "upscaler");

    private static final ObjectMapper YAML = new YAMLMapper(new YAMLFactory());

    private Folder() {}

    static Path rendered(String example) {
        return KUBERNETES.resolve("rendered").resolve(example + ".yaml");
    }

    /** What each example's chart rendered, and the Kafka cluster beside it. */
    static Stream<Path> manifests() {
        var kafka = Stream.of(KUBERNETES.resolve("kafka/01-kafka.yaml"));
        return Stream.concat(EXAMPLES.stream().map(Folder::rendered), kafka);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The resources in a file. */
    static List<JsonNode> documents(Path file) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text(file))) {
            return values.readAll().stream().filter(JsonNode::isObject).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> ofKind(Path file, String kind) {
        return documents(file).stream()
                .filter(document -> document.path("kind").asText().equals(kind));
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A service's own settings. */
    static Properties settings(String module) {
        return properties(module + "/src/main/resources/application.properties");
    }

    static Properties properties(String path) {
        var properties = new Properties();
        try (var file = Files.newBufferedReader(ROOT.resolve(path))) {
            properties.load(file);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
