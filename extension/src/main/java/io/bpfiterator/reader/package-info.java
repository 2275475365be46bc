/** Reading what an iterator prints: bytes, text, lines and tables. */
@NullMarked
package io.bpfiterator.reader;

import org.jspecify.annotations.NullMarked;
