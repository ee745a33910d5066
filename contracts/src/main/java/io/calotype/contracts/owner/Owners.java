package io.calotype.contracts.owner;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Who may act for whom. The owner of a prompt, and of all that is made of it, is its CloudEvents source.
 *
 * <p>Whoever has a source acts for what has the same one. Operators act for everybody, and so does the pipeline itself; what nobody
 * could read belongs to the pipeline, and is everybody's. A gateway acts for its callers, and what was asked for without a caller's
 * name belongs to all of them.
 *
 * @param operators sources that may act for every other
 */
public record Owners(Set<String> operators) {

    /** The CloudEvents source of the pipeline's own events. */
    public static final String PIPELINE = "/calotype";
    /** The CloudEvents source of prompts that came over HTTP from callers without a name. */
    public static final String GATEWAY = "/calotype/gateway";
    /** The CloudEvents source of bare JSON: that of prompts, and of what is decided about them. */
    public static final String BARE = "/" + Topics.PROMPTS;

    private static final String CALLERS = GATEWAY + "/";

    public Owners {
        operators = Set.copyOf(operators);
    }

    /** Makes owners with so many operators. */
    public static Owners withOperators(List<String> operators) {
        return new Owners(Set.copyOf(operators));
    }

    /** Returns the CloudEvents source of what a caller of the gateway asks for. */
    public static String ofCaller(String name) {
        return CALLERS + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Tells whether a source is a gateway's, or that of one of its callers. */
    public static boolean isGateway(String source) {
        return source.equals(GATEWAY) || source.startsWith(CALLERS);
    }

    /**
     * Checks that somebody may use an image.
     *
     * @param field of the request that names the image
     * @throws Refusal NOT_OWNER
     */
    public void require(String field, String actor, ImageId image, String owner) {
        if (!mayAct(actor, owner)) {
            var detail = image + " belongs to another source than " + actor + ", and only its owner may use it";
            throw Refusal.of(ProblemType.NOT_OWNER, field, detail);
        }
    }

    /** Tells whether somebody may act for an owner, both given by their sources; allocates nothing. */
    public boolean mayAct(String actor, String owner) {
        return actor.equals(owner)
                || actor.equals(PIPELINE)
                || owner.equals(PIPELINE)
                || operators.contains(actor)
                || (actor.equals(GATEWAY) && isGateway(owner))
                || (owner.equals(GATEWAY) && isGateway(actor));
    }
}
