package io.calotype.messaging.kafka;

import io.calotype.contracts.topic.TopicSpec;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ready while every topic that the process needs is there and may be used, and its consumer groups may be joined; names those
 * that are not.
 *
 * <p>A broker that does not answer leaves the last answer standing: the channels' own checks say that it is away.
 */
@Default
@Readiness
@ApplicationScoped
public class TopicReadiness implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(TopicReadiness.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final TopicNeeds needs;
    private final Admin admin;
    private final TopicCheck check;
    private final GroupCheck groups;
    private volatile Map<String, String> problems = Map.of();
    private volatile Map<String, String> compression = Map.of();
    private @Nullable Cancellable watch;

    TopicReadiness(TopicNeeds needs, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.needs = needs;
        this.admin = Admin.create(kafka);
        this.check = new TopicCheck(admin);
        this.groups = new GroupCheck(admin);
    }

    void start(@Observes StartupEvent starting) {
        watch = Multi.createFrom()
                .ticks()
                .startingAfter(Duration.ofMillis(1))
                .every(PERIOD)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(tick -> look());
    }

    @PreDestroy
    void stop() {
        if (watch != null) {
            watch.cancel();
        }
        admin.close(Duration.ZERO);
    }

    private void look() {
        try {
            var found = new TreeMap<>(check.problems(needs));
            found.putAll(groups.problems(needs.groups()));
            note(found, check.compression(needs.read()));
        } catch (ExecutionException e) {
            LOG.debugf(e, "the topics cannot be looked at");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Map<String, String> newProblems, Map<String, String> newCompression) {
        if (!newProblems.equals(problems)) {
            newProblems.forEach((subject, problem) -> LOG.errorf("%s %s", subject, problem));
            problems = newProblems;
        }
        if (!newCompression.equals(compression)) {
            newCompression.forEach((topic, problem) -> LOG.warnf(
                    "%s of topic %s %s; a few kilobytes of compressed records can fill this process's memory, so set it to %s",
                    TopicSpec.COMPRESSION, topic, problem, TopicSpec.UNCOMPRESSED));
            compression = newCompression;
        }
    }

    /** What is wrong with a topic that the process needs, such as {@code is missing}, if anything is known. */
    public Optional<String> problem(String topic) {
        return Optional.ofNullable(problems.get(topic));
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("topics").status(problems.isEmpty());
        problems.forEach(response::withData);
        compression.forEach((topic, problem) -> response.withData(topic + " " + TopicSpec.COMPRESSION, problem));
        return response.build();
    }
}
