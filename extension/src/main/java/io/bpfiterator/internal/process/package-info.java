/** Runs programs, and identifies processes and the directories that belong to them. Not for users. */
@NullMarked
package io.bpfiterator.internal.process;

import org.jspecify.annotations.NullMarked;
