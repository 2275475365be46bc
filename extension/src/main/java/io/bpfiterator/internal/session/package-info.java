/** The session that a test uses. */
@NullMarked
package io.bpfiterator.internal.session;

import org.jspecify.annotations.NullMarked;
