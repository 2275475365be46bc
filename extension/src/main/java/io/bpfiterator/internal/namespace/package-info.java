/** Identifies the namespaces of this process. */
@NullMarked
package io.bpfiterator.internal.namespace;

import org.jspecify.annotations.NullMarked;
