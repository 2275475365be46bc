/** Locates the cache directory of compiled objects, kernels, snapshots and archives of classes. Not for users. */
@NullMarked
package io.bpfiterator.internal.cache;

import org.jspecify.annotations.NullMarked;
