/** Reads facts about the running kernel and this process, without native calls. */
@NullMarked
package io.bpfiterator.internal.kernel;

import org.jspecify.annotations.NullMarked;
