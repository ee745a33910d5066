package io.calotype.inference.lora;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.pack.LoraEntry;
import io.calotype.contracts.pack.LoraFolder;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Adds a LoRA to a pack for images that ask for it; the pack itself and its digest stay as they are. */
public final class LoraAddition {

    private static final int AUTO_V3 = 12;

    private LoraAddition() {}

    /**
     * Adds a LoRA, and prepares the graphs of the models that it changes.
     *
     * @param lora a safetensors file in the dialect of kohya, or of diffusers and PEFT
     * @param name under which prompts know it
     * @return what was added
     * @throws PackException that says what does not fit; nothing is added then
     */
    public static LoraEntry add(Path lora, ModelPack pack, String name) {
        ModelPacks.requireName(lora, name);
        var folder = LoraFolder.of(pack.directory().resolveSibling(""), pack.name());
        if (folder.find(name).isPresent()) {
            throw new PackException(folder.weights(name), "is there already");
        }
        var plan = LoraPlan.of(LoraFile.read(lora), pack);
        plan.changes().values().forEach(layers -> layers.values().forEach(LoraAddition::requireRank));
        var entry = new LoraEntry(name, ModelPack.sha256Of(lora), autoV3(lora), models(plan, pack));
        try {
            Files.createDirectories(folder.folder());
            // Copied and not linked: the next training run may write into the same file.
            Files.copy(lora, folder.weights(name), StandardCopyOption.REPLACE_EXISTING);
            folder.add(entry);
            var shelf = LoraShelf.of(pack);
            entry.models().keySet().forEach(component -> LoraGraph.prepare(shelf, pack, component));
            return entry;
        } catch (RuntimeException e) {
            remove(folder, name);
            throw e;
        } catch (IOException e) {
            remove(folder, name);
            throw new PackException(folder.folder(), "cannot be written: " + e.getMessage(), e);
        }
    }

    private static void requireRank(LoraLayer layer) {
        if (layer.rank() > LoraStacks.MOST_RANK) {
            throw new PackException(
                    layer.file(),
                    "%s is of rank %d; images can ask for LoRAs of rank %d at most. Baked into a pack it may have any"
                            .formatted(layer.name(), layer.rank(), LoraStacks.MOST_RANK));
        }
    }

    private static Map<String, LoraEntry.Model> models(LoraPlan plan, ModelPack pack) {
        var models = new TreeMap<String, LoraEntry.Model>();
        plan.changes().forEach((component, changes) -> {
            var layers = new TreeMap<String, String>();
            changes.forEach((path, layer) -> layers.put(path, layer.name()));
            models.put(component, new LoraEntry.Model(pack.modelSha256(component), layers));
        });
        return models;
    }

    /** The hash that kohya's scripts made common: of all but the header, so that it stays when the metadata change. */
    private static String autoV3(Path lora) {
        try (var channel = FileChannel.open(lora)) {
            var head = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(head, 0);
            long begin = Long.BYTES + head.getLong(0);
            var digest = Sha256.newDigest();
            digest.update(channel.map(MapMode.READ_ONLY, begin, channel.size() - begin));
            return HexFormat.of().formatHex(digest.digest()).substring(0, AUTO_V3);
        } catch (IOException e) {
            throw new PackException(lora, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static void remove(LoraFolder folder, String name) {
        try {
            folder.remove(name);
        } catch (IOException e) {
            throw new PackException(folder.folder(), "cannot be written: " + e.getMessage(), e);
        }
    }
}
