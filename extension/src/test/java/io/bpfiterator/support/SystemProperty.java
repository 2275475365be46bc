// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.support;

import java.util.Optional;

/** A system property with another value until it is closed. The agent of an environment sets some for all its tests. */
public final class SystemProperty implements AutoCloseable {

    private final String key;
    private final Optional<String> before;

    private SystemProperty(String key, String value) {
        this.key = key;
        this.before = Optional.ofNullable(System.setProperty(key, value));
    }

    public static SystemProperty set(String key, String value) {
        return new SystemProperty(key, value);
    }

    @Override
    public void close() {
        before.ifPresentOrElse(value -> System.setProperty(key, value), () -> System.clearProperty(key));
    }
}
