/** Where a kernel image comes from: a distribution's package, a file, the running machine. */
@NullMarked
package io.bpfiterator.harness.kernel;

import org.jspecify.annotations.NullMarked;
