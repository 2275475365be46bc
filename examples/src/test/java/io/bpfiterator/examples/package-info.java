/** The examples. Each requires a kernel, either the running one or that of an environment. */
@NeedsKernel
package io.bpfiterator.examples;

import io.bpfiterator.support.NeedsKernel;
