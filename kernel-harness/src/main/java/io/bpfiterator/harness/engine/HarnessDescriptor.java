package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/** The node of the engine: environments and why they were chosen, or else what is wrong with the settings. */
final class HarnessDescriptor extends EngineDescriptor {

    private List<String> problems = List.of();
    private @Nullable AutoEnvironment auto;

    HarnessDescriptor(UniqueId id) {
        super(id, HarnessEngine.ID);
    }

    /** Lets the run be one failure. */
    void refuse(Collection<String> wrong) {
        problems = List.copyOf(wrong);
    }

    /** Returns the class with the test that fails; empty if nothing is wrong. */
    Optional<InvalidSettingsDescriptor> wrongSettings() {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new InvalidSettingsDescriptor(getUniqueId(), problems));
    }

    void chosenBy(AutoEnvironment decided) {
        auto = decided;
    }

    /** Returns what {@code auto} stands for in this run; empty if it has no part in it. */
    Optional<AutoEnvironment> auto() {
        return Optional.ofNullable(auto);
    }

    /**
     * Returns why an environment is in this run, if {@code auto} chose it: {@code this kernel refuses sockmap (EPERM)}.
     */
    Optional<String> whyChosen(String environment) {
        return auto().filter(decided -> decided.environment().equals(environment))
                .map(AutoEnvironment::reason);
    }

    /** The failing test is registered as the run begins: a filter, by tags say, would take it out of the tree. */
    @Override
    public boolean mayRegisterTests() {
        return !problems.isEmpty();
    }
}
