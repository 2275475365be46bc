/** The annotations for tests, and {@link io.bpfiterator.BpfSession} for BPF objects that a test opens itself. */
@NullMarked
package io.bpfiterator;

import org.jspecify.annotations.NullMarked;
