/** The table of the iterator targets, and their parameters. */
@NullMarked
package io.bpfiterator.internal.targets;

import org.jspecify.annotations.NullMarked;
