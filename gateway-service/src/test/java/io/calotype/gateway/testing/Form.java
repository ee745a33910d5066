package io.calotype.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

/** A multipart form as HTTP clients send it. */
public final class Form {

    private static final String BOUNDARY = "calotype-form-boundary";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public Form text(String name, String value) {
        return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(String name, byte[] bytes) {
        var disposition = "name=\"" + name + "\"; filename=\"a picture\"";
        return part(disposition, "Content-Type: application/octet-stream\r\n", bytes);
    }

    private Form part(String disposition, String type, byte[] bytes) {
        body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + type));
        body.writeBytes(ascii("\r\n"));
        body.writeBytes(bytes);
        body.writeBytes(ascii("\r\n"));
        return this;
    }

    public HttpRequest post(URI uri) {
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
