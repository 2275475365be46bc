/** Internal: a running virtual machine, and the delivery of its task. */
@NullMarked
package io.bpfiterator.harness.internal.vm.machine;

import org.jspecify.annotations.NullMarked;
