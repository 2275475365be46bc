/** The exceptions that tests see, the reasons they carry, and the kernel's error numbers. */
@NullMarked
package io.bpfiterator.failure;

import org.jspecify.annotations.NullMarked;
