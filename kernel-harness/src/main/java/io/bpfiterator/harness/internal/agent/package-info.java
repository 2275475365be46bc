/** Internal: runs inside an environment: runs the tests that the host selects, and reports their results. */
@NullMarked
package io.bpfiterator.harness.internal.agent;

import org.jspecify.annotations.NullMarked;
