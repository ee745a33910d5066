package io.calotype.diffusion.batching;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who joins the running set next, and who makes way: start-time fair queueing (Goyal, Vin and Cheng, 1996) over the places of a
 * batch.
 *
 * <p>Of several tenants the one that was given the least work, by its weight, is next. Of one tenant's images that with the higher rank
 * is: the priority, and one more for each {@value #AGEING_SECONDS} seconds of waiting. One that runs makes way for a tenant that was
 * given less, or for a priority of the same tenant above the rank with which it joined: so it makes way again and again for no more
 * than ten times that long. Used by the denoising thread alone.
 */
final class FairShares {

    private static final int AGEING_SECONDS = 30;
    private static final int MANY = 1000;
    private static final long AGEING_NANOS = AGEING_SECONDS * 1_000_000_000L;

    /** Images that change places. */
    record Swap(RunningImage joins, RunningImage leaves) {}

    private final double burst;
    private final Map<String, Account> accounts = new HashMap<>();
    private double clock; // what the least served tenant was given that had images all the time

    /** Shares by which a tenant that comes back may use so much work before the others get their turn. */
    FairShares(double burst) {
        this.burst = burst;
    }

    /** Takes note of who has images. */
    void note(long tick, List<RunningImage> running, List<RunningImage> waiting) {
        double least = Double.MAX_VALUE;
        for (int pass = 0; pass < 2; pass++) {
            var images = pass == 0 ? running : waiting;
            for (int i = 0; i < images.size(); i++) {
                var account = account(images.get(i));
                if (account.wasActive(tick)) {
                    least = Math.min(least, account.served());
                }
            }
        }
        clock = Math.max(clock, least == Double.MAX_VALUE ? mostServed() : least);
        activate(tick, running);
        activate(tick, waiting);
        if (accounts.size() > MANY) {
            forget(tick);
        }
    }

    /** After an idle time nobody owes anybody anything. */
    private double mostServed() {
        return accounts.values().stream().mapToDouble(Account::served).max().orElse(0);
    }

    private void activate(long tick, List<RunningImage> images) {
        for (int i = 0; i < images.size(); i++) {
            var account = account(images.get(i));
            if (!account.wasActive(tick)) {
                account.returnsWith(clock - burst);
            }
            account.active(tick);
        }
    }

    private Account account(RunningImage image) {
        var account = image.account();
        if (account == null) {
            var share = image.share();
            account = accounts.computeIfAbsent(share.tenant(), tenant -> new Account(share.weight()));
            image.accountIs(account);
        }
        return account;
    }

    /** Forgets tenants that are away and would come back with no more than they have. */
    private void forget(long tick) {
        accounts.values().removeIf(account -> !account.wasActive(tick) && account.served() <= clock - burst);
    }

    /** Returns which of those that wait is next. */
    @Nullable
    RunningImage next(List<RunningImage> waiting, long now) {
        RunningImage next = null;
        for (int i = 0; i < waiting.size(); i++) {
            var image = waiting.get(i);
            if (next == null || isBefore(image, next, now)) {
                next = image;
            }
        }
        return next;
    }

    private boolean isBefore(RunningImage one, RunningImage other, long now) {
        if (account(one) != account(other)) {
            double difference = account(one).claim() - account(other).claim();
            return difference == 0 ? one.arrival() < other.arrival() : difference < 0;
        }
        int rank = rank(one, now);
        int others = rank(other, now);
        return rank == others ? one.arrival() < other.arrival() : rank > others;
    }

    /** Its rank among its tenant's images when it waits. */
    int rank(RunningImage image, long now) {
        return image.priority() + (int) Math.min(10, (now - image.waitsSince()) / AGEING_NANOS);
    }

    /** Returns which image is to make way for which, if one is. */
    @Nullable
    Swap swap(List<RunningImage> running, List<RunningImage> waiting, long now) {
        var next = next(waiting, now);
        if (next == null) {
            return null;
        }
        var rich = richest(running, next);
        if (rich != null && isFairer(next, rich)) {
            return new Swap(next, rich);
        }
        RunningImage urgent = null;
        for (int i = 0; i < waiting.size(); i++) {
            var image = waiting.get(i);
            var low = lowest(running, image);
            if (low != null
                    && image.priority() > low.rank()
                    && (urgent == null || image.priority() > urgent.priority())) {
                urgent = image;
            }
        }
        return urgent == null ? null : new Swap(urgent, Objects.requireNonNull(lowest(running, urgent)));
    }

    private boolean isFairer(RunningImage next, RunningImage rich) {
        var joining = account(next);
        var leaving = account(rich);
        return joining.claim() + joining.more(next.share().stepWork())
                <= leaving.claim() - leaving.more(rich.share().stepWork());
    }

    /** The last image of the tenant, but for that of another image, that was given the most. */
    private @Nullable RunningImage richest(List<RunningImage> running, RunningImage but) {
        RunningImage richest = null;
        for (int i = 0; i < running.size(); i++) {
            var image = running.get(i);
            if (account(image) != account(but) && (richest == null || isRicher(image, richest))) {
                richest = image;
            }
        }
        return richest;
    }

    private boolean isRicher(RunningImage one, RunningImage other) {
        return account(one) == account(other)
                ? isLower(one, other)
                : account(one).claim() > account(other).claim();
    }

    private static boolean isLower(RunningImage one, RunningImage other) {
        return one.rank() == other.rank() ? one.arrival() > other.arrival() : one.rank() < other.rank();
    }

    private @Nullable RunningImage lowest(List<RunningImage> running, RunningImage of) {
        RunningImage lowest = null;
        for (int i = 0; i < running.size(); i++) {
            var image = running.get(i);
            if (account(image) == account(of) && (lowest == null || isLower(image, lowest))) {
                lowest = image;
            }
        }
        return lowest;
    }

    void joined(RunningImage image, long now) {
        image.joins(rank(image, now));
        account(image).joined(image.share().stepWork());
    }

    void left(RunningImage image) {
        account(image).left(image.share().stepWork());
    }

    void stepped(RunningImage image, long tick) {
        account(image).stepped(image.share().stepWork());
        account(image).active(tick);
    }
}
