package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.wire.Node;
import io.bpfiterator.harness.wire.Source;
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

/** A test or container of an environment, as the Jupiter there describes it. */
final class MirrorDescriptor extends AbstractTestDescriptor {

    /** What stands before a unique id where a selector is written as a text. */
    static final String UNIQUE_ID = "uid:";

    /** The kinds of Jupiter's descriptors that are one method of a class; below them are but invocations. */
    private static final Set<String> METHODS = Set.of("method", "test-factory", "test-template");

    private final UniqueId agentId;
    private final String ownName;
    private final Type type;
    private final String legacyReportingName;
    private final Set<TestTag> tags;
    private final boolean template;
    private boolean mayRegisterTests;

    /** What below this one is selected, and is not in the tree: invocations, tests of a class template. */
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

    /** Mirrors what a discovery of Jupiter's found. */
    static MirrorDescriptor of(EnvironmentDescriptor environment, TestDescriptor found) {
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

    /** Mirrors what came up while the tests ran. */
    static MirrorDescriptor of(EnvironmentDescriptor environment, Node node) {
        Source source = node.source();
        return new MirrorDescriptor(
                environment,
                UniqueId.parse(node.id()),
                node.displayName(),
                node.legacyReportingName(),
                Type.valueOf(node.type()),
                node.tags().stream().map(TestTag::create).collect(Collectors.toSet()),
                source == null ? null : source.toTestSource(),
                true);
    }

    /**
     * Makes a test for a failure that is none of a class's tests'.
     *
     * <p>It needs a source: a build tool would drop the failure of a test without one.
     */
    static MirrorDescriptor lifecycle(EnvironmentDescriptor environment, MirrorDescriptor type) {
        String className = type.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName())
                .orElse(HarnessEngine.class.getName());
        String name = className.equals(HarnessEngine.class.getName())
                ? "lifecycle of the environment"
                : "lifecycle of the class";
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
     * Makes a class for a failure that belongs to no class of an environment.
     *
     * <p>Surefire reports tests as their class ends, and would drop the failure of a test in none.
     */
    static MirrorDescriptor lifecycle(EnvironmentDescriptor environment) {
        return new MirrorDescriptor(
                environment,
                AgentIds.ROOT.append(
                        "lifecycle", String.valueOf(environment.getChildren().size())),
                HarnessEngine.class.getSimpleName(),
                HarnessEngine.class.getName(),
                Type.CONTAINER,
                Set.of(),
                ClassSource.from(HarnessEngine.class),
                true);
    }

    private static boolean isClass(@Nullable TestSource source) {
        return source instanceof ClassSource;
    }

    UniqueId agentId() {
        return agentId;
    }

    /** Returns its name in every environment: a method's with its parameters, or an invocation's display name. */
    String ownName() {
        return ownName;
    }

    /** Tells whether it is a class, or an invocation of one: what happens to it happens to each of its tests. */
    boolean isClass() {
        return type == Type.CONTAINER && isClass(getSource().orElse(null));
    }

    /** Tells whether it is one of the invocations of a class. */
    boolean isClassInvocation() {
        return isClass() && agentId.getLastSegment().getType().equals("class-template-invocation");
    }

    /** Tells whether JUnit makes copies of its tests, of which the tree does not know yet. */
    boolean isClassTemplate() {
        return template;
    }

    /** Selects something below this one, in place of all of it; the text is a selector's identifier. */
    void refine(String selector) {
        refinements.add(selector);
    }

    /** Returns the identifiers of the selectors for what the agent is to run of this one, which has no children. */
    Set<String> selectors() {
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

    /** As in Jupiter, the tests of a class template are there to be filtered; those that run are registered later. */
    @Override
    public void prune() {
        super.prune();
        if (template && !getChildren().isEmpty()) {
            getChildren().forEach(child -> leaves(child).forEach(leaf -> refinements.addAll(leaf.selectors())));
            new ArrayList<>(getChildren()).forEach(this::removeChild);
            mayRegisterTests = true;
        }
    }

    /** Returns what is without children at or below a descriptor, in order. */
    static List<MirrorDescriptor> leaves(TestDescriptor descriptor) {
        if (descriptor.getChildren().isEmpty()) {
            return descriptor instanceof MirrorDescriptor leaf ? List.of(leaf) : List.of();
        }
        return descriptor.getChildren().stream()
                .flatMap(child -> leaves(child).stream())
                .toList();
    }
}
