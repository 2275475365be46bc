/** Helpers for the text of messages. Not for users. */
@NullMarked
package io.bpfiterator.internal.text;

import org.jspecify.annotations.NullMarked;
