/** Search for programs, hashes, and deletion of files without following links. Not for users. */
@NullMarked
package io.bpfiterator.internal.files;

import org.jspecify.annotations.NullMarked;
