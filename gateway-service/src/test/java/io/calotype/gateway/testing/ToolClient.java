package io.calotype.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;

/** Speaks the Model Context Protocol as bytes, so that a test sees what is on the wire. */
public final class ToolClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "data:";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String session;
    private final String[] headers;

    private ToolClient(URI endpoint, String... headers) {
        this.endpoint = endpoint;
        this.headers = headers;
        var answer = send(client, endpoint, request(0, "initialize", """
                {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}"""), headers);
        this.session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
        send(client, endpoint, notification("notifications/initialized", "{}"), inSession());
    }

    public static ToolClient of(URI gateway, String... headers) {
        return new ToolClient(gateway.resolve("/mcp"), headers);
    }

    private String[] inSession() {
        var all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Mcp-Session-Id";
        all[headers.length + 1] = session;
        return all;
    }

    /** Sends a message and returns the answer as it comes. */
    public static HttpResponse<String> send(HttpClient client, URI endpoint, String message, String... headers) {
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a request and returns everything that is sent until it is answered, the answer last. */
    public List<JsonNode> messages(int id, String method, String parameters) {
        var answer = send(client, endpoint, request(id, method, parameters), inSession());
        var isStream = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return isStream
                ? answer.body()
                        .lines()
                        .filter(line -> line.startsWith(DATA))
                        .map(line -> read(line.substring(DATA.length())))
                        .toList()
                : List.of(read(answer.body()));
    }

    /** Makes a request and returns its result. */
    public JsonNode result(String method, String parameters) {
        var messages = messages(1, method, parameters);
        return messages.get(messages.size() - 1).path("result");
    }

    /** Calls a tool and returns the result. */
    public JsonNode call(String tool, String arguments) {
        return result("tools/call", parameters(tool, arguments));
    }

    /** The parameters of a call. */
    public static String parameters(String tool, String arguments) {
        return "{\"name\": \"%s\", \"arguments\": %s, \"_meta\": {\"progressToken\": \"t\"}}"
                .formatted(tool, arguments);
    }

    /** Tells the server that nobody waits for a request any more. */
    public void cancel(int id) {
        var message =
                notification("notifications/cancelled", "{\"requestId\": %d, \"reason\": \"test\"}".formatted(id));
        send(client, endpoint, message, inSession());
    }

    private static String request(int id, String method, String parameters) {
        return message(method, parameters).put("id", id).toString();
    }

    private static String notification(String method, String parameters) {
        return message(method, parameters).toString();
    }

    private static ObjectNode message(String method, String parameters) {
        return JSON.createObjectNode()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .set("params", read(parameters));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
