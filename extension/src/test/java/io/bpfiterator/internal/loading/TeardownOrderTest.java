// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bpfiterator.iterator.BpfLink;
import io.bpfiterator.iterator.BpfPin;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.support.KernelObjects;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.Objects;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Closing an object unpins, detaches and closes; each step is taken even if an earlier one failed. */
@NeedsKernel
class TeardownOrderTest {

    @Test
    void a_pin_goes_before_its_link_and_the_link_before_its_program() {
        List<String> gone = new ArrayList<>();
        LoadedObject object = OpenedObject.open(Objects.file("task")).load();
        BpfProgram program = object.program("dump_task");
        object.owner().keep(() -> gone.add(isOpen(program) ? "before the program" : "after the program"));
        BpfLink link = program.attach();
        object.owner().keep(() -> gone.add(isOpen(link) ? "before the link" : "after the link"));
        BpfPin pin = link.pin();
        object.owner().keep(() -> gone.add(pin.path().toFile().exists() ? "before the pin" : "after the pin"));

        object.close();

        assertThat(gone).containsExactly("before the pin", "before the link", "before the program");
        assertThat(pin.path()).doesNotExist();
    }

    @Test
    void a_failed_step_does_not_prevent_the_others() {
        List<String> before = KernelObjects.openDescriptors();
        LoadedObject object = OpenedObject.open(Objects.file("task")).load();
        BpfPin pin = object.program("dump_task").attach().pin();
        object.owner().keep(() -> {
            throw new IllegalStateException("one step failed");
        });

        assertThatThrownBy(object::close).hasMessage("one step failed");

        assertThat(pin.path()).doesNotExist();
        assertThat(KernelObjects.openDescriptors()).isEqualTo(before);
    }

    private static boolean isOpen(BpfProgram program) {
        try {
            return program.info().id() > 0;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    private static boolean isOpen(BpfLink link) {
        try {
            return link.info().id() > 0;
        } catch (IllegalStateException closed) {
            return false;
        }
    }
}
