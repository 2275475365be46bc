/** Internal: the descriptors of the engine's tree, and their unique ids. */
@NullMarked
package io.bpfiterator.harness.internal.engine.descriptor;

import org.jspecify.annotations.NullMarked;
