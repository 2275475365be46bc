/** Maps in the kernel. */
@NullMarked
package io.bpfiterator.map;

import org.jspecify.annotations.NullMarked;
