/** Containers on the running kernel, through Docker or podman. */
@NullMarked
package io.bpfiterator.harness.container;

import org.jspecify.annotations.NullMarked;
