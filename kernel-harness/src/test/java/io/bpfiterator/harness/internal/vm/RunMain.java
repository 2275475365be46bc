// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.vm;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.bpfiterator.harness.support.Runs;
import java.util.Map;

/** Runs one test class in one environment, as a build tool does. */
final class RunMain {

    private RunMain() {}

    /** @param arguments the environment, the class, and a directory that a virtual machine may write */
    public static void main(String[] arguments) {
        Map<String, String> settings = Map.of(Runs.ENVIRONMENTS, arguments[0], "bpfiterator.vm.writable", arguments[2]);
        Runs.with(settings, selectClass(arguments[1])).testEvents().debug();
    }
}
