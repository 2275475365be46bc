/** AssertJ assertions on what an iterator prints. Import {@code BpfAssertions.assertThat}. */
@NullMarked
package io.bpfiterator.assertj;

import org.jspecify.annotations.NullMarked;
