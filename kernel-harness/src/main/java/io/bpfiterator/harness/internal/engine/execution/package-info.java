/** Internal: starts environments, and replays their agents' events to JUnit. */
@NullMarked
package io.bpfiterator.harness.internal.engine.execution;

import org.jspecify.annotations.NullMarked;
