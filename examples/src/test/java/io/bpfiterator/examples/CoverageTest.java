// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.examples;

import static io.bpfiterator.assertj.BpfAssertions.assertThat;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.object.BpfObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Asserts which lines and functions of a program are executed. */
@BpfTest
class CoverageTest {

    private static final String SETTING = "bpfiterator.coverage";

    private static String before;

    /** Usually, the setting is on Maven's command line: {@code -Dbpfiterator.coverage=true}. */
    @BeforeAll
    static void measure() {
        before = System.setProperty(SETTING, "true");
    }

    @AfterAll
    static void measureAsBefore() {
        if (before == null) {
            System.clearProperty(SETTING);
        } else {
            System.setProperty(SETTING, before);
        }
    }

    @Test
    void executesTheLineThatPrints(BpfSession bpf) {
        BpfObject object = bpf.open("task.bpf.o").load();
        object.program("dump_task").pin().text();

        assertThat(object).coverage().line("task.bpf.c", 26).isHit();
    }

    @Test
    void executesNothingBeforeTheFirstRead(BpfSession bpf) {
        BpfObject object = bpf.open("task.bpf.o").load();
        assertThat(object.coverage()).function("dump_task").isMissed();

        object.program("dump_task").pin().text();
        assertThat(object.coverage()).line("task.bpf.c", 26).isHit();
        assertThat(object.coverage()).function("dump_task").isHit();
    }
}
