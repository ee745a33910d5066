package io.calotype.decoder.safety;

import io.calotype.contracts.event.Safety;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.image.SafetyChecker;
import io.calotype.messaging.config.UnsafePictures;
import io.calotype.pictures.file.Picture;
import java.util.Optional;
import java.util.function.Function;

/** Decides about each picture before anything of it is stored; the same picture is decided the same each time. */
public final class SafetyPolicy implements AutoCloseable {

    private final Function<String, UnsafePictures> actions;
    private final Optional<SafetyChecker> checker;

    /**
     * Takes over the checker; without one no picture is checked.
     *
     * @param actions what becomes of a picture in which something is found, by the source of its prompt
     */
    SafetyPolicy(Function<String, UnsafePictures> actions, Optional<SafetyChecker> checker) {
        this.actions = actions;
        this.checker = checker;
    }

    /**
     * Returns what may be stored of a picture.
     *
     * @param source of its prompt
     * @throws Refusal DENIED if that is nothing
     */
    public CheckedPicture check(Picture picture, String source) {
        var action = actions.apply(source);
        if (checker.isEmpty() || action == UnsafePictures.IGNORE) {
            return new CheckedPicture(picture, null);
        }
        if (!checker.get().flags(picture)) {
            return new CheckedPicture(picture, Safety.PASSED);
        }
        return switch (action) {
            case IGNORE, MARK -> new CheckedPicture(picture, Safety.MARKED);
            case BLUR -> new CheckedPicture(Blur.of(picture), Safety.BLURRED);
            case REFUSE ->
                throw Refusal.of(ProblemType.DENIED, null, "the safety checker found something in the picture");
        };
    }

    @Override
    public void close() {
        checker.ifPresent(SafetyChecker::close);
    }
}
