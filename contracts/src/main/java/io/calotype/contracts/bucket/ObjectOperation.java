package io.calotype.contracts.bucket;

/** What a service does with objects; reading what is known of an object counts as reading it. */
public enum ObjectOperation {
    GET("GetObject"),
    PUT("PutObject"),
    DELETE("DeleteObject"),
    /** Also what S3 needs to say that an object does not exist, where it says 403 otherwise. */
    LIST("ListBucket");

    private final String right;

    ObjectOperation(String right) {
        this.right = right;
    }

    /** Returns S3's name of the right, such as {@code GetObject}. */
    public String right() {
        return right;
    }

    /** Returns the right that a key needs, such as {@code GetObject images/*}. */
    public String rightTo(String key) {
        return this == LIST ? right : right + " " + key.substring(0, key.indexOf('/') + 1) + "*";
    }
}
