/** Internal: decides whether tests run on this kernel or in a virtual machine with another one. */
@NullMarked
package io.bpfiterator.harness.internal.auto;

import org.jspecify.annotations.NullMarked;
