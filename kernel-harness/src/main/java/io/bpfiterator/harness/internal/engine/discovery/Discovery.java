// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.internal.engine.descriptor.AgentIds;
import io.bpfiterator.harness.internal.engine.descriptor.EnvironmentDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.HarnessDescriptor;
import io.bpfiterator.harness.internal.engine.descriptor.InvalidSettings;
import io.bpfiterator.harness.internal.engine.descriptor.MirrorDescriptor;
import io.bpfiterator.harness.internal.environment.Environments;
import io.bpfiterator.internal.settings.Settings;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.SelectorResolutionResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.IterationSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * Builds the engine's tree: the Jupiter classes that use BPF, once for each environment in which they run.
 *
 * <p>A unique id of this engine selects tests of one environment. All other selectors apply to every environment.
 *
 * <p>If a setting is invalid, the tree stays empty and the run consists of one failure. Jupiter's classes that use BPF
 * are claimed nevertheless, so that they do not run in the wrong place.
 */
public final class Discovery {

    private final EngineDiscoveryRequest request;
    private final HarnessDescriptor engine;
    private final Settings settings;
    private final EnvironmentChoice choice;
    private final JupiterDiscovery jupiter;
    private final Map<String, Optional<EnvironmentDescriptor>> environments = new LinkedHashMap<>();

    /** A message for each problem with the settings. */
    private final Set<String> problems = new LinkedHashSet<>();

    public Discovery(EngineDiscoveryRequest request, HarnessDescriptor engine) {
        this.request = request;
        this.engine = engine;
        this.settings = request.getConfigurationParameters()::get;
        this.problems.addAll(InvalidSettings.in(request.getConfigurationParameters()));
        this.choice = problems.isEmpty() ? choice() : EnvironmentChoice.none();
        this.jupiter = new JupiterDiscovery(request);
    }

    /** Returns the unique id that a selector names; empty if it names none of this engine. */
    private static Optional<UniqueId> ownId(DiscoverySelector selector, UniqueId engine) {
        return selector instanceof UniqueIdSelector id && id.getUniqueId().hasPrefix(engine)
                ? Optional.of(id.getUniqueId())
                : Optional.empty();
    }

    private EnvironmentChoice choice() {
        try {
            return new EnvironmentChoice(settings);
        } catch (DiagnosedException e) {
            problems.add(e.getMessage());
            return EnvironmentChoice.none();
        }
    }

    public void run() {
        choice.names().forEach(this::environment);
        List<DiscoverySelector> forAll = new ArrayList<>();
        Map<String, List<UniqueId>> byEnvironment = new LinkedHashMap<>();
        for (DiscoverySelector selector : request.getSelectorsByType(DiscoverySelector.class)) {
            ownId(selector, engine.getUniqueId())
                    .ifPresentOrElse(id -> select(id, byEnvironment, forAll), () -> forAll.add(selector));
        }
        if (problems.isEmpty() && new ClassSearch(choice::mayConcern).mayFindIn(forAll)) {
            addToAll(forAll);
        }
        byEnvironment.forEach(this::addTo);
        if (!problems.isEmpty()) {
            jupiter.find(forAll).stream()
                    .filter(found ->
                            javaClass(found).filter(EnvironmentChoice::concerns).isPresent())
                    .forEach(this::claim);
            engine.failWith(problems);
            return;
        }
        environments.values().stream()
                .flatMap(Optional::stream)
                .filter(environment -> !environment.getChildren().isEmpty())
                .forEach(engine::addChild);
        if (!engine.getChildren().isEmpty()) {
            refine();
        }
        byEnvironment.forEach(this::reportMissing);
        choice.auto().ifPresent(engine::setAuto);
    }

    private void select(UniqueId own, Map<String, List<UniqueId>> byEnvironment, List<DiscoverySelector> forAll) {
        AgentIds.environmentOf(engine.getUniqueId(), own)
                .ifPresentOrElse(
                        environment -> byEnvironment
                                .computeIfAbsent(environment.getLastSegment().getValue(), name -> new ArrayList<>())
                                .add(AgentIds.toAgent(environment, own)),
                        () -> forAll.addAll(wholeClassPath()));
    }

    private Optional<EnvironmentDescriptor> environment(String name) {
        return environment(name, "");
    }

    /**
     * Returns the node of an environment; empty if the name is unknown or one of its settings is invalid, which is
     * recorded as a problem.
     *
     * @param place the prefix of the problem's message: where the name was given, or empty
     */
    private Optional<EnvironmentDescriptor> environment(String name, String place) {
        return environments.computeIfAbsent(name, unknown -> {
            try {
                Environments.named(name, settings);
                return Optional.of(new EnvironmentDescriptor(engine.getUniqueId(), name));
            } catch (DiagnosedException e) {
                problems.add(place + e.getMessage());
                return Optional.empty();
            }
        });
    }

    private void addToAll(List<DiscoverySelector> selectors) {
        for (TestDescriptor found : jupiter.find(selectors)) {
            List<String> names = javaClass(found).map(this::environmentsOf).orElse(List.of());
            if (!names.isEmpty()) {
                String place = choice.names().equals(names)
                        ? ""
                        : "@InEnvironments of "
                                + javaClass(found).map(Class::getName).orElse("") + ": ";
                names.forEach(name -> environment(name, place).ifPresent(node -> mirror(node, node, found)));
                claim(found);
            }
        }
    }

    private List<String> environmentsOf(Class<?> type) {
        try {
            return choice.environmentsOf(type);
        } catch (DiagnosedException e) {
            problems.add("@InEnvironments of " + type.getName() + ": " + e.getMessage());
            return List.of();
        }
    }

    private void claim(TestDescriptor found) {
        UniqueId beside = AgentIds.jupiterBeside(engine.getUniqueId());
        found.accept(descriptor -> Claims.add(AgentIds.rebase(descriptor.getUniqueId(), AgentIds.ROOT, beside)));
    }

    private void addTo(String name, List<UniqueId> ids) {
        environment(name).ifPresent(node -> addTo(node, ids));
    }

    private void addTo(EnvironmentDescriptor environment, List<UniqueId> ids) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        for (UniqueId id : ids) {
            if (id.equals(AgentIds.ROOT)) {
                selectors.addAll(wholeClassPath());
            } else {
                selectors.add(selectUniqueId(id));
            }
        }
        boolean whole = ids.contains(AgentIds.ROOT);
        jupiter.find(selectors).stream()
                .filter(found -> !whole
                        || javaClass(found)
                                .filter(type -> isIn(environment, type))
                                .isPresent())
                .forEach(found -> mirror(environment, environment, found));
    }

    /** A class with an invalid annotation has no tests in any environment. Its own run reports the annotation. */
    private boolean isIn(EnvironmentDescriptor environment, Class<?> type) {
        try {
            return choice.environmentsOf(type).contains(environment.name());
        } catch (DiagnosedException e) {
            return false;
        }
    }

    /** Selects all classes: the id of the engine or of an environment does not contain the classes of that run. */
    private static List<? extends DiscoverySelector> wholeClassPath() {
        Set<Path> directories = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isDirectory)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return selectClasspathRoots(directories);
    }

    private static Optional<Class<?>> javaClass(TestDescriptor descriptor) {
        return descriptor.getSource().filter(ClassSource.class::isInstance).map(source -> ((ClassSource) source)
                .getJavaClass());
    }

    private static void mirror(EnvironmentDescriptor environment, TestDescriptor parent, TestDescriptor found) {
        MirrorDescriptor mirrored = MirrorDescriptor.of(environment, found);
        TestDescriptor child = parent.getChildren().stream()
                .filter(mirrored::equals)
                .findFirst()
                .map(TestDescriptor.class::cast)
                .orElse(mirrored);
        if (child == mirrored) {
            parent.addChild(mirrored);
        }
        found.getChildren().forEach(below -> mirror(environment, child, below));
    }

    /**
     * Passes on the selectors of single invocations, since Jupiter's tree does not contain them.
     *
     * <p>Does nothing if there are other selectors as well: they may select the whole test.
     */
    private void refine() {
        List<UniqueIdSelector> ids = request.getSelectorsByType(UniqueIdSelector.class);
        List<IterationSelector> iterations = request.getSelectorsByType(IterationSelector.class);
        if (ids.size() + iterations.size()
                < request.getSelectorsByType(DiscoverySelector.class).size()) {
            return;
        }
        for (MirrorDescriptor leaf : MirrorDescriptor.leaves(engine)) {
            UniqueId beside =
                    AgentIds.rebase(leaf.agentId(), AgentIds.ROOT, AgentIds.jupiterBeside(engine.getUniqueId()));
            for (UniqueIdSelector selector : ids) {
                UniqueId id = selector.getUniqueId();
                Stream.of(leaf.getUniqueId(), beside)
                        .filter(prefix -> !id.equals(prefix) && id.hasPrefix(prefix))
                        .map(prefix -> AgentIds.rebase(id, prefix, leaf.agentId()))
                        .forEach(refined -> leaf.refine(MirrorDescriptor.UNIQUE_ID + refined));
            }
            iterations.stream()
                    .filter(iteration -> isOf(iteration.getParentSelector(), leaf))
                    .flatMap(iteration -> iteration.toIdentifier().stream())
                    .forEach(identifier -> leaf.refine(identifier.toString()));
        }
    }

    private static boolean isOf(DiscoverySelector selector, MirrorDescriptor leaf) {
        return selector instanceof MethodSelector method
                && leaf.getSource().orElse(null) instanceof MethodSource source
                && method.getClassName().equals(source.getClassName())
                && method.getMethodName().equals(source.getMethodName())
                && method.getParameterTypeNames().equals(source.getMethodParameterTypes());
    }

    /** Reports selected unique ids that no longer exist as unresolved, which fails the run, as Jupiter does. */
    private void reportMissing(String name, List<UniqueId> ids) {
        for (UniqueId id : ids) {
            UniqueId wanted = AgentIds.toHarness(environment(name).orElseThrow().getUniqueId(), id);
            boolean found = MirrorDescriptor.leaves(engine).stream()
                    .anyMatch(leaf -> leaf.getUniqueId().hasPrefix(wanted)
                            || wanted.hasPrefix(leaf.getUniqueId()) && !leaf.isClass());
            if (!found) {
                request.getDiscoveryListener()
                        .selectorProcessed(
                                engine.getUniqueId(), selectUniqueId(wanted), SelectorResolutionResult.unresolved());
            }
        }
    }
}
