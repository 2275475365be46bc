/** Attached, pinned and read iterators, and the owner that closes them. */
@NullMarked
package io.bpfiterator.internal.iterator;

import org.jspecify.annotations.NullMarked;
