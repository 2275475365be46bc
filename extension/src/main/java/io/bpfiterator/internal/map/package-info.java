/** Opens, creates, reads and writes maps. */
@NullMarked
package io.bpfiterator.internal.map;

import org.jspecify.annotations.NullMarked;
