// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.descriptor;

import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/** Describes the engine: contains the environments and why they were chosen, or the problems with the settings. */
public final class HarnessDescriptor extends EngineDescriptor {

    private List<String> problems = List.of();
    private @Nullable AutoEnvironment auto;

    public HarnessDescriptor(UniqueId id) {
        super(id, EngineName.ID);
    }

    /** Makes the run consist of one failure with these messages. */
    public void failWith(Collection<String> messages) {
        problems = List.copyOf(messages);
    }

    /** Returns the class with the failing test; empty if all settings are valid. */
    public Optional<FailureDescriptor> invalidSettings() {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new FailureDescriptor(getUniqueId(), "settings", problems));
    }

    /** Returns the class with the failing test of a run whose tests execute too little. */
    public FailureDescriptor tooSmallCoverage(String problem) {
        return new FailureDescriptor(getUniqueId(), "coverage", List.of(problem));
    }

    public void setAuto(AutoEnvironment decided) {
        auto = decided;
    }

    /** Returns what {@code auto} stands for in this run; empty if the run does not depend on it. */
    public Optional<AutoEnvironment> auto() {
        return Optional.ofNullable(auto);
    }

    /**
     * Returns why {@code auto} chose an environment, such as {@code this kernel refuses sockmap (EPERM)}; empty if it
     * did not.
     */
    public Optional<String> whyChosen(String environment) {
        return auto().filter(decided -> decided.environment().equals(environment))
                .map(AutoEnvironment::reason);
    }

    /** Returns the name of the module of the tests; empty if they are on the class path. */
    public Optional<String> module() {
        return getChildren().stream()
                .flatMap(environment -> environment.getChildren().stream())
                .flatMap(child -> child.getSource().stream())
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getJavaClass().getModule().getName())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /**
     * The failing test is registered when the run starts, since filters, by tag for example, would remove it from the
     * tree.
     */
    @Override
    public boolean mayRegisterTests() {
        return !problems.isEmpty();
    }
}
