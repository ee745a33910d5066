package io.calotype.contracts.bucket;

import java.util.List;

/** One user of the bucket: the folders whose objects it may read, write and delete. It may list all of them. */
public record BucketUser(String name, List<BucketFolder> gets, List<BucketFolder> puts, List<BucketFolder> deletes) {

    public BucketUser {
        gets = List.copyOf(gets);
        puts = List.copyOf(puts);
        deletes = List.copyOf(deletes);
    }

    /** Returns the folders in which it may do that. */
    public List<BucketFolder> folders(ObjectOperation operation) {
        return switch (operation) {
            case GET -> gets;
            case PUT -> puts;
            case DELETE -> deletes;
            case LIST -> List.of(BucketFolder.values());
        };
    }
}
