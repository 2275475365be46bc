/** Internal: finds the classes that use BPF and the environments in which each of them runs. */
@NullMarked
package io.bpfiterator.harness.internal.engine.discovery;

import org.jspecify.annotations.NullMarked;
