// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import java.security.CodeSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A library on the class path that must have a version; with another one, some class or method would be missing. */
public final class RequiredLibrary {

    private static final Pattern IN_FILE_NAME = Pattern.compile(".*-(\\d+(?:\\.\\d+)+[^/]*)\\.jar");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final String name;
    private final Class<?> member;
    private final String first;
    private final boolean sameMajor;

    private RequiredLibrary(String name, Class<?> member, String first, boolean sameMajor) {
        this.name = name;
        this.member = member;
        this.first = first;
        this.sameMajor = sameMajor;
    }

    /**
     * Requires a version or a later one.
     *
     * @param member a class of the library that all of its versions have
     */
    public static RequiredLibrary atLeast(String name, Class<?> member, String version) {
        return new RequiredLibrary(name, member, version, false);
    }

    /** Requires any version with the same first number. */
    public static RequiredLibrary ofMajor(String name, Class<?> member, String major) {
        return new RequiredLibrary(name, member, major, true);
    }

    /** Returns what is wrong; empty if the version is as required, or if the library does not state it. */
    public Optional<Failure> problem() {
        return version().filter(version -> !isRight(version)).map(version -> Failure.absent(
                        "bpf-iterator requires " + name + " " + first + (sameMajor ? "" : " or newer"))
                .because("the class path has " + version + place())
                .remedy("Change the version in the build file"));
    }

    private boolean isRight(String version) {
        int[] found = numbers(version);
        int[] required = numbers(first);
        return sameMajor
                ? Arrays.equals(found, 0, Math.min(1, found.length), required, 0, 1)
                : Arrays.compare(found, required) >= 0;
    }

    private static int[] numbers(String version) {
        return NUMBER.matcher(version)
                .results()
                .limit(3)
                .mapToInt(number -> Integer.parseInt(number.group()))
                .toArray();
    }

    private Optional<String> version() {
        return Optional.ofNullable(member.getPackage().getImplementationVersion())
                .or(() ->
                        Optional.ofNullable(member.getModule().getDescriptor()).flatMap(module -> module.rawVersion()))
                .or(() -> Optional.ofNullable(location())
                        .map(IN_FILE_NAME::matcher)
                        .filter(Matcher::matches)
                        .map(file -> file.group(1)));
    }

    private String place() {
        @Nullable String location = location();
        return location == null ? "" : " (" + location + ")";
    }

    private @Nullable String location() {
        @Nullable CodeSource source = member.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().getPath();
    }
}
