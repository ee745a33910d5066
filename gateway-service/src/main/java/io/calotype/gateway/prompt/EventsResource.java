package io.calotype.gateway.prompt;

import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.view.ImageView;
import io.calotype.gateway.view.ProgressView;
import io.calotype.gateway.view.PromptView;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** A prompt's events, as server-sent events. */
@Path("/v1/prompts/{id}/events")
public class EventsResource {

    private static final Logger LOG = Logger.getLogger(EventsResource.class);

    private final PromptLookup lookup;
    private final Callers callers;
    private final GatewayConfig config;

    EventsResource(PromptLookup lookup, Callers callers, GatewayConfig config) {
        this.lookup = lookup;
        this.callers = callers;
        this.config = config;
    }

    /**
     * Streams a prompt's events from the first, or from the one after {@code Last-Event-ID}.
     *
     * <p>A reader that has the last event gets 204, which tells browsers not to reconnect.
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @APIResponse(
            responseCode = "200",
            description = "Events named state, progress, completed, failed, cancelled and end.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(oneOf = {PromptView.class, ProgressView.class, ImageView.class})))
    @APIResponse(responseCode = "204", description = "The reader has the last event already")
    @Blocking
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id, @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
        var entry = lookup.find(id, callers.current()).await().indefinitely();
        var resumeAt = Optional.ofNullable(lastEventId).flatMap(Cursor::parse);
        if (resumeAt.filter(cursor -> hasAll(entry, cursor)).isPresent()) {
            throw new WebApplicationException(Response.noContent().build());
        }
        return Multi.createBy()
                .repeating()
                .uni(() -> new EventReader(entry, resumeAt, config.heartbeat()), EventReader::next)
                .whilst(event -> !event.isLast())
                .onFailure()
                .invoke(failure -> LOG.error("an event stream failed", failure))
                .map(event -> outbound(event, sse));
    }

    private static boolean hasAll(PromptEntry entry, Cursor cursor) {
        return entry.hasEnded() && cursor.hasEnds(entry.snapshot().images().size());
    }

    private static OutboundSseEvent outbound(StreamEvent event, Sse sse) {
        if (event.equals(StreamEvent.STILL_THERE)) {
            return sse.newEventBuilder().comment("still there").build();
        }
        return sse.newEventBuilder()
                .id(event.id())
                .name(event.name())
                .data(event.data())
                .build();
    }
}
