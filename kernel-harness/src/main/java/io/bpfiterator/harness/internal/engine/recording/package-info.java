/** Internal: records the events of a run, and writes the run's report. */
@NullMarked
package io.bpfiterator.harness.internal.engine.recording;

import org.jspecify.annotations.NullMarked;
