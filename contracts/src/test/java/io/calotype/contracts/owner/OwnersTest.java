package io.calotype.contracts.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersTest {

    private final Owners owners = Owners.withOperators(List.of("/back-office", "/calotype/gateway/ops"));

    @ParameterizedTest
    @CsvSource({
        "/shop, /shop, true",
        "/shop, /shop/labels, false",
        "/shop, /calotype/gateway, false",
        "/shop, /calotype/gateway/alice, false",
        "/calotype/gateway/alice, /calotype/gateway/alice, true",
        "/calotype/gateway/alice, /calotype/gateway/bob, false",
        "/calotype/gateway/alice, /shop, false",
        // what was asked for without a name
        "/calotype/gateway/alice, /calotype/gateway, true",
        "/calotype/gateway, /calotype/gateway/alice, true",
        "/calotype/gateway, /shop, false",
        "/calotype/gatewayalice, /calotype/gateway, false",
        // operators, and the pipeline
        "/back-office, /shop, true",
        "/calotype/gateway/ops, /calotype/gateway/alice, true",
        "/calotype, /shop, true",
        "/shop, /calotype, true",
        "/shop, /back-office, false",
    })
    void whoMayActForWhom(String actor, String owner, boolean may) {
        assertThat(owners.mayAct(actor, owner)).isEqualTo(may);
    }

    @Test
    void aCallersNameCannotLeaveItsPlace() {
        assertThat(Owners.ofCaller("alice")).isEqualTo("/calotype/gateway/alice");
        assertThat(Owners.ofCaller("a b/../ops?x")).isEqualTo("/calotype/gateway/a%20b%2F..%2Fops%3Fx");
        assertThat(Owners.isGateway(Owners.ofCaller("../x"))).isTrue();
    }

    @Test
    void aRefusalNamesTheImage() {
        assertThatThrownBy(() -> owners.require("parent", "/shop", new ImageId("apple-7", 1), "/shop/labels"))
                .isInstanceOf(Refusal.class)
                .hasMessage("NOT_OWNER: apple-7/1 belongs to another source than /shop, and only its owner may use it");
    }
}
