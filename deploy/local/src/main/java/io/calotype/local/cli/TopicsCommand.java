package io.calotype.local.cli;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.stack.Home;
import io.calotype.local.topic.ClusterTopics;
import io.calotype.local.topic.TopicChange;
import io.calotype.local.topic.TopicChange.Refused;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates the pipeline's topics on a cluster, and compares them. */
@Command(
        name = "topics",
        description = "Compares the topics of a cluster with those that the pipeline needs, and makes them so.",
        mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    /** What to do. */
    enum Action {
        PLAN,
        APPLY,
        CHECK
    }

    @Parameters(
            paramLabel = "plan|apply|check",
            description =
                    "Print what apply would do; do it; or print it and exit with 1 where there is anything to do.")
    private Action action = Action.PLAN;

    @Option(names = "--pack", paramLabel = "NAME", split = ",", description = "Model packs. Default: pictograms.")
    private List<String> packs = List.of(UpCommand.DEFAULT_MODEL);

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Replicas of each topic; from 3 on two must have a record. Default: ${DEFAULT-VALUE}.")
    private int replicationFactor = 3;

    TopicsCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var wanted = wanted();
        try (var topics = ClusterTopics.open(cluster.client(home))) {
            var changes = topics.changes(wanted);
            changes.forEach(change -> change(topics, change));
            boolean isLeft = action == Action.CHECK
                    ? !changes.isEmpty()
                    : action == Action.APPLY && changes.stream().anyMatch(Refused.class::isInstance);
            return isLeft ? DIFFERENT : 0;
        }
    }

    private List<TopicSpec> wanted() {
        try {
            return Topics.all(packs).stream()
                    .map(topic -> topic.replicated(replicationFactor))
                    .toList();
        } catch (Refusal e) {
            throw usage(e.problem().detail());
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private ParameterException usage(@Nullable String why) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
    }

    private void change(ClusterTopics topics, TopicChange change) {
        if (action == Action.APPLY) {
            topics.apply(change);
        }
        Objects.requireNonNull(spec).commandLine().getOut().println(change);
    }
}
