/** Builds the messages of exceptions, so that they all have one form. */
@NullMarked
package io.bpfiterator.internal.failure;

import org.jspecify.annotations.NullMarked;
