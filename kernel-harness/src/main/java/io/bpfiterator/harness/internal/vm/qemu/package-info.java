/** Internal: the QEMU process: its command line, ports, shares, processors, version and monitor. */
@NullMarked
package io.bpfiterator.harness.internal.vm.qemu;

import org.jspecify.annotations.NullMarked;
