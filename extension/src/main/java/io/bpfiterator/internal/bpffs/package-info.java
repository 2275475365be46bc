/** The temporary bpffs in which iterators are pinned, and the rules for paths in any bpffs. */
@NullMarked
package io.bpfiterator.internal.bpffs;

import org.jspecify.annotations.NullMarked;
