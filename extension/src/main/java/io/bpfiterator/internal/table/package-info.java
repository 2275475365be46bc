/** Splits the lines that iterators print into cells. */
@NullMarked
package io.bpfiterator.internal.table;

import org.jspecify.annotations.NullMarked;
