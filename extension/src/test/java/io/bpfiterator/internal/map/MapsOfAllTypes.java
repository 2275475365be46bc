// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.internal.loading.OpenedObject;
import io.bpfiterator.object.BpfObject;
import io.bpfiterator.support.Objects;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** Opens the maps of one object. */
abstract class MapsOfAllTypes {

    static final int SOCK_STREAM = 1;

    static final int CPUS = MapHandle.possibleCpus();

    final BpfObject object =
            OpenedObject.open(Objects.file("maps_of_all_types")).load();

    final BpfSession session = BpfSession.open();

    record Point(int x, int y) {}

    record Guarded(long count) {}

    @AfterEach
    void close() {
        session.close();
        object.close();
    }

    static void fails(ThrowingCallable call, String... messageParts) {
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(messageParts));
    }

    static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
