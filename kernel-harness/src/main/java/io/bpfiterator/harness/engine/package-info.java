/** The test engine: takes the classes that use BPF, and shows them once for each environment. */
@NullMarked
package io.bpfiterator.harness.engine;

import org.jspecify.annotations.NullMarked;
