package io.calotype.gateway.protection;

import io.calotype.gateway.caller.ApiKeys;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Authenticates callers by the key in {@code Authorization: Bearer KEY} or {@code X-API-Key: KEY}.
 *
 * <p>A bearer token that is not a key is left to OpenID Connect, if enabled.
 */
@ApplicationScoped
class KeyAuthentication implements HttpAuthenticationMechanism {

    private static final String BEARER = "Bearer ";
    private static final int BEFORE_OIDC = DEFAULT_PRIORITY + 1000;

    private final ApiKeys keys;

    KeyAuthentication(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        return Uni.createFrom()
                .optional(shown(context.request()).flatMap(keys::owner).map(KeyAuthentication::identity));
    }

    private static SecurityIdentity identity(String owner) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(owner))
                .build();
    }

    private static Optional<String> shown(HttpServerRequest request) {
        var authorization = request.getHeader(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return Optional.ofNullable(request.getHeader("X-API-Key"));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public int getPriority() {
        return BEFORE_OIDC;
    }
}
