package io.calotype.gateway.caller;

import io.calotype.contracts.owner.Owners;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Knows who sends the current request. */
@ApplicationScoped
public class Callers {

    /** Where it is noted of a request that a signed link admits it, and so to one picture alone. */
    public static final String LINKED = Callers.class.getName();

    private final Access access;
    private final Owners owners;
    private final CurrentIdentityAssociation identities;
    private final CurrentVertxRequest requests;

    Callers(Access access, Owners owners, CurrentIdentityAssociation identities, CurrentVertxRequest requests) {
        this.access = access;
        this.owners = owners;
        this.identities = identities;
        this.requests = requests;
    }

    /** Returns the current request's caller; where callers need no key everybody is one and owns everything. */
    public Caller current() {
        return of(identities.getIdentity());
    }

    /** Completes with the current request's caller. */
    public Uni<Caller> currentLater() {
        return identities.getDeferredIdentity().map(this::of);
    }

    private Caller of(SecurityIdentity identity) {
        if (!access.isRequired() || isLinked()) {
            return Caller.everybody(name(identity), Owners.GATEWAY);
        }
        if (identity.isAnonymous()) {
            return Caller.named("", Owners.GATEWAY, any -> false);
        }
        var source = Owners.ofCaller(name(identity));
        return Caller.named(name(identity), source, owner -> owners.mayAct(source, owner));
    }

    private static String name(SecurityIdentity identity) {
        return identity.isAnonymous() ? "" : identity.getPrincipal().getName();
    }

    private boolean isLinked() {
        var request = requests.getCurrent();
        return request != null && request.get(LINKED) != null;
    }
}
