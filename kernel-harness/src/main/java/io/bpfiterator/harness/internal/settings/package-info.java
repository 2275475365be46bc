/** Internal: the settings of the harness itself. Each kind of environment declares its own. */
@NullMarked
package io.bpfiterator.harness.internal.settings;

import org.jspecify.annotations.NullMarked;
