package io.calotype.encoder.picture;

/** Pictures read whole, as tests look at them. */
final class TestPictures {

    private TestPictures() {}

    static Pixels read(String field, byte[] encoded) {
        return PictureReader.read(field, PictureHeader.of(field, encoded), encoded)
                .toPixels();
    }
}
