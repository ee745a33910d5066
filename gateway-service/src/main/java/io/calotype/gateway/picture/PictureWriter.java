package io.calotype.gateway.picture;

import io.calotype.gateway.store.PictureObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Sends a stored picture in pieces, each when the client has taken the one before it; a client that takes none for a minute
 * loses its connection.
 *
 * <p>Quarkus's own writer of streams keeps in memory whatever a client has not read (its issue 41635).
 */
@Provider
public class PictureWriter implements ServerMessageBodyWriter<PictureObject> {

    private static final Logger LOG = Logger.getLogger(PictureWriter.class);
    private static final int PIECE = 1 << 16;
    private static final int SECONDS = 60;

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == PictureObject.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == PictureObject.class;
    }

    @Override
    public void writeResponse(PictureObject picture, Type genericType, ServerRequestContext context) {
        var response = context.serverResponse();
        response.setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(picture.size()));
        try (var bytes = picture.bytes()) {
            send(bytes, response);
        } catch (IOException e) {
            LOG.warnf("the object store broke off within a picture: %s", e.getMessage());
            hangUp(context);
        } catch (ExecutionException | TimeoutException e) { // the client went, or does not read
            hangUp(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            hangUp(context);
        }
    }

    private static void send(InputStream bytes, ServerHttpResponse response)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        for (var piece = bytes.readNBytes(PIECE); piece.length > 0; piece = bytes.readNBytes(PIECE)) {
            response.write(piece).toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        }
        response.end();
    }

    private static void hangUp(ServerRequestContext context) {
        ((ResteasyReactiveRequestContext) context).serverRequest().closeConnection();
    }

    @Override
    public void writeTo(
            PictureObject picture,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream)
            throws IOException {
        try (var bytes = picture.bytes()) {
            bytes.transferTo(stream);
        }
    }
}
