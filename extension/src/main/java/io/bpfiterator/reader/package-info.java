/** Readers of the output of iterators: bytes, text, lines, tables and binary records. */
@NullMarked
package io.bpfiterator.reader;

import org.jspecify.annotations.NullMarked;
