/** What an agent and its host say to each other: one JSON text for each message, one line for each text. */
@NullMarked
package io.bpfiterator.harness.wire;

import org.jspecify.annotations.NullMarked;
