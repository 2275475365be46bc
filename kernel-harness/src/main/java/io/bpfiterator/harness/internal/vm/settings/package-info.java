/** Internal: the settings of virtual machines. */
@NullMarked
package io.bpfiterator.harness.internal.vm.settings;

import org.jspecify.annotations.NullMarked;
