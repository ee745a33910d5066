package io.calotype.messaging.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Asks the broker whether consumer groups may be joined. */
final class GroupCheck {

    private static final int TIMEOUT_MS = 5_000;

    private final Admin admin;

    GroupCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * What is wrong with consumer groups, by the word group and their names.
     *
     * @throws ExecutionException when the broker does not answer
     */
    Map<String, String> problems(Collection<String> groups) throws ExecutionException, InterruptedException {
        var options = new DescribeConsumerGroupsOptions()
                .includeAuthorizedOperations(true)
                .timeoutMs(TIMEOUT_MS);
        var problems = new TreeMap<String, String>();
        for (var group :
                admin.describeConsumerGroups(groups, options).describedGroups().entrySet()) {
            if (isDenied(group.getValue())) {
                problems.put("group " + group.getKey(), "may not be joined");
            }
        }
        return problems;
    }

    private static boolean isDenied(KafkaFuture<ConsumerGroupDescription> answer)
            throws ExecutionException, InterruptedException {
        try {
            var allowed = answer.get().authorizedOperations();
            return allowed != null && !allowed.contains(AclOperation.READ);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return true;
            }
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false; // nobody has joined it yet
            }
            throw e;
        }
    }
}
