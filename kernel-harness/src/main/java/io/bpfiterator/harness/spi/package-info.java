/** The interfaces for a new kind of environment and for a new source of kernels. */
@NullMarked
package io.bpfiterator.harness.spi;

import org.jspecify.annotations.NullMarked;
