package io.calotype.local.cli;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.InputPicture;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.local.store.BucketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A picture that an option names: a file of this machine, or an object of the running stack.
 *
 * @param reference the object that the prompt names, for a file its future key
 * @param file the file to upload, if it is one
 */
record BroughtPicture(PictureReference reference, String contentType, Optional<Path> file) {

    /**
     * Resolves an option; an existing file takes precedence over an object of the same name.
     *
     * @param option what messages name, such as {@code --image}
     * @throws IllegalArgumentException or {@link Refusal}, with a sentence that names option and file
     */
    static BroughtPicture of(String option, String text) {
        var path = path(text).filter(Files::exists);
        if (path.isPresent()) {
            return ofFile(option + " " + text, path.get());
        }
        if (Stream.of(BucketFolder.IMAGES.prefix(), PictureReference.INPUTS).noneMatch(text::startsWith)) {
            throw new IllegalArgumentException(option + " " + text + " is not there");
        }
        return new BroughtPicture(PictureReference.parse(option, text), "", Optional.empty());
    }

    /** Puts the file where the prompt says that the picture is; an object is there already. */
    void upload(BucketClient store) {
        file.ifPresent(path -> store.keep(reference.objectKey(), contentType, path));
    }

    private static BroughtPicture ofFile(String name, Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(name + " is a folder");
        }
        try (var bytes = Files.newInputStream(file)) {
            var picture = InputPicture.read(name, bytes);
            return new BroughtPicture(picture.reference(), picture.format().contentType(), Optional.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " cannot be read", e);
        }
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
