/** Internal: class-data sharing archives and AOT caches, with which an emulated JVM starts faster. */
@NullMarked
package io.bpfiterator.harness.internal.cds;

import org.jspecify.annotations.NullMarked;
