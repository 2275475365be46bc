/** The exceptions that tests see, their reasons, and the kernel's error numbers. */
@NullMarked
package io.bpfiterator.failure;

import org.jspecify.annotations.NullMarked;
