/**
 * The namespaces that decide what an iterator shows: network namespaces, in which code can run, and the pid and user
 * namespaces of this process. See {@code namespaces(7)}, {@code network_namespaces(7)}, {@code pid_namespaces(7)} and
 * {@code user_namespaces(7)}.
 */
@NullMarked
package io.bpfiterator.namespace;

import org.jspecify.annotations.NullMarked;
