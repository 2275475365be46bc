package io.bpfiterator.harness.engine;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.harness.environment.Environments;
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
 * Fills the engine's tree: Jupiter's classes that use BPF, once for each environment they run in.
 *
 * <p>A selector that is no unique id of this engine's is meant for all environments; such an id for its own.
 *
 * <p>While a setting is wrong, the tree stays empty and the run is one failure. Jupiter's classes that use BPF are
 * still claimed, since they would run in the wrong place.
 */
final class Discovery {

    private final EngineDiscoveryRequest request;
    private final HarnessDescriptor engine;
    private final Settings settings;
    private final EnvironmentChoice choice;
    private final JupiterDiscovery jupiter;
    private final Map<String, Optional<EnvironmentDescriptor>> environments = new LinkedHashMap<>();

    /** One sentence for each thing that is wrong with the settings. */
    private final Set<String> problems = new LinkedHashSet<>();

    Discovery(EngineDiscoveryRequest request, HarnessDescriptor engine) {
        this.request = request;
        this.engine = engine;
        this.settings = request.getConfigurationParameters()::get;
        this.problems.addAll(InvalidSettingsDescriptor.in(request.getConfigurationParameters()));
        this.choice = problems.isEmpty() ? choice() : EnvironmentChoice.NONE;
        this.jupiter = new JupiterDiscovery(request);
    }

    private EnvironmentChoice choice() {
        try {
            return new EnvironmentChoice(settings);
        } catch (DiagnosedException e) {
            problems.add(e.getMessage());
            return EnvironmentChoice.NONE;
        }
    }

    void run() {
        choice.names().forEach(this::environment);
        List<DiscoverySelector> general = new ArrayList<>();
        Map<String, List<UniqueId>> own = new LinkedHashMap<>();
        for (DiscoverySelector selector : request.getSelectorsByType(DiscoverySelector.class)) {
            if (selector instanceof UniqueIdSelector id && id.getUniqueId().hasPrefix(engine.getUniqueId())) {
                AgentIds.environmentOf(engine.getUniqueId(), id.getUniqueId())
                        .ifPresentOrElse(
                                environment -> own.computeIfAbsent(
                                                environment.getLastSegment().getValue(), name -> new ArrayList<>())
                                        .add(AgentIds.toAgent(environment, id.getUniqueId())),
                                () -> general.addAll(wholeClassPath()));
            } else {
                general.add(selector);
            }
        }
        if (problems.isEmpty() && new ClassSearch(choice::mayConcern).mayFindIn(general)) {
            takeGeneral(general);
        }
        own.forEach(this::takeOwn);
        if (!problems.isEmpty()) {
            jupiter.find(general).stream()
                    .filter(found ->
                            javaClass(found).filter(EnvironmentChoice::concerns).isPresent())
                    .forEach(this::claim);
            engine.refuse(problems);
            return;
        }
        environments.values().stream()
                .flatMap(Optional::stream)
                .filter(environment -> !environment.getChildren().isEmpty())
                .forEach(engine::addChild);
        refine();
        own.forEach(this::reportMissing);
        choice.auto().ifPresent(engine::chosenBy);
    }

    private Optional<EnvironmentDescriptor> environment(String name) {
        return environment(name, "");
    }

    /**
     * Returns the node of an environment; empty if there is none of that name, or a setting of it is wrong.
     *
     * @param place what begins the sentence of such a problem
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

    private void takeGeneral(List<DiscoverySelector> selectors) {
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

    private void takeOwn(String name, List<UniqueId> ids) {
        environment(name).ifPresent(node -> takeOwn(node, ids));
    }

    private void takeOwn(EnvironmentDescriptor environment, List<UniqueId> ids) {
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
                                .map(this::environmentsOf)
                                .orElse(List.of())
                                .contains(environment.name()))
                .forEach(found -> mirror(environment, environment, found));
    }

    /** The node of an environment, or the engine's, does not say from which classes it was made. */
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
     * Hands on what selects single invocations, which Jupiter keeps to itself.
     *
     * <p>Anything else that is selected beside them may be the whole test, and then all of it is run.
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

    /** Lets the run fail for a test that is selected and not there any more, as Jupiter does. */
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
