/** The environments in which an agent can run, and how the host starts and talks to it. */
@NullMarked
package io.bpfiterator.harness.internal.environment;

import org.jspecify.annotations.NullMarked;
