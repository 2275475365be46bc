package io.bpfiterator.harness.engine;

import io.bpfiterator.harness.internal.auto.AutoEnvironment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;

/** The engine's node, which knows why its environments were chosen. */
final class HarnessDescriptor extends EngineDescriptor {

    private @Nullable AutoEnvironment auto;

    HarnessDescriptor(UniqueId uniqueId, String displayName) {
        super(uniqueId, displayName);
    }

    void chosenBy(AutoEnvironment decided) {
        auto = decided;
    }

    /** Returns what {@code auto} stands for in this run; nothing where it has no part in it. */
    Optional<AutoEnvironment> auto() {
        return Optional.ofNullable(auto);
    }

    /** Returns why an environment is in this run, if {@code auto} chose it: {@code this kernel refuses sockmap (EPERM)}. */
    Optional<String> whyChosen(String environment) {
        return auto().filter(decided -> decided.environment().equals(environment))
                .map(AutoEnvironment::reason);
    }
}
