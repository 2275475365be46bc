package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets the tests of a class, or a single one, take a {@link BpfSession} as a parameter.
 *
 * <p>Not needed where a {@link BpfIterator} stands on the same class or method.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@ExtendWith(BpfIteratorExtension.class)
public @interface BpfTest {}
