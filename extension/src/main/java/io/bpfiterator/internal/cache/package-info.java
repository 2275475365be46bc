/** Locates the cache directory, which compiled objects, kernels, snapshots and archives of classes share. Not for users. */
@NullMarked
package io.bpfiterator.internal.cache;

import org.jspecify.annotations.NullMarked;
