// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.agent;

import io.bpfiterator.harness.internal.wire.Message;
import io.bpfiterator.internal.failure.CauseText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;

/**
 * Sends what JaCoCo has recorded in this JVM, if its agent runs here. In a container or a virtual machine, JaCoCo
 * cannot write it to the file of the build.
 */
final class JacocoData {

    private static final String RUNTIME = "org.jacoco.agent.rt.RT";

    private JacocoData() {}

    static void send(Reporter reporter) {
        Object agent;
        try {
            agent = Class.forName(RUNTIME).getMethod("getAgent").invoke(null);
        } catch (ClassNotFoundException | InvocationTargetException notStarted) {
            // The class may be on the class path of the tests without the agent.
            return;
        } catch (ReflectiveOperationException e) {
            report(e);
            return;
        }
        try (InputStream data = new ByteArrayInputStream((byte[]) Class.forName("org.jacoco.agent.rt.IAgent")
                .getMethod("getExecutionData", boolean.class)
                .invoke(agent, false))) {
            PublishedFiles.send(reporter, Message.FilePart.COVERAGE, Message.FilePart.COVERAGE_PATH, data);
        } catch (ReflectiveOperationException | IOException e) {
            report(e);
        }
    }

    private static void report(Exception e) {
        System.err.println("Cannot read the coverage of this JVM from JaCoCo: " + CauseText.of(e) + ".");
    }
}
