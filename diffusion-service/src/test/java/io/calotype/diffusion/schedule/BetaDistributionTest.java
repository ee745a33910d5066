package io.calotype.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaDistributionTest {
    private static final BetaDistribution BETA = new BetaDistribution(0.6, 0.6);

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0.5", "1, 1"})
    void endsAndMiddleAreFixed(double share, double expected) {
        assertThat(BETA.quantile(share)).isCloseTo(expected, Offset.offset(1e-12));
    }

    @Property(tries = 200)
    void quantileUndoesCumulative(@ForAll @IntRange(min = 1, max = 999) int permille) {
        double share = permille / 1000.0;
        assertThat(BETA.cumulative(BETA.quantile(share))).isCloseTo(share, Offset.offset(1e-12));
    }

    @Property(tries = 200)
    void sidesMirrorEachOther(@ForAll @IntRange(min = 1, max = 999) int permille) {
        double share = permille / 1000.0;
        assertThat(BETA.quantile(share)).isCloseTo(1 - BETA.quantile(1 - share), Offset.offset(1e-11));
    }
}
