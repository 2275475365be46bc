/** Where a kernel to boot comes from: a distribution's package, an image, a file, the running machine; and the cache of those fetched. */
@NullMarked
package io.bpfiterator.harness.kernel;

import org.jspecify.annotations.NullMarked;
