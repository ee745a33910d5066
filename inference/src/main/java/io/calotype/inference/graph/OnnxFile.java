package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An ONNX file, mapped and not read into memory: a graph of 2 GB with its weights inside takes some megabytes of heap.
 */
public final class OnnxFile {

    /** The result of {@link #withRanges}, F32 {@code [3 N]}. */
    public static final String RANGES = RangeEdit.RESULT;

    private final Message model;
    private final Message graph;

    private OnnxFile(Message model, Message graph) {
        this.model = model;
        this.graph = graph;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidProtocolBufferException if it is cut short or no ONNX model
     * @throws IOException if it cannot be read
     */
    public static OnnxFile read(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InvalidProtocolBufferException("a protobuf of more than 2 GiB");
            }
            var bytes = UnsafeByteOperations.unsafeWrap(channel.map(MapMode.READ_ONLY, 0, channel.size()));
            var model = Message.parse(bytes);
            var graph = model.value(OnnxFields.MODEL_GRAPH)
                    .orElseThrow(() -> new InvalidProtocolBufferException("no graph in it"));
            return new OnnxFile(model.without(OnnxFields.MODEL_GRAPH), Message.parse(graph));
        }
    }

    /**
     * The files that hold weights, as the graph names them, relative to its folder.
     *
     * @throws InvalidProtocolBufferException if a node or tensor is damaged
     */
    public Set<String> externalData() throws InvalidProtocolBufferException {
        return ExternalData.of(model, graph);
    }

    /**
     * The element type of weights that ONNX Runtime's CPU and CUDA providers do not compute with, if there are any.
     *
     * @throws InvalidProtocolBufferException if a tensor is damaged
     */
    public Optional<String> unsupportedWeights() throws InvalidProtocolBufferException {
        return WeightTypes.unsupported(graph);
    }

    /**
     * Whether the model has an input of that name that is a scalar.
     *
     * @throws InvalidProtocolBufferException if an input is damaged
     */
    public boolean takesScalar(String input) throws InvalidProtocolBufferException {
        for (var bytes : graph.values(OnnxFields.GRAPH_INPUT)) {
            var value = Message.parse(bytes);
            if (value.text(OnnxFields.VALUE_NAME).equals(input)) {
                var type = Message.parse(value.value(OnnxFields.VALUE_TYPE).orElse(ByteString.EMPTY));
                var tensor = Message.parse(type.value(OnnxFields.TYPE_TENSOR).orElse(ByteString.EMPTY));
                var shape = tensor.value(OnnxFields.TENSOR_TYPE_SHAPE);
                return shape.isPresent()
                        && Message.parse(shape.get())
                                .values(OnnxFields.SHAPE_DIM)
                                .isEmpty();
            }
        }
        return false;
    }

    /**
     * This model with one timestep per row, where its {@code timestep} is a scalar that a single {@code Unsqueeze} makes a row of
     * one; empty where it is not.
     *
     * @throws InvalidProtocolBufferException if a node is damaged
     */
    public Optional<OnnxFile> withTimestepPerRow() throws InvalidProtocolBufferException {
        return TimestepEdit.apply(graph).map(edited -> new OnnxFile(model, edited));
    }

    /**
     * This model with one operator for each attention without a mask that PyTorch exports as products and a softmax; empty where
     * there is none.
     *
     * @throws InvalidProtocolBufferException if a node is damaged
     */
    public Optional<OnnxFile> withFusedAttention() throws InvalidProtocolBufferException {
        var edited = AttentionEdit.apply(graph);
        return edited.isEmpty()
                ? Optional.empty()
                : Optional.of(new OnnxFile(Operators.imported(model, AttentionEdit.DOMAIN), edited.get()));
    }

    /**
     * The layers whose weights are tensors of the file, by the name that their module has in PyTorch.
     *
     * @throws InvalidProtocolBufferException if a node or tensor is damaged
     */
    public Map<String, Layer> layers() throws InvalidProtocolBufferException {
        return LayerIndex.of(graph);
    }

    /**
     * This model with other weights for some layers, of the same types; other layers that shared them keep the old.
     *
     * @param weights by layer
     * @throws InvalidProtocolBufferException if a node or tensor is damaged
     */
    public OnnxFile withWeights(Map<String, NewWeights> weights) throws InvalidProtocolBufferException {
        return new OnnxFile(model, WeightEdit.apply(graph, weights));
    }

    /**
     * The nodes that multiply by constant weights; none where the model's operators are older than those that quantise.
     *
     * @throws InvalidProtocolBufferException if a node or tensor is damaged
     */
    public List<QuantisableNode> quantisable() throws InvalidProtocolBufferException {
        return QuantiseEdit.isPossible(model) ? QuantisableNodes.of(graph) : List.of();
    }

    /**
     * This model with one more result, {@link #RANGES}: least number, largest number and mean square of each of some tensors.
     *
     * @throws InvalidProtocolBufferException if a node is damaged
     */
    public OnnxFile withRanges(Collection<String> tensors) throws InvalidProtocolBufferException {
        return new OnnxFile(model, RangeEdit.apply(graph, tensors));
    }

    /**
     * This model with nodes that multiply in whole numbers.
     *
     * @param moved weights that are stored elsewhere from now on, by the tensor's name
     * @throws InvalidProtocolBufferException if a node or tensor is damaged
     */
    public OnnxFile quantised(List<QuantisedNode> nodes, Map<String, NewWeights> moved)
            throws InvalidProtocolBufferException {
        return new OnnxFile(model, QuantiseEdit.apply(graph, nodes, moved));
    }

    /**
     * The weights that are in files beside the model, by the tensor's name.
     *
     * @throws InvalidProtocolBufferException if a tensor is damaged
     */
    public Map<String, OutsideTensor> outside() throws InvalidProtocolBufferException {
        return OutsideTensor.of(graph);
    }

    /**
     * This model with inputs for LoRAs at some layers, of which each row of a call uses its own.
     *
     * @param layers among those of {@link #layers}
     * @throws InvalidProtocolBufferException if a node is damaged, or a layer can have no such inputs
     */
    public OnnxFile withLoraInputs(Collection<String> layers) throws InvalidProtocolBufferException {
        return new OnnxFile(model, LoraEdit.apply(graph, layers));
    }

    /**
     * This UNet with inputs for what control models make of a picture; empty where it is none, or its nodes do not have the names of
     * their modules.
     *
     * @throws InvalidProtocolBufferException if a node is damaged
     */
    public Optional<OnnxFile> withControlInputs() throws InvalidProtocolBufferException {
        return ControlEdit.apply(graph).map(edited -> new OnnxFile(model, edited));
    }

    /** Writes the model, weights within the file included. */
    public void write(Path file) throws IOException {
        try (var stream = Files.newOutputStream(file)) {
            var out = CodedOutputStream.newInstance(stream);
            model.fields().writeTo(out);
            out.writeTag(OnnxFields.MODEL_GRAPH, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(graph.fields().getSerializedSize());
            graph.fields().writeTo(out);
            out.flush();
        }
    }
}
