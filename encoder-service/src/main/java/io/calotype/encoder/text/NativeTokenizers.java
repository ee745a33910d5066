package io.calotype.encoder.text;

/** The tokenizers library, kept from asking the network for anything. */
final class NativeTokenizers {

    static {
        // Else the library looks for a cloud's metadata server and for builds of itself on the network.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private NativeTokenizers() {}

    /** To be called before the library is. */
    static void keepToThemselves() {
        // Loading this class has done it.
    }
}
