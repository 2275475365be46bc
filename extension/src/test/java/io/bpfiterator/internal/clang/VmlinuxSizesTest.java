// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.clang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.bpfiterator.internal.btf.Btf;
import io.bpfiterator.internal.btf.BtfType;
import io.bpfiterator.support.NeedsKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types in the generated header are those of the kernel. */
@NeedsKernel
class VmlinuxSizesTest {

    @TempDir
    private Path directory;

    /** Types of the same name are different types, of which the header renames all but the first. */
    private static List<BtfType.Struct> structs() {
        Map<String, Long> names = Stream.concat(
                        Btf.ofKernel().types(BtfType.Struct.class).map(BtfType.Struct::name),
                        Btf.ofKernel().types(BtfType.Enum.class).map(BtfType.Enum::name))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return Btf.ofKernel()
                .types(BtfType.Struct.class)
                .filter(struct -> !struct.name().isEmpty() && struct.size() > 0 && names.get(struct.name()) == 1)
                .filter(struct -> struct.members().stream().noneMatch(VmlinuxSizesTest::isOfTheCompiler))
                .toList();
    }

    /** The list of a function's variable arguments has another size for BPF than for the kernel's processor. */
    private static boolean isOfTheCompiler(BtfType.Member member) {
        return Btf.ofKernel().type(member.type()).name().endsWith("va_list");
    }

    @Test
    void each_struct_and_union_has_the_size_that_the_BTF_says() throws Exception {
        List<BtfType.Struct> structs = structs();
        Function<BtfType.Struct, String> assertion = struct -> {
            String type = (struct.union() ? "union " : "struct ") + struct.name();
            return "_Static_assert(sizeof(" + type + ") == " + struct.size() + ", \"" + type + "\");";
        };
        Path source = Files.writeString(
                directory.resolve("sizes.bpf.c"),
                "#include \"vmlinux.h\"\n"
                        + structs.stream().map(assertion).collect(Collectors.joining("\n"))
                        + "\nint answer = 42;\n");

        assertThat(structs).hasSizeGreaterThan(1000);
        assertThatCode(() -> new BpfCompiler(CompilerOptions.fromSystemProperties()).compile(source))
                .doesNotThrowAnyException();
    }
}
