// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.internal.btf.KernelFeatures;
import io.bpfiterator.internal.failure.Failure;
import io.bpfiterator.internal.libbpf.CStruct;
import io.bpfiterator.iterator.IteratorOptions;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attachment of an iterator with options, as far as it depends on the target.
 *
 * @param program the program's name
 * @param target the target's name in the kernel
 * @param sleepable whether the program may sleep, {@code SEC("iter.s/…")}
 */
public record Attachment(String program, String target, boolean sleepable, IteratorOptions options) {

    /**
     * Refuses options that the target does not accept, some of which the kernel would ignore.
     *
     * @throws BpfException if the target does not accept the options, or requires others
     */
    public void check() {
        Optional<Parameter> accepted = Target.parameterOf(target);
        Optional<Parameter> given = given();
        String what = "Cannot attach iterator " + program;
        if (given.isEmpty()) {
            accepted.flatMap(parameter -> parameter.link().missing(what, target))
                    .ifPresent(failure -> {
                        throw failure.program(program).exception();
                    });
        } else if (!accepted.equals(given)) {
            throw Failure.invalid(what + " to " + options)
                    .because("its target " + target + " accepts "
                            + accepted.map(Parameter::toString).orElse("no parameters"))
                    .remedy("Leave it out")
                    .program(program)
                    .exception();
        } else if (given.get().link().isNewerThanItsTargets()) {
            requireKnown(given.get(), what);
        }
    }

    /**
     * Refuses a parameter that the running kernel does not know yet: Linux 5.10 would interpret a thread's id as the
     * descriptor of a map, and walk all tasks.
     */
    private void requireKnown(Parameter given, String what) {
        if (!KernelFeatures.ofKernel().iteratorParameters().contains(given.member())) {
            throw Failure.absent(what + " to " + options)
                    .because("the running kernel's iterators do not have this parameter")
                    .remedy("Use Linux 6.1 or newer")
                    .program(program)
                    .exception();
        }
    }

    /** Passes a filled {@code union bpf_iter_link_info} to a call, or null for no parameters. */
    public int call(ToIntFunction<@Nullable CStruct> call) {
        return given().map(parameter -> parameter.link().call(options, LinkParameter.emptyLinkInfo(), call::applyAsInt))
                .orElseGet(() -> call.applyAsInt(null));
    }

    /**
     * Explains why the kernel refused to attach the iterator; the kernel itself returns only an errno. It asks first
     * whether the target runs sleepable programs.
     */
    public Failure failure(int errno) {
        return explain(errno).program(program);
    }

    private Failure explain(int errno) {
        String what = "Cannot attach iterator " + program + " (target " + target + ")";
        Optional<Target> known = Target.named(target);
        if (Errno.EINVAL.is(errno)
                && sleepable
                && known.isPresent()
                && !known.get().runsSleepable()) {
            return Failure.invalid(what)
                    .because("the program may sleep, SEC(\"iter.s/" + target
                            + "\"), and the kernel runs only programs that do not sleep for this target")
                    .remedy("Use SEC(\"iter/" + target + "\")");
        }
        if (Errno.EINVAL.is(errno) && known.isEmpty()) {
            return Failure.invalid(what)
                    .because("this version of bpf-iterator does not know the target, which "
                            + (sleepable
                                    ? "either runs only programs that do not sleep, or requires a parameter"
                                    : "may require a parameter"))
                    .remedy("Use a newer version" + (sleepable ? ", or SEC(\"iter/" + target + "\")" : ""));
        }
        return given().flatMap(parameter -> known.map(
                        row -> parameter.link().failure(what + " to " + options, row.mapTypes(), options, errno)))
                .orElseGet(() -> Failure.failed(what));
    }

    private Optional<Parameter> given() {
        return Stream.of(Parameter.values())
                .filter(parameter -> parameter.link().isGivenBy(options))
                .findFirst();
    }
}
