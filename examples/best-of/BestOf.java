import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Begins several pictures of a prompt, looks at their previews half way, and pays for the remaining steps of the best one alone:
 * each time that two of them have come so far, the worse is cancelled, with the reason.
 *
 * <pre>java examples/best-of/BestOf.java "a cat on a red mat" 8 cat.png</pre>
 *
 * <p>Needs a JDK, 17 or newer, and a gateway: the one of {@code ./calotype up}, or the one that {@code CALOTYPE_URL} names, with a
 * key in {@code CALOTYPE_KEY} where it wants one. What is best is up to you: {@link #score} takes the picture with most contrast.
 */
final class BestOf {

    private static final String GATEWAY = Optional.ofNullable(System.getenv("CALOTYPE_URL")).orElse("http://127.0.0.1:8080");
    private static final Optional<String> KEY = Optional.ofNullable(System.getenv("CALOTYPE_KEY"));
    private static final String PREVIEW = "data:image/jpeg;base64,";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Double> scores = new TreeMap<>();
    private final String prompt;
    private Integer best;
    private long computed;

    private BestOf(String prompt) {
        this.prompt = prompt;
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            System.err.println("usage: java BestOf.java PROMPT COUNT FILE");
            System.exit(2);
        }
        new BestOf(args[0]).draw(Integer.parseInt(args[1]), Path.of(args[2]));
    }

    private void draw(int count, Path file) throws Exception {
        var body = "{\"prompt\": \"" + prompt.replace("\\", "\\\\").replace("\"", "\\\"") + "\", \"n\": " + count + "}";
        var accepted = send(request("/v1/prompts").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
        var id = text(accepted.body(), "id");
        var events = http.send(request("/v1/prompts/" + id + "/events").build(), BodyHandlers.ofLines());
        var event = new String[] {""};
        int[] steps = {0};
        events.body().takeWhile(line -> !line.equals("event:end")).forEach(line -> {
            if (line.startsWith("event:")) {
                event[0] = line.substring(6).strip();
            } else if (line.startsWith("data:") && event[0].equals("progress")) {
                steps[0] = Math.max(steps[0], progressed(id, line.substring(5)));
            } else if (line.startsWith("data:") && event[0].equals("failed")) {
                System.err.println(line.substring(5));
            }
        });
        if (best == null) {
            throw new IOException("no picture had a preview half way");
        }
        var picture = request("/v1/images/" + id + "/" + best).build();
        http.send(picture, BodyHandlers.ofFile(file));
        System.out.printf("%s: picture %d; %d of %d steps were computed%n", file, best, computed, (long) count * steps[0]);
    }

    /** Looks at a step of one of the pictures; returns how many there are. */
    private int progressed(String id, String json) {
        if (!text(json, "stage").equals("denoise")) {
            return 0;
        }
        int index = number(json, "index");
        int step = number(json, "step");
        int steps = number(json, "steps");
        computed++;
        var preview = text(json, "preview");
        if (2 * step >= steps && preview.startsWith(PREVIEW) && !scores.containsKey(index)) {
            judge(id, index, step, score(Base64.getDecoder().decode(preview.substring(PREVIEW.length()))));
        }
        return steps;
    }

    private void judge(String id, int index, int step, double score) {
        scores.put(index, score);
        System.out.printf("picture %d at step %d: contrast %.3f%n", index, step, score);
        if (best == null) {
            best = index;
            return;
        }
        int worse = scores.get(best) < score ? best : index;
        best = worse == index ? best : index;
        var reason = String.format("contrast %.3f, picture %d has %.3f", scores.get(worse), best, scores.get(best));
        var query = "?index=" + worse + "&reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
        try {
            // 409: it has ended already, and is one picture more than was needed.
            int status = http.send(request("/v1/prompts/" + id + query).DELETE().build(), BodyHandlers.discarding()).statusCode();
            System.out.printf("picture %d is cancelled (%d): %s%n", worse, status, reason);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Returns the standard deviation of a preview's brightness, 0 to 1. */
    private static double score(byte[] jpeg) {
        try {
            var picture = ImageIO.read(new ByteArrayInputStream(jpeg));
            double sum = 0;
            double squares = 0;
            int pixels = picture.getWidth() * picture.getHeight();
            for (int i = 0; i < pixels; i++) {
                int rgb = picture.getRGB(i % picture.getWidth(), i / picture.getWidth());
                double light = (0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255)) / 255;
                sum += light;
                squares += light * light;
            }
            return Math.sqrt(squares / pixels - sum / pixels * (sum / pixels));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(text(answer.body(), "title") + ": " + text(answer.body(), "detail"));
        }
        return answer;
    }

    private static HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(GATEWAY + path));
        KEY.ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request;
    }

    /** Reads a text of a JSON object; the gateway's ids, stages and previews hold nothing that is escaped. */
    private static String text(String json, String field) {
        var match = Pattern.compile("\"" + field + "\":\\s*\"([^\"]*)\"").matcher(json);
        return match.find() ? match.group(1) : "";
    }

    private static int number(String json, String field) {
        var match = Pattern.compile("\"" + field + "\":\\s*(\\d+)").matcher(json);
        return match.find() ? Integer.parseInt(match.group(1)) : 0;
    }
}
