package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or a class of tests, where the running kernel has all of the named iterator targets, and skips it where
 * it has not.
 *
 * <p>The kernel's BTF ({@code /sys/kernel/btf/vmlinux}, Linux 5.8 with {@code CONFIG_DEBUG_INFO_BTF=y}) is what tells. Where
 * it can't be read the answer is not known, and the test fails. A skip's reason names the kernel's release and what it
 * lacks; with the configuration parameter {@code bpfiterator.strict = true} a skip is a failure.
 *
 * <p>May be used as a meta-annotation; is not inherited by subclasses, as JUnit's own conditions are not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledIfIteratorCondition.class)
public @interface EnabledIfIterator {

    /** Names the targets as after {@code SEC("iter/…")}: {@code task}, {@code cgroup}; at least one. */
    String[] value();

    /**
     * Names the version of the kernel, such as {@code 6.1}, since which each has the targets. A kernel of that version or
     * newer that lacks one is then a failure instead of a skip: it is built without them, or the name is wrong.
     */
    String since() default "";
}
