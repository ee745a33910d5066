package io.calotype.examples.shop;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.StoredImage;
import io.cloudevents.CloudEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Gives products the pictures that Calotype has drawn for them. */
@ApplicationScoped
class Pictures {

    static final String PLACEHOLDER = "placeholder";

    private static final Logger LOG = Logger.getLogger(Pictures.class);

    private final Products products;

    Pictures(Products products) {
        this.products = products;
    }

    /** Everybody's pictures end on this topic; the shop's are those of its own source. */
    @Incoming("images")
    @Blocking
    void ended(CloudEvent event) throws SQLException {
        var outcome = Events.imageOutcome(event);
        if (outcome.origin().source().equals(PromptIds.SOURCE)) {
            var product = PromptIds.product(outcome.id().promptId());
            if (product.isPresent()) {
                products.show(product.getAsLong(), picture(outcome));
            }
        }
    }

    private static String picture(ImageOutcome outcome) {
        if (outcome instanceof StoredImage image) {
            return image.picture().key();
        }
        LOG.infof(
                "image=%s has no picture: %s", outcome.id(), outcome.getClass().getSimpleName());
        return PLACEHOLDER;
    }
}
