/** Runs tests in QEMU virtual machines, which boot another kernel and show it this machine's userland. */
@NullMarked
package io.bpfiterator.harness.vm;

import org.jspecify.annotations.NullMarked;
