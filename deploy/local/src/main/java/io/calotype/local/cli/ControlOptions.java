package io.calotype.local.cli;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Canny;
import io.calotype.contracts.spec.ControlRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of pictures that are composed as others are. */
final class ControlOptions {

    private static final Pattern EDGES = Pattern.compile("(.*),canny(?::([0-9]{1,6}):([0-9]{1,6}))?");

    @Option(
            names = "--control",
            paramLabel = "NAME[:S]=FILE|KEY[,canny[:LOW:HIGH]]",
            description = {
                "A control model of the model, how strongly it controls, -2 to 2 (default: 1), and the picture that it reads,"
                        + " as large as the new one; with ,canny its edges, by thresholds of 1 to 2040 (default: 100 and 200)."
                        + " May come twice."
            })
    private List<String> controls = List.of();

    /**
     * What the options say.
     *
     * @param pictures one for each
     */
    record Controls(List<ControlRequest> requests, List<BroughtPicture> pictures) {}

    /** Reads files as far as they have to be checked. */
    Controls read() {
        var requests = new ArrayList<ControlRequest>();
        var pictures = new ArrayList<BroughtPicture>();
        for (var text : controls) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("--control " + text + " names no picture: NAME=FILE");
            }
            var edges = EDGES.matcher(text);
            var file = edges.matches() ? edges.group(1) : text;
            var picture = BroughtPicture.of("--control", file.substring(equals + 1));
            requests.add(request(text.substring(0, equals), picture, edges.matches() ? canny(edges) : null));
            pictures.add(picture);
        }
        return new Controls(ControlRequest.requireAll(requests), pictures);
    }

    private static Canny canny(Matcher edges) {
        return edges.group(2) == null
                ? new Canny(Canny.LOW, Canny.HIGH)
                : new Canny(Integer.parseInt(edges.group(2)), Integer.parseInt(edges.group(3)));
    }

    private static ControlRequest request(String text, BroughtPicture picture, @Nullable Canny canny) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        try {
            double scale = colon < 0 ? 1 : Double.parseDouble(text.substring(colon + 1));
            return new ControlRequest(picture.reference(), name, scale, 0, 1, null, canny);
        } catch (NumberFormatException e) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    ControlRequest.FIELD,
                    "the strength in --control is no number, such as 0.8");
        }
    }
}
