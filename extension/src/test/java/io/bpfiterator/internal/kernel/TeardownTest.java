// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeardownTest {

    private final List<String> closed = new ArrayList<>();
    private final Teardown teardown = new Teardown();

    private AutoCloseable failing(String name, Exception failure) {
        return () -> {
            closed.add(name);
            throw failure;
        };
    }

    @Test
    void closes_each_in_the_given_order_even_if_an_earlier_one_failed() {
        teardown.close(failing("unpin", new IllegalArgumentException("first")));
        teardown.close(failing("detach", new IOException("second")));
        teardown.close(() -> closed.add("close"));

        assertThatIllegalArgumentException()
                .isThrownBy(teardown::finish)
                .withMessage("first")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .satisfies(second -> assertThat(second).hasRootCauseMessage("second")));
        assertThat(closed).containsExactly("unpin", "detach", "close");
    }

    @Test
    void throws_nothing_if_nothing_failed() {
        teardown.close(() -> closed.add("close"));
        assertThatCode(teardown::finish).doesNotThrowAnyException();
    }
}
