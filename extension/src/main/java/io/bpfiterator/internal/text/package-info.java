/** Text for messages. */
@NullMarked
package io.bpfiterator.internal.text;

import org.jspecify.annotations.NullMarked;
