/** Where an agent can run, and how it is started there. */
@NullMarked
package io.bpfiterator.harness.environment;

import org.jspecify.annotations.NullMarked;
