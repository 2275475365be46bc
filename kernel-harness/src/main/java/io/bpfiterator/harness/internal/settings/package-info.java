/** Declares the settings of the harness itself; a kind of environment declares its own. Not for users. */
@NullMarked
package io.bpfiterator.harness.internal.settings;

import org.jspecify.annotations.NullMarked;
