/** The examples: each needs a kernel, the running one or that of an environment. */
@NeedsKernel
package io.bpfiterator.examples;

import io.bpfiterator.support.NeedsKernel;
