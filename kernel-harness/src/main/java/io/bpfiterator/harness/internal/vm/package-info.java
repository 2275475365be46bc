/** Internal: virtual machines, which boot another kernel and show it the userland of this machine. */
@NullMarked
package io.bpfiterator.harness.internal.vm;

import org.jspecify.annotations.NullMarked;
