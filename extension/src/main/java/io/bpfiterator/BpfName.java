package io.bpfiterator;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which of several declared iterators a parameter receives, by {@link BpfIterator#name}.
 *
 * <p>It can be left out where the parameter itself has that name and the tests are compiled with {@code -parameters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface BpfName {

    String value();
}
