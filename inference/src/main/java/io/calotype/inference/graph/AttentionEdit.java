package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one operator of each attention: ONNX Runtime's {@code com.microsoft.MultiHeadAttention} works on blocks of tokens and never
 * holds the scores of all pairs, which at 4,096 tokens are most of a UNet's memory.
 *
 * <p>The operator takes and gives {@code [B, tokens, heads * width]}. Masked attention stays as it is.
 */
final class AttentionEdit {

    static final String DOMAIN = "com.microsoft";

    private static final String JOINED = "calotype.heads_joined";
    private static final List<Long> SWAP = List.of(0L, 2L, 1L, 3L);

    private final Nodes nodes;
    private final Map<ByteString, Attention> byResult = new HashMap<>();
    private final Set<ByteString> gone = new HashSet<>(); // nodes and tensors by name
    private final Map<ByteString, Integer> readsLost = new HashMap<>();

    private AttentionEdit(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Returns the graph with as many as it finds; empty where it finds none. */
    static Optional<Message> apply(Message graph) throws InvalidProtocolBufferException {
        var edit = new AttentionEdit(Nodes.of(graph));
        edit.find();
        return edit.byResult.isEmpty() ? Optional.empty() : Optional.of(edit.edited(graph));
    }

    private void find() throws InvalidProtocolBufferException {
        if (nodes.areNested()) {
            return;
        }
        for (var node : nodes.inOrder()) {
            if (Nodes.is(node, "Softmax")) {
                var attention = Attention.around(node, nodes);
                if (attention.isPresent()) {
                    var all = attention.get().nodes();
                    byResult.put(Nodes.output(all.get(all.size() - 1)), attention.get());
                }
            }
        }
    }

    private Message edited(Message graph) throws InvalidProtocolBufferException {
        byResult.values().forEach(attention -> attention.nodes().forEach(this::remove));
        for (var attention : byResult.values()) {
            for (var part : List.of(attention.query(), attention.key(), attention.value())) {
                readsLost.merge(part.tensor(), -1, Integer::sum);
            }
        }
        removeUnread();
        var kept = new ArrayList<ByteString>();
        for (var node : nodes.inOrder()) {
            var name = Nodes.output(node);
            if (byResult.containsKey(name)) {
                kept.addAll(operator(name, byResult.get(name)));
            } else if (!gone.contains(name)) {
                kept.add(node.bytes());
            }
        }
        return graph.with(OnnxFields.GRAPH_NODE, kept)
                .with(OnnxFields.GRAPH_INITIALIZER, initializers(graph))
                .without(OnnxFields.GRAPH_VALUE_INFO);
    }

    private void remove(Message node) {
        gone.add(Nodes.output(node));
        node.values(OnnxFields.NODE_INPUT).forEach(input -> readsLost.merge(input, 1, Integer::sum));
    }

    /** Removes what only removed nodes read. */
    private void removeUnread() {
        var unsure = new ArrayDeque<>(readsLost.keySet());
        while (!unsure.isEmpty()) {
            var tensor = unsure.remove();
            if (tensor.isEmpty() || gone.contains(tensor) || !isUnread(tensor)) {
                continue;
            }
            var maker = nodes.maker(tensor);
            if (maker.isEmpty()) {
                gone.add(tensor);
            } else if (maker.get().values(OnnxFields.NODE_OUTPUT).stream().allMatch(this::isUnread)) {
                remove(maker.get());
                unsure.addAll(maker.get().values(OnnxFields.NODE_INPUT));
            }
        }
    }

    private boolean isUnread(ByteString tensor) {
        return readsLost.getOrDefault(tensor, 0) >= nodes.reads(tensor);
    }

    private List<ByteString> initializers(Message graph) throws InvalidProtocolBufferException {
        var kept = new ArrayList<ByteString>();
        for (var bytes : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            if (!gone.contains(
                    Message.parse(bytes).value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY))) {
                kept.add(bytes);
            }
        }
        kept.add(SmallTensors.of(NewNode.name(JOINED), List.of(0L, 0L, -1L)).bytes());
        var counts = new HashSet<Long>();
        for (var attention : byResult.values()) {
            if (counts.add(attention.heads())) {
                var divided = List.of(0L, 0L, attention.heads(), -1L);
                kept.add(SmallTensors.of(divided(attention.heads()), divided).bytes());
            }
        }
        return kept;
    }

    /** The nodes that make the result of an attention, {@code [B, tokens, heads, width]} as before. */
    private static List<ByteString> operator(ByteString result, Attention attention)
            throws InvalidProtocolBufferException {
        var made = new ArrayList<ByteString>();
        var inputs = new ArrayList<ByteString>();
        var parts = List.of(attention.query(), attention.key(), attention.value());
        for (int i = 0; i < parts.size(); i++) {
            var tensor = parts.get(i).tensor();
            if (!parts.get(i).byToken()) {
                var swapped = NewNode.name(result, ".swapped_" + i);
                made.add(NewNode.of("Transpose", List.of(tensor), swapped)
                        .with(OnnxFields.NODE_ATTRIBUTE, List.of(NewNode.numbers("perm", SWAP)))
                        .bytes());
                tensor = swapped;
            }
            inputs.add(NewNode.name(result, ".joined_" + i));
            made.add(NewNode.of("Reshape", List.of(tensor, NewNode.name(JOINED)), inputs.get(i))
                    .bytes());
        }
        var mixed = NewNode.name(result, ".mixed");
        var attributes = new ArrayList<ByteString>();
        attributes.add(NewNode.number("num_heads", attention.heads()));
        if (attention.scale().isPresent()) {
            attributes.add(NewNode.number("scale", (float) attention.scale().getAsDouble()));
        }
        made.add(NewNode.of("MultiHeadAttention", inputs, mixed)
                .with(OnnxFields.NODE_DOMAIN, List.of(NewNode.name(DOMAIN)))
                .with(OnnxFields.NODE_ATTRIBUTE, attributes)
                .bytes());
        made.add(NewNode.of("Reshape", List.of(mixed, divided(attention.heads())), result)
                .bytes());
        return made;
    }

    private static ByteString divided(long heads) {
        return NewNode.name("calotype.heads_divided_" + heads);
    }
}
