package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or a class of tests, where the running kernel runs iterators over all of the named targets, and skips
 * it elsewhere.
 *
 * <p>Each target is tried: the smallest program for it is loaded, once in a JVM. A kernel may know a target and refuse
 * it; the reason of the skip then names the error number. A process without the privilege to try is told by the
 * kernel's BTF ({@code /sys/kernel/btf/vmlinux}, Linux 5.8 with {@code CONFIG_DEBUG_INFO_BTF=y}) whether the target
 * exists, and the test then fails for the privilege. Where neither answers, the test fails. With the configuration
 * parameter {@code bpfiterator.strict = true} a skip is a failure. A name that no kernel has had is an error.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledIfIteratorCondition.class)
public @interface EnabledIfIterator {

    /** Names the targets as after {@code SEC("iter/…")}: {@code task}, {@code cgroup}; at least one. */
    String[] value();

    /**
     * Names the version of the kernel, such as {@code 6.1}, that brought the targets. A kernel of that version or newer
     * that does not have one is then a failure instead of a skip; one that has it and refuses it is still a skip.
     */
    String since() default "";
}
