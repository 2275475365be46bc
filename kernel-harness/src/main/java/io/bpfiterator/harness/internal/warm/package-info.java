/** Internal: the agent that is part of a snapshot, warms up before it, and receives its launch when it is resumed. */
@NullMarked
package io.bpfiterator.harness.internal.warm;

import org.jspecify.annotations.NullMarked;
