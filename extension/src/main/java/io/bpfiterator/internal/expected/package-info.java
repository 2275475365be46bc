/** Compares the output of iterators with files: masks, differences, variants for kernels, and updates of sources. */
@NullMarked
package io.bpfiterator.internal.expected;

import org.jspecify.annotations.NullMarked;
