/** Virtual machines with other kernels, and this machine's userland: QEMU. */
@NullMarked
package io.bpfiterator.harness.vm;

import org.jspecify.annotations.NullMarked;
