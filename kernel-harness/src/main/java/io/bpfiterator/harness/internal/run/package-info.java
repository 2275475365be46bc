/** Internal: what a run uses on this machine: its directory, sockets, threads and progress lines. */
@NullMarked
package io.bpfiterator.harness.internal.run;

import org.jspecify.annotations.NullMarked;
