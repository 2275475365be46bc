/**
 * Facts about the running kernel and the errors it gives, in plain Java: the floor that every other package stands on.
 */
@NullMarked
package io.bpfiterator.kernel;

import org.jspecify.annotations.NullMarked;
