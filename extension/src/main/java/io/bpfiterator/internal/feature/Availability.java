// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.failure.Errno;

/**
 * The result of probing a feature of the kernel.
 *
 * @param status the outcome
 * @param errno the positive error number that the kernel returned; 0 if the kernel returned none
 * @param cause the reason for {@link Status#UNKNOWN}; an empty text for every other outcome
 */
public record Availability(Status status, int errno, String cause) {

    /** The outcomes of a probe. */
    public enum Status {
        /** The kernel loads a program that uses the feature. */
        AVAILABLE,
        /** The kernel does not have the feature. */
        ABSENT,
        /** The kernel has the feature and refuses to load programs for it, although this process has the privilege. */
        REFUSED,
        /** This process lacks the privilege to load the program that probes the feature. */
        NO_PRIVILEGE,
        /** The feature could not be probed. */
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

    /** Returns whether the outcome is {@code wanted}. */
    public boolean is(Status wanted) {
        return status == wanted;
    }

    /** Returns the description and the name of the error number: {@code operation not permitted (EPERM)}. */
    public String errnoDescription() {
        return Errno.describe(errno);
    }
}
