/** BTF, the kernel's type information, read in Java: what libbpf's own accessors would take a native call for each type. */
@NullMarked
package io.bpfiterator.btf;

import org.jspecify.annotations.NullMarked;
