package io.calotype.encoder.backlog;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.tenant.Backlogs;
import io.calotype.messaging.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The images of each tenant that this encoder has sent on since its start and that have not ended, and whether more may join them.
 *
 * <p>A prompt that is processed again counts once. Beyond so many images the oldest count no more.
 */
@ApplicationScoped
public class TenantBacklog {

    private static final int MOST = 500_000;

    private record Waiting(String source, long work) {}

    private final Backlogs backlogs;
    private final Map<ImageId, Waiting> images = new LinkedHashMap<>();
    private final Map<String, Integer> prompts = new LinkedHashMap<>(); // how many of the images each has
    private final Map<String, Integer> byTenant = new LinkedHashMap<>(); // images
    private final Tenants tenants;

    TenantBacklog(Tenants tenants) {
        this.tenants = tenants;
        this.backlogs = new Backlogs(tenants);
    }

    /**
     * Counts the images of a prompt that are about to be sent.
     *
     * @throws Refusal BACKLOG_FULL if there is more waiting of the tenant than may; none of them counts then
     */
    public synchronized void enter(Collection<ImageTask> tasks) {
        var more = tasks.stream().filter(task -> !images.containsKey(task.id())).toList();
        if (more.isEmpty()) {
            return;
        }
        var source = more.get(0).origin().source();
        long work = more.stream().mapToLong(task -> task.spec().work()).sum();
        if (prompts.containsKey(more.get(0).id().promptId())) {
            backlogs.add(source, 0, work);
        } else {
            backlogs.enter(source, work).ifPresent(excess -> {
                throw Refusal.of(ProblemType.BACKLOG_FULL, null, excess);
            });
        }
        more.forEach(task -> note(task, source));
        forgetOldest();
    }

    private void note(ImageTask task, String source) {
        images.put(task.id(), new Waiting(source, task.spec().work()));
        prompts.merge(task.id().promptId(), 1, Integer::sum);
        byTenant.merge(tenants.of(source), 1, Integer::sum);
    }

    private void forgetOldest() {
        while (images.size() > MOST) {
            ended(images.keySet().iterator().next());
        }
    }

    /** Returns how many images of each tenant are counted. */
    synchronized Map<String, Integer> imagesByTenant() {
        return Map.copyOf(byTenant);
    }

    /** Takes an image out that has ended, if it is counted. */
    public synchronized void ended(ImageId image) {
        var waiting = images.remove(image);
        if (waiting != null) {
            byTenant.computeIfPresent(tenants.of(waiting.source()), (tenant, count) -> count == 1 ? null : count - 1);
            var left = prompts.computeIfPresent(image.promptId(), (id, count) -> count == 1 ? null : count - 1);
            backlogs.add(waiting.source(), left == null ? -1 : 0, -waiting.work());
        }
    }
}
