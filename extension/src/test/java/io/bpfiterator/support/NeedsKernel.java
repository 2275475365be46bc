package io.bpfiterator.support;

import io.bpfiterator.EnabledOnKernel;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a test that loads BPF programs into the running kernel, or that needs root or namespaces there.
 *
 * <p>The condition is the library's own minimum. It also makes the class one that uses BPF, so that the kernel harness
 * may run it on another kernel. On a package, which JUnit does not look at, it stands for all its classes.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PACKAGE})
@Tag(NeedsKernel.TIER)
@EnabledOnKernel(min = "5.8")
public @interface NeedsKernel {

    /** Names the tier. */
    String TIER = "kernel";
}
