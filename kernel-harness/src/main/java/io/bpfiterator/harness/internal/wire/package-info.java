/** Internal: the protocol between an agent and its host: one line of JSON for each message. */
@NullMarked
package io.bpfiterator.harness.internal.wire;

import org.jspecify.annotations.NullMarked;
