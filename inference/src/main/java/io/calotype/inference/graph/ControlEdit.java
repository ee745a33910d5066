package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Gives an exported UNet inputs for what ControlNets and T2I-Adapters make of a picture.
 *
 * <p>A ControlNet's results are added to each skip connection, where a block up reads it, and behind the middle block; an adapter's
 * behind each block down, before anything reads that. Zeros of {@code [1, 1, 1, 1]} change nothing. Source: diffusers' {@code
 * UNet2DConditionModel.forward}.
 */
final class ControlEdit {

    private static final Pattern JOINT = Pattern.compile("(?:/unet)?/up_blocks\\.(\\d+)/Concat(?:_(\\d+))?");
    private static final Pattern DOWN = Pattern.compile("(?:/unet)?/down_blocks\\.(\\d+)/([a-z]+).*");
    private static final String ATTENTIONS = "attentions";
    private static final String SMALLER = "downsamplers";
    private static final List<String> OPEN = List.of("rows", "channels", "height", "width");

    /** The last of a block down: the tensor that an adapter is added to. */
    private record BlockEnd(ByteString tensor, boolean beforeSmaller) {}

    private final Nodes nodes;
    private final List<ByteString> added = new ArrayList<>();
    private final List<ByteString> inputs = new ArrayList<>();
    private final Map<ByteString, ByteString> blockInputs = new HashMap<>(); // by what the block makes

    private ControlEdit(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Returns the graph with such inputs; empty where it is no UNet whose nodes keep the names of their modules. */
    static Optional<Message> apply(Message graph) throws InvalidProtocolBufferException {
        var edit = new ControlEdit(Nodes.of(graph));
        var joints = edit.joints();
        return joints.isEmpty() ? Optional.empty() : Optional.of(edit.edited(graph, joints));
    }

    /** The nodes that put a skip connection beside what a block up has made, in the order of the skip connections. */
    private List<Message> joints() throws InvalidProtocolBufferException {
        var found = new TreeMap<Long, Message>();
        for (var node : nodes.inOrder()) {
            var name = JOINT.matcher(node.text(OnnxFields.NODE_NAME));
            if (Nodes.is(node, "Concat")
                    && name.matches()
                    && Attributes.number(node, "axis").orElse(0L) == 1) {
                long number = name.group(2) == null ? 0 : Long.parseLong(name.group(2));
                found.put(Long.parseLong(name.group(1)) << Integer.SIZE | number, node);
            }
        }
        var inOrder = new ArrayList<>(found.values());
        Collections.reverse(inOrder); // a block up takes the last skip connection first
        return inOrder;
    }

    private Message edited(Message graph, List<Message> joints) throws InvalidProtocolBufferException {
        var places = new HashMap<ByteString, Integer>(); // of the skip connection, by the joint
        for (int i = 0; i < joints.size(); i++) {
            places.put(Nodes.output(joints.get(i)), i);
        }
        findBlocks(joints);
        long type = floats(graph);
        for (int i = 0; i < joints.size(); i++) {
            inputs.add(input(ControlInputNames.skip(i), type));
        }
        inputs.add(input(ControlInputNames.MIDDLE, type));
        for (int i = 0; i < blockInputs.size(); i++) {
            inputs.add(input(ControlInputNames.block(i), type));
        }
        for (var node : nodes.inOrder()) {
            var joint = places.get(Nodes.output(node));
            if (joint != null) {
                join(node, joint, joint == joints.size() - 1);
            } else if (blockInputs.containsKey(Nodes.output(node))) {
                addBehind(node);
            } else {
                added.add(node.bytes());
            }
        }
        var allInputs = new ArrayList<>(graph.values(OnnxFields.GRAPH_INPUT));
        allInputs.addAll(inputs);
        return graph.with(OnnxFields.GRAPH_NODE, added)
                .with(OnnxFields.GRAPH_INPUT, allInputs)
                .without(OnnxFields.GRAPH_VALUE_INFO);
    }

    /** Adds to the skip connection, and at the first joint to what comes from the middle block. */
    private void join(Message node, int skip, boolean first) throws InvalidProtocolBufferException {
        var read = new ArrayList<>(node.values(OnnxFields.NODE_INPUT));
        if (first) {
            var middle = List.of(read.get(0), NewNode.name(ControlInputNames.MIDDLE));
            read.set(0, NewNode.add(added, "Add", middle, NewNode.name("calotype." + ControlInputNames.MIDDLE)));
        }
        var input = ControlInputNames.skip(skip);
        var both = List.of(read.get(1), NewNode.name(input));
        read.set(1, NewNode.add(added, "Add", both, NewNode.name("calotype." + input)));
        added.add(node.with(OnnxFields.NODE_INPUT, read).bytes());
    }

    /** All that read what a block makes read the sum. */
    private void addBehind(Message node) throws InvalidProtocolBufferException {
        var result = Nodes.output(node);
        var own = NewNode.name(result, ".without_control");
        added.add(node.with(OnnxFields.NODE_OUTPUT, List.of(own)).bytes());
        NewNode.add(added, "Add", List.of(own, blockInputs.get(result)), result);
    }

    /** A block with attentions has an adapter's result added before it makes the picture smaller, another one at its end. */
    private void findBlocks(List<Message> joints) {
        var ends = new TreeMap<Integer, BlockEnd>();
        for (var joint : joints) {
            var skip = Nodes.input(joint, 1);
            var name = nodes.maker(skip)
                    .map(node -> node.text(OnnxFields.NODE_NAME))
                    .orElse("");
            var module = DOWN.matcher(name);
            if (module.matches()) {
                int block = Integer.parseInt(module.group(1));
                boolean attention = module.group(2).equals(ATTENTIONS);
                boolean smaller = module.group(2).equals(SMALLER);
                var before = ends.get(block);
                if (before == null || !(smaller && before.beforeSmaller())) {
                    ends.put(block, new BlockEnd(skip, attention));
                }
            }
        }
        ends.forEach((block, end) ->
                blockInputs.put(end.tensor(), NewNode.name(ControlInputNames.block(blockInputs.size()))));
    }

    /** The element type of the picture's latents. */
    private static long floats(Message graph) throws InvalidProtocolBufferException {
        var input = Message.parse(graph.values(OnnxFields.GRAPH_INPUT).get(0));
        var type = Message.parse(input.value(OnnxFields.VALUE_TYPE).orElse(ByteString.EMPTY));
        var tensor = Message.parse(type.value(OnnxFields.TYPE_TENSOR).orElse(ByteString.EMPTY));
        return tensor.numbers(OnnxFields.TENSOR_TYPE_ELEMENT).stream()
                .findFirst()
                .orElse(WeightTypes.F32);
    }

    private static ByteString input(String name, long type) throws InvalidProtocolBufferException {
        var open = OPEN.stream().<Object>map(dim -> dim + "." + name).toList();
        return NewNode.value(NewNode.name(name), type, open);
    }
}
