/** Tests that are a module: open to JUnit, which runs them, and to bpf-iterator, which creates their records. */
module org.example.tests {
    requires io.bpfiterator;
    requires org.junit.jupiter.api;

    opens org.example.tests to
            io.bpfiterator,
            org.junit.platform.commons;
}
