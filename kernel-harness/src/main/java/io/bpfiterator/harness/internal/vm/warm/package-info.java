/** Internal: snapshots of machines whose agent is warm. */
@NullMarked
package io.bpfiterator.harness.internal.vm.warm;

import org.jspecify.annotations.NullMarked;
