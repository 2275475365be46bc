/** Internal: what runs in a guest: its initramfs, scripts, modules, task, console and exit diagnosis. */
@NullMarked
package io.bpfiterator.harness.internal.vm.guest;

import org.jspecify.annotations.NullMarked;
