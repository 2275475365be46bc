/** The test engine: runs the classes that use BPF, and reports them once for each environment. */
@NullMarked
package io.bpfiterator.harness.engine;

import org.jspecify.annotations.NullMarked;
