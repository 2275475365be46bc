// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.descriptor.UriSource;

/**
 * Holds the data of a {@link TestSource}: where a test or container is declared.
 *
 * @param className the name of the class, for a class or a method
 * @param method the name of the method
 * @param parameterTypes the parameter types of the method, as JUnit writes them
 * @param uri the URI of any other source
 */
public record Source(
        @Nullable String className,
        @Nullable String method,
        @Nullable String parameterTypes,
        @Nullable String uri,
        @Nullable Integer line,
        @Nullable Integer column) {

    public Source {
        MessageCheck.className(className);
        MessageCheck.require(method == null || !method.isBlank(), "its source names no method");
        MessageCheck.require(className != null || uri != null, "its source names neither a class nor a URI");
        MessageCheck.require(
                (line == null || line > 0) && (column == null || column > 0), "its source is at no valid position");
    }

    /** Returns the data of a source; null for a kind of source without a location. */
    public static @Nullable Source of(TestSource source) {
        if (source instanceof MethodSource method) {
            return new Source(
                    method.getClassName(), method.getMethodName(), method.getMethodParameterTypes(), null, null, null);
        }
        if (source instanceof ClassSource type) {
            FilePosition position = type.getPosition().orElse(null);
            return new Source(type.getClassName(), null, null, null, line(position), column(position));
        }
        if (source instanceof ClasspathResourceSource resource) {
            FilePosition position = resource.getPosition().orElse(null);
            String uri = ClasspathResourceSource.CLASSPATH_SCHEME + ":/" + resource.getClasspathResourceName();
            return new Source(null, null, null, uri, line(position), column(position));
        }
        return source instanceof UriSource uri
                ? new Source(null, null, null, uri.getUri().toString(), null, null)
                : null;
    }

    /**
     * Returns a source with this data.
     *
     * @throws InvalidMessageException if the URI is not one
     */
    public TestSource toTestSource() {
        if (className != null && method != null) {
            return MethodSource.from(className, method, parameterTypes);
        }
        FilePosition position = line == null ? null : FilePosition.from(line, column == null ? 1 : column);
        if (className != null) {
            return ClassSource.from(className, position);
        }
        String name = MessageCheck.present(uri, "URI");
        String prefix = ClasspathResourceSource.CLASSPATH_SCHEME + ":/";
        try {
            return name.startsWith(prefix)
                    ? ClasspathResourceSource.from(name.substring(prefix.length()), position)
                    : UriSource.from(URI.create(name));
        } catch (IllegalArgumentException | JUnitException e) {
            throw new InvalidMessageException("its source is not a URI: " + InvalidMessageException.quote(name), e);
        }
    }

    private static @Nullable Integer line(@Nullable FilePosition position) {
        return position == null ? null : position.getLine();
    }

    private static @Nullable Integer column(@Nullable FilePosition position) {
        return position == null ? null : position.getColumn().orElse(null);
    }
}
