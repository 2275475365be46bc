package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or a class of tests, where the running kernel lets iterators call all of the named helpers, and skips
 * it elsewhere.
 *
 * <p>Each helper is tried: an iterator that calls it is loaded, once in a JVM, for several targets, sleepable and not.
 * Where this process has no privilege to try, the kernel's BTF decides ({@code enum bpf_func_id}). Where that cannot be
 * read either, the test fails. A skip's reason names the kernel's release and what it lacks; with the configuration
 * parameter {@code bpfiterator.strict = true} a skip is a failure. A name that no kernel has had is an error.
 *
 * <p>May be used as a meta-annotation. Subclasses do not inherit it, as they do not inherit JUnit's own conditions.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledIfHelperCondition.class)
public @interface EnabledIfHelper {

    /** Names the helpers as {@code bpf-helpers(7)} does: {@code bpf_seq_printf}; at least one. */
    String[] value();

    /**
     * Names the version of the kernel, such as {@code 5.10}, that brought the helpers. A kernel of that version or
     * newer that does not have one is then a failure instead of a skip.
     */
    String since() default "";
}
