/** Works on texts that messages consist of. Not for users. */
@NullMarked
package io.bpfiterator.internal.text;

import org.jspecify.annotations.NullMarked;
