/** Internal: runs agents in containers on the running kernel, and copies kernels from images, with Docker or podman. */
@NullMarked
package io.bpfiterator.harness.internal.container;

import org.jspecify.annotations.NullMarked;
