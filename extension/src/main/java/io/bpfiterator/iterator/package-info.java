/** Iterators: programs, links, pins, the options of an attachment, and readers of their output. */
@NullMarked
package io.bpfiterator.iterator;

import org.jspecify.annotations.NullMarked;
