/** Internal: a shell or another command in a virtual machine. */
@NullMarked
package io.bpfiterator.harness.internal.vm.shell;

import org.jspecify.annotations.NullMarked;
