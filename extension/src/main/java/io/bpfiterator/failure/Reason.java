// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.failure;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** Classifies the cause of a failure, so that a test can match it without parsing the message. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum Reason {
    /** The kernel or this machine lacks a feature or a program: an iterator target, BTF, libbpf, QEMU. */
    ABSENT,
    /** The kernel has the feature, but refuses its use although this process has the privilege. */
    REFUSED,
    /** This process lacks a privilege. */
    NOT_PERMITTED,
    /** Something that the test names does not exist: a file, a map, a program. */
    NOT_FOUND,
    /** A value in the test, or the BPF object, is wrong. */
    INVALID,
    /** A call failed for another reason; the message and the error number say which. */
    FAILED;

    /**
     * Returns whether neither the test nor the object is wrong, so that the same test can pass on another machine or
     * kernel, or with more privilege.
     */
    public boolean isUnavailable() {
        return this == ABSENT || this == REFUSED || this == NOT_PERMITTED;
    }
}
