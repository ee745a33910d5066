package io.calotype.messaging.store;

import io.minio.errors.ErrorResponseException;
import java.util.Objects;
import java.util.Set;

/** Whose fault a failed call is. */
enum Fault {
    /** The store's or the network's: the same call may succeed later. */
    STORE,

    /** The call's own: it fails each time. */
    CALL,

    /** The call's own if the store answers for other keys, else the store's. */
    REFUSED,

    /** Likewise for a read, such as of an archived object; a write may lack rights. */
    FORBIDDEN;

    private static final int BAD_REQUEST = 400;
    private static final int NO_RIGHTS = 403;
    private static final int SERVER_ERROR = 500;
    private static final Set<Integer> TRANSIENT = Set.of(408, 409, 425, 429);
    private static final Set<String> TRANSIENT_CODES = Set.of("NoSuchBucket", "RequestTimeout", "SlowDown");

    static Fault of(Exception failure) {
        if (failure instanceof IllegalArgumentException) {
            return CALL; // a key that the client does not send
        }
        if (failure instanceof ErrorResponseException answer) {
            return of(answer.response().code(), code(answer));
        }
        return STORE;
    }

    private static Fault of(int status, String code) {
        boolean passing = TRANSIENT.contains(status) || TRANSIENT_CODES.contains(code);
        if (passing || status < BAD_REQUEST || status >= SERVER_ERROR) {
            return STORE;
        }
        return status == NO_RIGHTS ? FORBIDDEN : REFUSED;
    }

    /** Says what happened without the server's own message. */
    static String describe(Exception failure) {
        return failure instanceof ErrorResponseException answer
                ? answer.response().code() + " " + StoreCalls.printable(code(answer))
                : failure.getClass().getSimpleName();
    }

    /** Some servers send none. */
    private static String code(ErrorResponseException answer) {
        return Objects.requireNonNullElse(answer.errorResponse().code(), "without code");
    }
}
