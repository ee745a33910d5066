package io.calotype.messaging.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.messaging.config.TenantsConfig;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.messaging.testing.ServiceSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogsTest {

    private final Backlogs backlogs = new Backlogs(tenants(Map.of(
            "CALOTYPE_TENANTS_SOURCES", "/shop/labels=shop,/shop/posters=shop,/shop?a=b=odd",
            "CALOTYPE_TENANTS_WAITING_WORK", "10",
            "CALOTYPE_TENANTS_WAITING_PROMPTS", "3",
            "CALOTYPE_TENANTS_NAMED_SHOP_WAITING_WORK", "100")));

    @Test
    void whoIsNotNamedHasTheDefaults() {
        // When
        var first = backlogs.enter("/somebody", 9_000_000);
        var second = backlogs.enter("/somebody", 1_000_001);
        var third = backlogs.enter("/somebody", 1_000_000);
        // Then
        assertThat(first).isEmpty();
        assertThat(second).hasValue("waiting work: 9 megapixel-steps, and this is 1 more; at most 10");
        assertThat(third).isEmpty();
        assertThat(backlogs.of("/somebody")).isEqualTo(new TenantLoad(2, 10_000_000));
        assertThat(backlogs.enter("/somebody/else", 10_000_000)).isEmpty();
    }

    @Test
    void sourcesOfATenantShareWhatIsItsOwn() {
        // When
        backlogs.enter("/shop/labels", 60_000_000);
        // Then
        assertThat(backlogs.enter("/shop/posters", 60_000_000)).isPresent();
        assertThat(backlogs.enter("/shop/posters", 40_000_000)).isEmpty();
        assertThat(backlogs.of("/shop/labels").prompts()).isEqualTo(2);
    }

    @Test
    void aSourceWithATenantsNameIsNotOfIt() {
        assertThat(backlogs.enter("shop", 60_000_000)).isPresent();
        assertThat(backlogs.enter("shop", 10_000_000)).isEmpty();
        assertThat(backlogs.of("/shop/labels")).isEqualTo(TenantLoad.NONE);
    }

    @Test
    void whatEndsMakesRoom() {
        // Given
        for (int i = 0; i < 3; i++) {
            assertThat(backlogs.enter("/a", 1)).isEmpty();
        }
        assertThat(backlogs.enter("/a", 1)).hasValue("waiting prompts: 3; at most 3");
        // When
        backlogs.add("/a", -1, -1);
        // Then
        assertThat(backlogs.enter("/a", 1)).isEmpty();
        // When
        backlogs.add("/a", -3, -3);
        // Then
        assertThat(backlogs.of("/a")).isEqualTo(TenantLoad.NONE);
    }

    @Test
    void withoutSettingsNothingIsTooMuch() {
        var unlimited = new Backlogs(tenants(Map.of()));
        assertThat(unlimited.enter("/a", Long.MAX_VALUE / 2)).isEmpty();
        assertThat(unlimited.enter("/a", Long.MAX_VALUE / 2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CALOTYPE_TENANTS_SOURCES, /shop",
        "CALOTYPE_TENANTS_SOURCES, =shop",
        "CALOTYPE_TENANTS_SOURCES, '/a=x,/a=y'",
        "CALOTYPE_TENANTS_WAITING_WORK, 0",
        "CALOTYPE_TENANTS_WAITING_PROMPTS, -1",
        "CALOTYPE_TENANTS_BURST_WORK, -1",
    })
    void aSettingThatCannotBeIsRefused(String name, String value) {
        assertThatThrownBy(() -> tenants(Map.of(name, value))).isInstanceOf(WrongSetting.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CALOTYPE_TENANTS_NAMED_SHOP_WAITING_PROMPTS, 0, waiting-prompts",
        "CALOTYPE_TENANTS_NAMED_SHOP_WEIGHT, 0, weight",
        "CALOTYPE_TENANTS_NAMED_SHIP_WAITING_PROMPTS, 5, named.ship",
    })
    void aSettingOfATenantThatCannotBeIsRefusedByName(String name, String value, String named) {
        assertThatThrownBy(() -> tenants(Map.of("CALOTYPE_TENANTS_SOURCES", "/shop/a=shop", name, value)))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining(named);
    }

    private static Tenants tenants(Map<String, String> settings) {
        return new Tenants(new ServiceSettings(settings, TenantsConfig.class).of(TenantsConfig.class));
    }
}
