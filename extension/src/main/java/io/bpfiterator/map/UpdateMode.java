// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.map;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import org.apiguardian.api.API;

/** Says whether an update may create or change an element: {@code BPF_ANY}, {@code BPF_NOEXIST}, {@code BPF_EXIST}. */
@API(status = EXPERIMENTAL, since = "0.1")
public enum UpdateMode {
    /** Creates an element or changes the existing one. */
    ANY(0),
    /** Creates an element; an existing one is an error ({@code EEXIST}). */
    NOEXIST(1),
    /** Changes the existing element; a missing one is an error ({@code ENOENT}). */
    EXIST(2);

    private final long flag;

    UpdateMode(long flag) {
        this.flag = flag;
    }

    /** Returns the kernel's flag. */
    public long flag() {
        return flag;
    }
}
