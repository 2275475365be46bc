// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.engine.discovery;

import io.bpfiterator.harness.EnvironmentException;
import io.bpfiterator.harness.InEnvironments;
import io.bpfiterator.harness.internal.engine.descriptor.EngineName;
import io.bpfiterator.harness.internal.settings.HarnessSettings;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.session.Placement;
import io.bpfiterator.internal.settings.ExtensionSettings;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestPlan;

/**
 * Refuses tests in this JVM that {@code bpfiterator.environments} or {@link InEnvironments} sends elsewhere: the engine
 * was excluded from the run, or a test opens a session in its body, where discovery does not see it.
 *
 * @param environments the value of {@code bpfiterator.environments}; empty if it keeps tests in this JVM
 * @param classes the names of the classes whose tests run in this JVM
 */
record PlacementRule(Optional<String> environments, Set<String> classes) implements Placement.Rule {

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    static PlacementRule of(TestPlan plan) {
        Set<String> classes = new HashSet<>();
        Optional<String> environments = ExtensionSettings.environments(plan.getConfigurationParameters()::get);
        if (environments.isPresent()) {
            plan.getRoots().stream()
                    .filter(engine -> !engine.getUniqueIdObject()
                            .getSegments()
                            .get(0)
                            .getValue()
                            .equals(EngineName.ID))
                    .flatMap(engine -> plan.getDescendants(engine).stream())
                    .forEach(test ->
                            test.getSource().flatMap(PlacementRule::className).ifPresent(classes::add));
        }
        return new PlacementRule(environments, classes);
    }

    private static Optional<String> className(TestSource source) {
        return source instanceof ClassSource type ? Optional.of(type.getClassName()) : Optional.empty();
    }

    @Override
    public void check(Class<?> testClass) {
        Class<?> type = topLevel(testClass);
        ownEnvironments(type).or(() -> ofSetting(type)).ifPresent(where -> {
            throw Failure.invalid("Cannot run " + type.getName() + " in this JVM")
                    .because(where + ", and the engine " + EngineName.ID + ", which runs tests there, is excluded from"
                            + " this run")
                    .remedy("Include the engine, or set " + HarnessSettings.ENVIRONMENTS + " = "
                            + ExtensionSettings.NO_ENVIRONMENT)
                    .exception(EnvironmentException::new);
        });
    }

    @Override
    public void checkSession() {
        environments
                .flatMap(names ->
                        CALLERS.walk(callers -> callers.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                                .map(PlacementRule::topLevel)
                                .filter(type -> classes.contains(type.getName()))
                                .findFirst()))
                .ifPresent(type -> ofSetting(type).ifPresent(where -> {
                    throw Failure.invalid("Cannot open a BPF session in this JVM")
                            .because(where + ", but " + type.getName() + " runs here, because only its methods' bodies"
                                    + " use BPF")
                            .remedy("Annotate the class with @BpfTest, so that it runs there, or with"
                                    + " @InEnvironments({}) to keep it here")
                            .exception(EnvironmentException::new);
                }));
    }

    private static Optional<String> ownEnvironments(Class<?> type) {
        return annotation(type)
                .filter(own -> own.value().length > 0)
                .map(own -> "it has @InEnvironments(\"" + String.join("\", \"", own.value()) + "\")");
    }

    private Optional<String> ofSetting(Class<?> type) {
        return environments
                .filter(names -> annotation(type).isEmpty())
                .map(names -> HarnessSettings.ENVIRONMENTS + " is \"" + names + "\"");
    }

    private static Optional<InEnvironments> annotation(Class<?> type) {
        return AnnotationSupport.findAnnotation(type, InEnvironments.class);
    }

    /** Returns the class that JUnit runs as a whole: static nested classes are test classes of their own. */
    private static Class<?> topLevel(Class<?> type) {
        Class<?> enclosing = type.getEnclosingClass();
        return enclosing == null || Modifier.isStatic(type.getModifiers()) ? type : topLevel(enclosing);
    }
}
