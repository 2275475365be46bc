/** Internal: snapshots of machines, from which later runs resume. */
@NullMarked
package io.bpfiterator.harness.internal.vm.snapshot;

import org.jspecify.annotations.NullMarked;
