/** Declares, reads and checks settings: configuration parameters and system properties. Not for users. */
@NullMarked
package io.bpfiterator.internal.settings;

import org.jspecify.annotations.NullMarked;
