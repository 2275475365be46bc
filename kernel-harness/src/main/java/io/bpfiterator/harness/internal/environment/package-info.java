/** Internal: finds environments, starts them, and talks to their agents. */
@NullMarked
package io.bpfiterator.harness.internal.environment;

import org.jspecify.annotations.NullMarked;
