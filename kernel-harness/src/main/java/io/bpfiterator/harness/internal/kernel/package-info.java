/**
 * Finds kernels to boot: in a distribution's packages, an image, a file or the running machine; and caches those
 * fetched.
 */
@NullMarked
package io.bpfiterator.harness.internal.kernel;

import org.jspecify.annotations.NullMarked;
