/** Processes as they are told apart, and the directories that belong to them. */
@NullMarked
package io.bpfiterator.internal.process;

import org.jspecify.annotations.NullMarked;
