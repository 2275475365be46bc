/** Facts about the running kernel and this process, read in plain Java. */
@NullMarked
package io.bpfiterator.kernel;

import org.jspecify.annotations.NullMarked;
