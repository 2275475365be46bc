/** Decides where tests run of which nobody has said it: on this kernel, or in a machine with another one. */
@NullMarked
package io.bpfiterator.harness.internal.auto;

import org.jspecify.annotations.NullMarked;
