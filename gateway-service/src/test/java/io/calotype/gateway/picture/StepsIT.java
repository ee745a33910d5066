package io.calotype.gateway.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.gateway.testing.StoredSteps;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Kept steps over HTTP, and prompts that branch off from them. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class StepsIT extends GatewayTestCase {

    private final ImageId parent = new ImageId(UUID.randomUUID().toString(), 3);

    @Inject
    ObjectStore store;

    @Test
    void theStepsOfAnImageAreListedInOrder() {
        // Given
        keep(10, Owners.GATEWAY);
        keep(9, Owners.GATEWAY);
        // When
        var some = gateway.get("/v1/images/" + parent + "/steps");
        var unknown = gateway.get("/v1/images/nobody/0/steps");
        // Then
        assertThat(some.statusCode()).isEqualTo(200);
        assertThat(some.body()).isEqualTo("{\"image_id\":\"" + parent + "\",\"steps\":[9,10]}");
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void anImageThatKeepsNoneHasAnEmptyList() {
        // Given
        var id = Gateway.json(gateway.post("/v1/prompts", "{\"prompt\":\"a red apple\"}"))
                .path("id")
                .asText();
        // Then
        assertThat(gateway.get("/v1/images/" + id + "/0/steps").body())
                .isEqualTo("{\"image_id\":\"" + id + "/0\",\"steps\":[]}");
    }

    @Test
    void aBranchIsAcceptedAndKnowsItsParent() {
        // Given
        keep(9, Owners.GATEWAY);
        // When
        var accepted = branch(9);
        // Then
        assertThat(accepted.statusCode()).isEqualTo(202);
        var parameters = Gateway.json(accepted).path("parameters");
        assertThat(parameters.path("parent").asText()).isEqualTo(parent.toString());
        assertThat(parameters.path("parent_step").asInt()).isEqualTo(9);
    }

    @Test
    void aStepThatIsNotKeptOrIsSomebodyElsesIsRefusedAtOnce() {
        // Given
        keep(9, "/shop");
        // When
        var missing = branch(10);
        var others = branch(9);
        // Then
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(missing).path("type").asText()).isEqualTo("urn:calotype:problem:not-kept");
        assertThat(Gateway.json(missing).path("detail").asText())
                .isEqualTo("step 10 of " + parent + " is not kept; kept are 9");
        assertThat(others.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(others).path("type").asText()).isEqualTo("urn:calotype:problem:not-owner");
    }

    @Test
    void aStepThatCannotBeReadIsRefused() {
        // Given
        store.putIfAbsent("steps/" + parent + "/9.safetensors", new byte[] {1, 2, 3}, Events.SAFETENSORS, Map.of());
        // When
        var refused = branch(9);
        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(refused).path("type").asText()).isEqualTo("urn:calotype:problem:invalid-tensor");
    }

    private HttpResponse<String> branch(int step) {
        var json = "{\"prompt\":\"a fox\",\"parent\":\"%s\",\"parent_step\":%d}";
        return gateway.post("/v1/prompts", json.formatted(parent, step));
    }

    private void keep(int step, String source) {
        StoredSteps.keep(store, parent, step, source);
    }
}
