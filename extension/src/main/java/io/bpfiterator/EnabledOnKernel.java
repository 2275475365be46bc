package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Enables a test, or a class of tests, on some releases of the kernel, and skips it on others.
 *
 * <p>The release is that of {@code uname -r}. Where it can't be read or has no numbers the answer is not known, and the test
 * fails. With the configuration parameter {@code bpfiterator.strict = true} a skip is a failure.
 *
 * <p>Distributions take features into older kernels: prefer {@link EnabledIfIterator} and {@link EnabledIfHelper} where they
 * can say what a test needs.
 *
 * <p>May be used as a meta-annotation; is not inherited by subclasses, as JUnit's own conditions are not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledOnKernelCondition.class)
public @interface EnabledOnKernel {

    /** Names the first version, a series ({@code 6.1}) or a release of it ({@code 6.1.50}). Left out, there is no first. */
    String min() default "";

    /**
     * Names the last version, which is one of them: a series ({@code 6.1}, so also {@code 6.1.99}) or a release of it
     * ({@code 6.1.50}). Left out, there is no last.
     */
    String max() default "";

    /**
     * Names the iterator targets that {@link #min} stands for. An older kernel that has them all is then a failure instead
     * of a skip.
     */
    String[] iterator() default {};

    /** Names the helpers that {@link #min} stands for, in the same sense as {@link #iterator}. */
    String[] helper() default {};
}
