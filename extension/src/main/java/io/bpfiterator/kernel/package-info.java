/** Reads facts about the running kernel and this process, without native calls. */
@NullMarked
package io.bpfiterator.kernel;

import org.jspecify.annotations.NullMarked;
