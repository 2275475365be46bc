/** Reading what an iterator prints: bytes, text, lines, tables and binary records. */
@NullMarked
package io.bpfiterator.reader;

import org.jspecify.annotations.NullMarked;
