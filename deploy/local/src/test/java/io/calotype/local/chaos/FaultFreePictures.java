package io.calotype.local.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The SHA-256 of each recipe's pictures, as drawn while nothing went wrong; all runs of a JVM share them. */
final class FaultFreePictures {

    private static final Map<String, String> SHA256 = new ConcurrentHashMap<>();

    private FaultFreePictures() {}

    static boolean isKnown(int recipe, int index) {
        return SHA256.containsKey(recipe + "/" + index);
    }

    static boolean areComplete(int imagesPerRecipe) {
        return SHA256.size() >= Recipes.COUNT * imagesPerRecipe;
    }

    /** Keeps the pictures of a run that has had no fault so far. */
    static void learn(Asked asked, Evidence evidence) {
        evidence.objects().forEach((key, object) -> {
            if (key.startsWith("images/")) {
                var image = key.substring("images/".length(), key.lastIndexOf('.'));
                recipe(asked, image).ifPresent(recipe -> SHA256.putIfAbsent(recipe, object.sha256()));
            }
        });
    }

    /** The picture that an image must be; nothing for an image of no recipe. */
    static Optional<String> of(Asked asked, String image) {
        return recipe(asked, image).map(SHA256::get);
    }

    private static Optional<String> recipe(Asked asked, String image) {
        return asked.promptOf(image).map(prompt -> prompt.recipe() + image.substring(image.lastIndexOf('/')));
    }
}
