// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.execution;

import io.bpfiterator.harness.internal.engine.descriptor.AgentIds;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * Tracks the tests of an environment and reports their results to JUnit's listener, so that each test has one.
 *
 * <p>The result of a class, such as a skip or a failing {@code @BeforeAll}, is reported for each of its tests: build
 * tools merge the results of classes by name, and would take that of one environment for that of another. If all tests
 * of the class have ended, as before a failing {@code @AfterAll}, its failure is reported as a test of its own.
 */
final class TestTree {

    /** What JUnit, this tree and the report need for a test: 279,000 dynamic tests took 387 MB. */
    private static final int BYTES_PER_TEST = 1500;

    /** What lives long fits into two thirds of the heap; beyond that, the JVM does little but collect garbage. */
    private static final long MAX_REGISTERED =
            Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 3 * 2 / BYTES_PER_TEST);

    /** Of the names of the registered tests. */
    private static final long MAX_CHARACTERS = 300 * MAX_REGISTERED;

    private final EnvironmentDescriptor root;
    private final EngineExecutionListener listener;
    private final Map<String, TestDescriptor> byAgentId = new HashMap<>();
    private final Set<TestDescriptor> started = new HashSet<>();
    private final Set<TestDescriptor> settled = new HashSet<>();
    private boolean anyTestEnded;
    private int registered;
    private long charactersOfRegistered;

    TestTree(EnvironmentDescriptor root, EngineExecutionListener listener) {
        this.root = root;
        this.listener = listener;
        byAgentId.put(AgentIds.ROOT.toString(), root);
        root.getChildren().forEach(child -> child.accept(this::index));
        started.add(root);
    }

    private void index(TestDescriptor descriptor) {
        byAgentId.put(((MirrorDescriptor) descriptor).agentId().toString(), descriptor);
    }

    /**
     * Returns the descriptor with an id of the agent's.
     *
     * @throws InvalidMessageException if the agent has not registered it
     */
    TestDescriptor named(String agentId) {
        TestDescriptor descriptor = byAgentId.get(agentId);
        if (descriptor == null) {
            throw new InvalidMessageException(
                    "it reports a test that it has not registered, " + InvalidMessageException.quote(agentId));
        }
        return descriptor;
    }

    /**
     * Adds a test or container that was registered while the tests ran.
     *
     * @throws InvalidMessageException if its place in the tree is not free, or the tree has too many tests
     */
    void register(Node node) {
        TestDescriptor parent = named(node.parentId());
        MirrorDescriptor descriptor = MirrorDescriptor.of(root, parent, node);
        String id = descriptor.agentId().toString();
        if (byAgentId.containsKey(id)) {
            throw new InvalidMessageException("it registers a test twice, " + InvalidMessageException.quote(id));
        }
        charactersOfRegistered += id.length() + node.displayName().length();
        if (++registered > MAX_REGISTERED || charactersOfRegistered > MAX_CHARACTERS) {
            throw new InvalidMessageException(
                    "it registers more dynamic tests than the " + MAX_REGISTERED + " that fit into this JVM");
        }
        parent.addChild(descriptor);
        byAgentId.put(id, descriptor);
        listener.dynamicTestRegistered(descriptor);
    }

    void start(TestDescriptor descriptor) {
        if (descriptor != root && started.add(descriptor)) {
            if (!started.contains(parent(descriptor))) {
                start(parent(descriptor));
            }
            listener.executionStarted(descriptor);
        }
    }

    void finish(TestDescriptor descriptor, TestExecutionResult result) {
        if (isClass(descriptor)) {
            if (result.getStatus() != Status.SUCCESSFUL) {
                settleClass(descriptor, result);
            }
            end(descriptor, TestExecutionResult.successful());
        } else {
            end(descriptor, result);
        }
    }

    /** Reports a test, or each test of a class, as skipped. */
    void skip(TestDescriptor descriptor, String reason) {
        if (!isClass(descriptor)) {
            if (settled.add(descriptor)) {
                anyTestEnded = true;
                start(parent(descriptor));
                listener.executionSkipped(descriptor, reason);
            }
            return;
        }
        descriptor.getChildren().forEach(child -> skip(child, reason));
        end(descriptor, TestExecutionResult.successful());
    }

    /** Gives a result to a test, or to each test of a class, that has none yet. */
    void settle(TestDescriptor descriptor, TestExecutionResult result) {
        if (settled.contains(descriptor)) {
            return;
        }
        boolean reportedBelow = descriptor.getChildren().stream().anyMatch(child -> !settled.contains(child));
        List.copyOf(descriptor.getChildren()).forEach(child -> settle(child, result));
        end(descriptor, reportedBelow || isClass(descriptor) ? TestExecutionResult.successful() : result);
    }

    /** Ends the classes whose tests have all ended. */
    void endClasses() {
        List.copyOf(root.getChildren()).forEach(child -> settle(child, TestExecutionResult.successful()));
    }

    /** Gives a result to all tests that have none yet. If all have one, adds a test for it to the environment. */
    void settleRest(TestExecutionResult result) {
        if (unsettledLeaves().isEmpty()) {
            addTest(root, result);
        } else {
            List.copyOf(root.getChildren()).forEach(child -> settle(child, result));
        }
    }

    /**
     * Gives a result to the tests of the running classes that have none yet; if no class is running, to all tests.
     *
     * @return whether tests without a result are left
     */
    boolean settleStarted(TestExecutionResult result) {
        List<? extends TestDescriptor> running = root.getChildren().stream()
                .filter(type -> started.contains(type) && !settled.contains(type))
                .toList();
        if (running.isEmpty()) {
            settleRest(result);
        } else {
            running.forEach(type -> settle(type, result));
        }
        return !unsettledLeaves().isEmpty();
    }

    /** Returns whether a test, not only containers, has a result. */
    boolean hasEndedTest() {
        return anyTestEnded;
    }

    List<MirrorDescriptor> unsettledLeaves() {
        return MirrorDescriptor.leaves(root).stream()
                .filter(leaf -> !settled.contains(leaf))
                .toList();
    }

    private void settleClass(TestDescriptor type, TestExecutionResult result) {
        boolean unfinished = MirrorDescriptor.leaves(type).stream().anyMatch(leaf -> !settled.contains(leaf));
        if (unfinished && !type.getChildren().isEmpty()) {
            List.copyOf(type.getChildren()).forEach(child -> settle(child, result));
        } else {
            addTest(type, result);
        }
    }

    /** Adds a test for a failure that belongs to no test, and also a class if it belongs to no class. */
    private void addTest(TestDescriptor parent, TestExecutionResult result) {
        if (parent instanceof MirrorDescriptor type) {
            add(MirrorDescriptor.lifecycle(root, type), type, result);
        } else {
            MirrorDescriptor type = MirrorDescriptor.lifecycle(root);
            root.addChild(type);
            listener.dynamicTestRegistered(type);
            add(MirrorDescriptor.lifecycle(root, type), type, result);
            end(type, TestExecutionResult.successful());
        }
    }

    private void add(MirrorDescriptor test, MirrorDescriptor type, TestExecutionResult result) {
        type.addChild(test);
        listener.dynamicTestRegistered(test);
        end(test, result);
    }

    /** Ends a test or container, which starts before that if it has not. */
    private void end(TestDescriptor descriptor, TestExecutionResult result) {
        if (descriptor != root && settled.add(descriptor)) {
            anyTestEnded |= descriptor.isTest();
            start(descriptor);
            listener.executionFinished(descriptor, result);
        }
    }

    private static boolean isClass(TestDescriptor descriptor) {
        return descriptor instanceof EnvironmentDescriptor
                || descriptor instanceof MirrorDescriptor mirror && mirror.isClass();
    }

    private TestDescriptor parent(TestDescriptor descriptor) {
        return descriptor.getParent().orElse(root);
    }
}
