/** Internal: whether guests run on the processor, with KVM, or are emulated by TCG. */
@NullMarked
package io.bpfiterator.harness.internal.vm.acceleration;

import org.jspecify.annotations.NullMarked;
