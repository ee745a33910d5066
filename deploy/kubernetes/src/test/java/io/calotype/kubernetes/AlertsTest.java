package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The documentation says of each alert what it means and what to do, and of no other. */
class AlertsTest {

    private static final Pattern DOCUMENTED = Pattern.compile("`(Calotype[A-Za-z]+)`");

    @Test
    void eachHasItsRowInTheDocumentation() {
        var rows = Folder.text(Folder.ROOT.resolve("docs/operations.md"))
                .lines()
                .filter(line -> line.startsWith("| `Calotype"))
                .toList();
        assertThat(rows)
                .flatExtracting(row -> DOCUMENTED
                        .matcher(row)
                        .results()
                        .map(MatchResult::group)
                        .map(name -> name.replace("`", ""))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(alerts());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.split("\\|", -1)).hasSize(5).noneMatch(cell -> cell.equals(" ")));
    }

    private static List<String> alerts() {
        var rules = Folder.yaml(Folder.text(Folder.CHART.resolve("files/rules.yaml")));
        return rules.findValues("alert").stream().map(JsonNode::asText).toList();
    }
}
