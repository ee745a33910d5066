package io.calotype.gateway.testing;

import io.calotype.contracts.owner.Owners;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test of the gateway over HTTP, with a pipeline that does what the test says. */
public abstract class GatewayTestCase {

    @TestHTTPResource("/")
    protected URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    protected String kafka;

    protected Gateway gateway;
    protected FakePipeline pipeline;

    @BeforeEach
    protected final void connect() {
        gateway = Gateway.at(address);
        pipeline = new FakePipeline(kafka, source());
    }

    @AfterEach
    protected final void disconnect() {
        pipeline.close();
    }

    /** The source of the prompts that the pipeline works on: by default, of callers without a name. */
    protected String source() {
        return Owners.GATEWAY;
    }
}
