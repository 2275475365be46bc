/** The annotation that selects where a test class runs, and the exception of the harness. */
@NullMarked
package io.bpfiterator.harness;

import org.jspecify.annotations.NullMarked;
