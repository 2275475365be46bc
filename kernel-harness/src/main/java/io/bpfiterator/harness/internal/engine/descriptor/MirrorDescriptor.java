// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import io.bpfiterator.harness.internal.wire.InvalidMessageException;
import io.bpfiterator.harness.internal.wire.Node;
import io.bpfiterator.harness.internal.wire.Source;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** Describes a test or container of an environment as the Jupiter in that environment does. */
public final class MirrorDescriptor extends AbstractTestDescriptor {

    /** The prefix of a unique id in the identifier of a selector. */
    public static final String UNIQUE_ID = "uid:";

    /** The segment types of Jupiter's descriptors for a method, whose children are invocations. */
    private static final Set<String> METHODS = Set.of("method", "test-factory", "test-template");

    private final UniqueId agentId;
    private final String ownName;
    private final Type type;
    private final String legacyReportingName;
    private final Set<TestTag> tags;
    private final boolean template;
    private boolean mayRegisterTests;

    /** The selected descendants that the tree does not contain: invocations, tests of a class template. */
    private final Set<String> refinements = new LinkedHashSet<>();

    private MirrorDescriptor(
            EnvironmentDescriptor environment,
            UniqueId agentId,
            String displayName,
            String legacyReportingName,
            Type type,
            Set<TestTag> tags,
            @Nullable TestSource source,
            boolean mayRegisterTests) {
        super(
                AgentIds.toHarness(environment.getUniqueId(), agentId),
                isClass(source) && type == Type.CONTAINER ? displayName : displayName + " " + environment.mark(),
                source);
        this.agentId = agentId;
        this.ownName = METHODS.contains(agentId.getLastSegment().getType()) ? legacyReportingName : displayName;
        this.type = type;
        this.legacyReportingName = isClass(source) && type == Type.CONTAINER
                ? legacyReportingName
                : legacyReportingName + environment.mark();
        this.tags = tags;
        this.template = agentId.getLastSegment().getType().endsWith("class-template");
        this.mayRegisterTests = mayRegisterTests;
    }

    /** Mirrors a descriptor of a discovery by Jupiter. */
    public static MirrorDescriptor of(EnvironmentDescriptor environment, TestDescriptor found) {
        return new MirrorDescriptor(
                environment,
                found.getUniqueId(),
                found.getDisplayName(),
                found.getLegacyReportingName(),
                found.getType(),
                found.getTags(),
                found.getSource().orElse(null),
                found.mayRegisterTests());
    }

    /**
     * Mirrors a test or container that was registered while the tests ran.
     *
     * @throws InvalidMessageException if its id does not extend its parent's, or its source is invalid
     */
    public static MirrorDescriptor of(EnvironmentDescriptor environment, TestDescriptor parent, Node node) {
        UniqueId parentId = parent instanceof MirrorDescriptor mirror ? mirror.agentId : AgentIds.ROOT;
        return new MirrorDescriptor(
                environment,
                AgentIds.ofChild(parentId, node.id()),
                node.displayName(),
                node.legacyReportingName(),
                node.type(),
                node.tags().stream().map(TestTag::create).collect(Collectors.toUnmodifiableSet()),
                source(parent, node.source()),
                true);
    }

    /** Returns the parent's source if it is equal, as for dynamic tests, of which there may be many. */
    private static @Nullable TestSource source(TestDescriptor parent, @Nullable Source source) {
        if (source == null) {
            return null;
        }
        TestSource own = source.toTestSource();
        return parent.getSource().filter(own::equals).orElse(own);
    }

    /**
     * Creates a test for a failure that belongs to a class but to none of its tests.
     *
     * <p>Has a source, since build tools drop the failure of a test without one.
     */
    public static MirrorDescriptor lifecycle(EnvironmentDescriptor environment, MirrorDescriptor type) {
        String className = type.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .orElse(EngineName.CLASS);
        String name = className.equals(EngineName.CLASS) ? "lifecycle of the environment" : "lifecycle of the class";
        return new MirrorDescriptor(
                environment,
                type.agentId.append(
                        "lifecycle", String.valueOf(type.getChildren().size())),
                name,
                name,
                Type.TEST,
                Set.of(),
                MethodSource.from(className, "lifecycle"),
                false);
    }

    /**
     * Creates a class for a failure that belongs to an environment but to none of its classes.
     *
     * <p>Surefire reports tests when their class ends, and drops the failure of a test outside of a class.
     */
    public static MirrorDescriptor lifecycle(EnvironmentDescriptor environment) {
        return new MirrorDescriptor(
                environment,
                AgentIds.ROOT.append(
                        "lifecycle", String.valueOf(environment.getChildren().size())),
                EngineName.SIMPLE_CLASS,
                EngineName.CLASS,
                Type.CONTAINER,
                Set.of(),
                ClassSource.from(EngineName.CLASS),
                true);
    }

    private static boolean isClass(@Nullable TestSource source) {
        return source instanceof ClassSource;
    }

    public UniqueId agentId() {
        return agentId;
    }

    /** Returns the name that is the same in every environment: the method with its parameters, or the display name. */
    public String ownName() {
        return ownName;
    }

    /** Returns whether this is a class or an invocation of one, whose result applies to each of its tests. */
    public boolean isClass() {
        return type == Type.CONTAINER && isClass(getSource().orElse(null));
    }

    /** Returns whether this is an invocation of a class template. */
    public boolean isClassInvocation() {
        return isClass() && agentId.getLastSegment().getType().equals("class-template-invocation");
    }

    /** Returns whether this is a class template, whose invocations are registered while the tests run. */
    boolean isClassTemplate() {
        return template;
    }

    /** Adds the identifier of a selector. The agent then runs only what the added selectors select in this one. */
    public void refine(String selector) {
        refinements.add(selector);
    }

    /** Returns the identifiers of the selectors with which the agent runs this descriptor, which has no children. */
    public Set<String> selectors() {
        return refinements.isEmpty() ? Set.of(UNIQUE_ID + agentId) : refinements;
    }

    @Override
    public Type getType() {
        return type;
    }

    @Override
    public String getLegacyReportingName() {
        return legacyReportingName;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }

    @Override
    public boolean mayRegisterTests() {
        return mayRegisterTests;
    }

    /** As in Jupiter, the children of a class template exist for filters; those that run are registered later. */
    @Override
    public void prune() {
        super.prune();
        if (template && !getChildren().isEmpty()) {
            getChildren().forEach(child -> leaves(child).forEach(leaf -> refinements.addAll(leaf.selectors())));
            new ArrayList<>(getChildren()).forEach(this::removeChild);
            mayRegisterTests = true;
        }
    }

    /** Returns the descriptors without children at or below a descriptor, in order. */
    public static List<MirrorDescriptor> leaves(TestDescriptor descriptor) {
        if (descriptor.getChildren().isEmpty()) {
            return descriptor instanceof MirrorDescriptor leaf ? List.of(leaf) : List.of();
        }
        return descriptor.getChildren().stream()
                .flatMap(child -> leaves(child).stream())
                .toList();
    }
}
