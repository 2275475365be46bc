/** Deletion of files and directories without following links. Not for users. */
@NullMarked
package io.bpfiterator.internal.files;

import org.jspecify.annotations.NullMarked;
