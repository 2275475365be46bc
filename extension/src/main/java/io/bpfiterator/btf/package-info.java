/** Describes the bytes of C types for Java. */
@NullMarked
package io.bpfiterator.btf;

import org.jspecify.annotations.NullMarked;
