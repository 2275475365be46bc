// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

/** Names the engine in unique ids and messages, and as the class of failures that belong to no test class. */
public final class EngineName {

    /** The engine's id in JUnit. */
    public static final String ID = "bpf-iterator";

    /** The simple name of the engine's class. */
    static final String SIMPLE_CLASS = "HarnessEngine";

    /** The name of the engine's class, which depends on this package. */
    static final String CLASS = "io.bpfiterator.harness.internal.engine." + SIMPLE_CLASS;

    private EngineName() {}
}
