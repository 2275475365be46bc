// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bpfiterator.BpfSession;
import io.bpfiterator.BpfTest;
import io.bpfiterator.EnabledOnKernel;
import io.bpfiterator.failure.BpfException;
import io.bpfiterator.failure.Errno;
import io.bpfiterator.failure.Reason;
import io.bpfiterator.internal.feature.Availability.Status;
import io.bpfiterator.internal.feature.FeatureProbes;
import io.bpfiterator.iterator.BpfProgram;
import io.bpfiterator.iterator.CgroupOrder;
import io.bpfiterator.iterator.IteratorOptions;
import io.bpfiterator.map.BpfMap;
import io.bpfiterator.map.MapType;
import io.bpfiterator.support.NeedsKernel;
import io.bpfiterator.support.NeedsMapIterators;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The kernel refuses to attach a sleepable program to some targets with EINVAL, whatever their parameter is. */
@BpfTest
@NeedsKernel
@EnabledOnKernel(min = "6.1")
class SleepableTest {

    private static BpfProgram load(BpfSession bpf, String target) {
        String program = "sleepable_" + target;
        return bpf.open("/sleepable.bpf.o").only(program).load().program(program);
    }

    private static IteratorOptions options(BpfSession bpf, Target target) {
        Optional<Parameter> parameter = target.parameter();
        if (parameter.equals(Optional.of(Parameter.CGROUP))) {
            return IteratorOptions.cgroupOfThisProcess(CgroupOrder.SELF_ONLY);
        } else if (parameter.equals(Optional.of(Parameter.MAP))) {
            MapType type = target.mapTypes().iterator().next();
            return IteratorOptions.map(
                    type.isOfSockets()
                            ? bpf.map(type, "some", Integer.class, Long.class, 0)
                            : bpf.map(type, "some", Integer.class, Integer.class, 1));
        }
        return IteratorOptions.none();
    }

    @Test
    void the_table_says_which_targets_run_sleepable_programs(BpfSession bpf) {
        List<Target> available = FeatureProbes.ofKernel().iterators().entrySet().stream()
                .filter(probed -> probed.getValue().is(Status.AVAILABLE))
                .map(Map.Entry::getKey)
                .map(Target::named)
                .flatMap(Optional::stream)
                .toList();
        assertThat(available).contains(Target.TASK, Target.TCP);
        assertThat(available).allSatisfy(target -> {
            BpfProgram program = load(bpf, target.targetName());
            IteratorOptions options = options(bpf, target);
            if (target.runsSleepable()) {
                program.attach(options).close();
            } else {
                assertThatExceptionOfType(BpfException.class)
                        .isThrownBy(() -> program.attach(options))
                        .satisfies(refusal -> assertThat(refusal.errno()).hasValue(Errno.EINVAL.number()));
            }
        });
    }

    @Test
    void the_failure_is_about_the_section() {
        BpfException refusal = new Attachment("dump", "tcp", true, IteratorOptions.none())
                .failure(Errno.EINVAL.number())
                .errno(Errno.EINVAL.number())
                .exception();
        assertThat(refusal)
                .hasMessage("Cannot attach iterator dump (target tcp): the program may sleep, SEC(\"iter.s/tcp\"), and"
                        + " the kernel runs only programs that do not sleep for this target (EINVAL). Use"
                        + " SEC(\"iter/tcp\").");
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
    }

    @Test
    @NeedsMapIterators
    void the_type_of_the_map_is_not_blamed(BpfSession bpf) {
        BpfMap<Integer, Long> hash = bpf.map(MapType.HASH, "some", Integer.class, Long.class, 1);
        assertThatExceptionOfType(BpfException.class)
                .isThrownBy(() -> load(bpf, "bpf_map_elem").attach(IteratorOptions.map(hash)))
                .withMessageContaining("(target bpf_map_elem): the program may sleep, SEC(\"iter.s/bpf_map_elem\")")
                .withMessageEndingWith("Use SEC(\"iter/bpf_map_elem\").");
    }

    @Test
    void for_a_target_that_is_not_known_both_causes_are_possible() {
        assertThat(new Attachment("dump", "martian", true, IteratorOptions.none())
                        .failure(Errno.EINVAL.number())
                        .message())
                .contains("does not know the target, which either runs only programs that do not sleep, or requires a"
                        + " parameter. Use a newer version, or SEC(\"iter/martian\").");
        assertThat(new Attachment("dump", "martian", false, IteratorOptions.none())
                        .failure(Errno.EINVAL.number())
                        .message())
                .contains("does not know the target, which may require a parameter. Use a newer version.");
    }
}
