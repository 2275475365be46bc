/**
 * The kernel's namespaces that decide what an iterator shows: a network namespace to run in, and the pid namespace that is
 * seen. Facts from {@code namespaces(7)}, {@code network_namespaces(7)} and {@code pid_namespaces(7)}.
 */
@NullMarked
package io.bpfiterator.namespace;

import org.jspecify.annotations.NullMarked;
