package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or a class of tests, where the running kernel has all of the named helpers, and skips it where it has
 * not.
 *
 * <p>The kernel has a helper that {@code enum bpf_func_id} in its BTF numbers ({@code /sys/kernel/btf/vmlinux}, Linux 5.8
 * with {@code CONFIG_DEBUG_INFO_BTF=y}); whether an iterator may call it, the verifier says. Where the BTF can't be read the
 * answer is not known, and the test fails. A skip's reason names the kernel's release and what it lacks; with the
 * configuration parameter {@code bpfiterator.strict = true} a skip is a failure. For kfuncs there is no such condition:
 * the BTF of kernels before 6.9 doesn't tell them from other functions.
 *
 * <p>May be used as a meta-annotation; is not inherited by subclasses, as JUnit's own conditions are not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledIfHelperCondition.class)
public @interface EnabledIfHelper {

    /** Names the helpers as {@code bpf-helpers(7)} does: {@code bpf_seq_printf}; at least one. */
    String[] value();

    /**
     * Names the version of the kernel, such as {@code 5.10}, since which each has the helpers. A kernel of that version or
     * newer that lacks one is then a failure instead of a skip: the name is wrong, or the version.
     */
    String since() default "";
}
