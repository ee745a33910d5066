package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** All pages of a gallery, so that it does not matter how many pictures other tests have drawn. */
final class WholeGallery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private WholeGallery() {}

    /** The ids of the images whose id starts so, as the gallery orders them. */
    static List<String> ids(URI gateway, String query, String prefix) throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        var cursor = "";
        do {
            var page = page(gateway, query + cursor);
            page.path("images").forEach(image -> ids.add(image.path("id").asText()));
            cursor = page.hasNonNull("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        ids.removeIf(id -> !id.startsWith(prefix));
        return ids;
    }

    private static JsonNode page(URI gateway, String query) throws IOException, InterruptedException {
        var address = gateway.resolve("/v1/images?limit=100" + query);
        var answer = HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
