/** Deletion of files and directories that follows no links. */
@NullMarked
package io.bpfiterator.internal.files;

import org.jspecify.annotations.NullMarked;
