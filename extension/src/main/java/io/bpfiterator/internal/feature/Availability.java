package io.bpfiterator.internal.feature;

import io.bpfiterator.failure.Errno;

/**
 * What trying a feature of the kernel came to.
 *
 * @param status the outcome
 * @param errno the error number that the kernel answered, positive; 0 where it answered none
 * @param cause why the outcome is {@link Status#UNKNOWN}; an empty text for another
 */
public record Availability(Status status, int errno, String cause) {

    /** The outcomes. */
    public enum Status {
        /** The kernel loads a program that uses it. */
        AVAILABLE,
        /** The kernel does not know it. */
        ABSENT,
        /** The kernel knows it and does not let anybody use it: this process has the privilege. */
        REFUSED,
        /** This process may not load the program that would try it. */
        NO_PRIVILEGE,
        /** It could not be tried. */
        UNKNOWN
    }

    static final Availability AVAILABLE = new Availability(Status.AVAILABLE, 0, "");
    static final Availability ABSENT = new Availability(Status.ABSENT, 0, "");

    static Availability refused(int errno) {
        return new Availability(Status.REFUSED, Math.abs(errno), "");
    }

    static Availability noPrivilege(int errno) {
        return new Availability(Status.NO_PRIVILEGE, Math.abs(errno), "");
    }

    static Availability unknown(String cause) {
        return new Availability(Status.UNKNOWN, 0, cause);
    }

    /** Tells whether the outcome is this one. */
    public boolean is(Status wanted) {
        return status == wanted;
    }

    /** Returns the error number with its name: {@code operation not permitted (EPERM)}. */
    public String errnoDescription() {
        return Errno.describe(errno);
    }
}
