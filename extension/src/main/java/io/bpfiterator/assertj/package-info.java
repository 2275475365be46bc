/**
 * AssertJ assertions for the output of iterators, and for maps, global variables and links. Import {@code
 * BpfAssertions.assertThat}.
 */
@NullMarked
package io.bpfiterator.assertj;

import org.jspecify.annotations.NullMarked;
