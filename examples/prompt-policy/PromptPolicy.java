import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Decides about prompts: refuses weapons to the tenant kids, and allows all else.
 *
 * <pre>
 * java examples/prompt-policy/PromptPolicy.java 8090 &amp;
 * CALOTYPE_ENCODER_PROMPT_POLICY_URL=http://127.0.0.1:8090/ ./calotype up
 * </pre>
 *
 * <p>Needs a JDK, 17 or newer. Yours would ask a model, want a token and speak TLS.
 */
final class PromptPolicy {

    private static final Pattern TENANT = Pattern.compile("\"tenant\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern WEAPON = Pattern.compile("\"prompt\":\"(?:[^\"\\\\]|\\\\.)*\\b(?:gun|sword)s?\\b");

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        var server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/", PromptPolicy::decide);
        server.start();
    }

    private static void decide(HttpExchange exchange) throws IOException {
        try (exchange) {
            var question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var tenant = TENANT.matcher(question);
            boolean refused = tenant.find() && tenant.group(1).equals("kids") && WEAPON.matcher(question).find();
            var answer = refused ? "{\"decision\": \"refuse\", \"reason\": \"weapons\"}" : "{\"decision\": \"allow\"}";
            exchange.sendResponseHeaders(200, answer.length());
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }
}
