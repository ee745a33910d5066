package io.calotype.inference.picture;

/** Pictures read whole, as tests look at them. */
public final class TestPictures {

    private TestPictures() {}

    /** Reads a picture. */
    public static Pixels read(String field, byte[] encoded) {
        return PictureReader.read(field, PictureHeader.of(field, encoded), encoded)
                .toPixels();
    }
}
