/** Reads BTF, the kernel's type information, in Java: libbpf's accessors would require a native call for each type. */
@NullMarked
package io.bpfiterator.btf;

import org.jspecify.annotations.NullMarked;
