/** Containers on the running kernel, and kernels in images, through Docker or podman. */
@NullMarked
package io.bpfiterator.harness.container;

import org.jspecify.annotations.NullMarked;
