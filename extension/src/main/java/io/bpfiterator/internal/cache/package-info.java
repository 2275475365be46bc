/** The cache directory of compiled objects, kernels, snapshots and archives of classes, and how files appear in it. */
@NullMarked
package io.bpfiterator.internal.cache;

import org.jspecify.annotations.NullMarked;
