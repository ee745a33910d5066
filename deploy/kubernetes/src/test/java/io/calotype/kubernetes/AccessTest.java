package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Principal;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access matrix gives each service the topics and groups that its own settings name. */
class AccessTest {

    private static final String EACH_PROCESS = "${quarkus.uuid}";

    @ParameterizedTest
    @ValueSource(strings = {"encoder", "diffusion", "decoder", "upscaler", "gateway"})
    void givesAServiceWhatItsSettingsName(String service) {
        // Given
        var settings = Folder.settings(service + "-service");
        var principal = principal(service, "pictograms");
        // Then
        assertThat(principal.reads()).containsExactlyInAnyOrderElementsOf(values(settings, "topics?"));
        assertThat(principal.writes()).containsAll(values(settings, "dead-letter-queue\\.topic"));
        var groups = values(settings, "group\\.id");
        assertThat(groups).allMatch(group -> isGranted(principal, group));
        assertThat(principal.groups()).isSubsetOf(groups);
        assertThat(principal.groupPrefixes())
                .allMatch(prefix -> groups.stream().anyMatch(group -> group.startsWith(prefix)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encoder", "diffusion", "decoder", "upscaler"})
    void scalesAStageByTheLagOfItsOwnGroups(String service) {
        // Given
        var watched = principal("autoscaler", "pictograms", "sd15").watches();
        var triggers = Folder.ofKind(Folder.rendered("large"), "ScaledObject")
                .filter(scaled -> scaled.at("/metadata/name").asText().startsWith("calotype-" + service))
                .flatMap(scaled -> scaled.at("/spec/triggers").findValues("metadata").stream())
                .filter(trigger -> trigger.has("consumerGroup"))
                .map(trigger -> Map.entry(
                        trigger.path("topic").asText(),
                        trigger.path("consumerGroup").asText()))
                .toList();
        // Then
        var pairs = pairs(Folder.settings(service + "-service"));
        assertThat(triggers).isNotEmpty().allSatisfy(trigger -> {
            assertThat(watched.topics()).contains(trigger.getKey());
            assertThat(watched.groups()).contains(trigger.getValue());
            assertThat(pairs).contains(Map.entry(generic(trigger.getKey()), generic(trigger.getValue())));
        });
    }

    private static Principal principal(String name, String... packs) {
        return Access.all(List.of(packs)).stream()
                .filter(principal -> principal.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String generic(String name) {
        return name.replace("sd15", "pictograms");
    }

    private static List<Map.Entry<String, String>> pairs(Properties settings) {
        return settings.stringPropertyNames().stream()
                .filter(name -> name.matches("mp\\.messaging\\.incoming\\.[^.]+\\.topic"))
                .map(name -> Map.entry(value(settings, name), value(settings, name.replaceFirst("topic$", "group.id"))))
                .toList();
    }

    private static boolean isGranted(Principal principal, String group) {
        return group.endsWith(EACH_PROCESS)
                ? principal.groupPrefixes().stream().anyMatch(group::startsWith)
                : principal.groups().contains(group)
                        || principal.groupPrefixes().stream().anyMatch(group::startsWith);
    }

    private static List<String> values(Properties settings, String setting) {
        var name = Pattern.compile("mp\\.messaging\\.incoming\\.[^.]+\\." + setting);
        return settings.stringPropertyNames().stream()
                .filter(property -> name.matcher(property).matches())
                .flatMap(property -> Stream.of(value(settings, property).split(",")))
                .distinct()
                .toList();
    }

    private static String value(Properties settings, String name) {
        return settings.getProperty(name).replace("${calotype.model}", "pictograms");
    }
}
