/**
 * Tests of BPF iterators with JUnit Jupiter. {@link io.bpfiterator.BpfIterator} is where to start.
 *
 * <p>A module with tests requires this one, and opens its packages to JUnit, as JUnit requires:
 *
 * <pre>
 * open module com.example.tests {
 *     requires io.bpfiterator;
 * }
 * </pre>
 *
 * <p>Requires the native access that JNA needs: {@code --enable-native-access=com.sun.jna}.
 */
@SuppressWarnings({
    "module", // The harness is not compiled yet.
    "requires-automatic", // JNA's jar with a descriptor would be beside its jar without one, which others depend on.
})
module io.bpfiterator {
    requires com.sun.jna;
    requires static transitive org.apiguardian.api;
    requires transitive org.assertj.core;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;

    exports io.bpfiterator;
    exports io.bpfiterator.assertj;
    exports io.bpfiterator.btf;
    exports io.bpfiterator.failure;
    exports io.bpfiterator.iterator;
    exports io.bpfiterator.map;
    exports io.bpfiterator.namespace;
    exports io.bpfiterator.object;
    exports io.bpfiterator.internal.bpffs to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.btf to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.cache to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.clang to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.coverage to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.failure to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.feature to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.figures to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.files to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.iterator to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.junit to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.kernel to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.libbpf to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.loading to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.map to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.process to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.session to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.settings to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.targets to
            io.bpfiterator.harness;
    exports io.bpfiterator.internal.text to
            io.bpfiterator.harness;

    opens io.bpfiterator.internal.junit to
            org.junit.platform.commons;
    opens io.bpfiterator.internal.libbpf to
            com.sun.jna;

    uses io.bpfiterator.internal.settings.SettingsProvider;
}
