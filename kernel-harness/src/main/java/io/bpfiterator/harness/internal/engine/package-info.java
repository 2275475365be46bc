/** Internal: the test engine, which runs the classes that use BPF once for each environment. */
@NullMarked
package io.bpfiterator.harness.internal.engine;

import org.jspecify.annotations.NullMarked;
