// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

import io.bpfiterator.failure.DiagnosedException;
import io.bpfiterator.failure.Errno;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InaccessibleObjectException;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes an exception in words, as the cause of a failure.
 *
 * <p>The JDK's exceptions about files have a message that is only the file's name, and its other messages about I/O are
 * the texts of error numbers without their names. An exception whose message is not known to be a sentence is described
 * by its class, too.
 */
public final class CauseText {

    /** The message of {@link FileNotFoundException}: a path and the text of an error number. */
    private static final Pattern NOT_OPENED = Pattern.compile("(.*) \\(([^()]+)\\)");

    /** The message of {@link ProcessBuilder#start}, which changed after Java 17. */
    private static final Pattern NOT_RUN = Pattern.compile(
            "Cannot run program \"(.*)\"(?: \\(in directory \"(.*)\"\\))?: .*error[=:] ?(\\d+).*", Pattern.DOTALL);

    private CauseText() {}

    /** Describes an exception without a full stop at the end, unless its message has one. */
    public static String of(Throwable thrown) {
        return of(thrown, "");
    }

    /** Describes an exception like {@link #of(Throwable)}; a file that ends {@code what} is not named again. */
    static String of(Throwable thrown, String what) {
        Throwable cause = thrown.getCause();
        if (cause != null && (isWrapper(thrown) || cause instanceof FileNotFoundException)) {
            return of(cause, what);
        }
        if (thrown instanceof FileSystemException failure && failure.getFile() != null) {
            return subject(failure.getFile(), what) + " " + problem(failure);
        }
        String message = thrown.getMessage();
        if (message == null || message.isBlank()) {
            return thrown.toString();
        }
        if (thrown instanceof FileNotFoundException) {
            return notOpened(message, what);
        }
        if (thrown instanceof IOException) {
            return notRun(message).or(() -> withErrno(message)).orElse(message);
        }
        return isSentence(thrown) ? message : thrown.toString();
    }

    /** {@link ProcessBuilder#start} wraps the failure to open a file for the program's output, too. */
    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof UncheckedIOException
                || thrown instanceof ExecutionException
                || thrown instanceof CompletionException;
    }

    private static boolean isSentence(Throwable thrown) {
        return thrown instanceof DiagnosedException
                || thrown instanceof IllegalAccessException
                || thrown instanceof InaccessibleObjectException
                || thrown instanceof MalformedFileException
                || thrown instanceof URISyntaxException;
    }

    private static String subject(String file, String what) {
        return what.endsWith(" " + file) ? "it" : file;
    }

    private static String problem(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "does not exist";
        } else if (failure instanceof AccessDeniedException) {
            return "is not accessible to this user";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "already exists";
        } else if (failure instanceof NotDirectoryException) {
            return "is not a directory";
        } else if (failure instanceof NotLinkException) {
            return "is not a symbolic link";
        } else if (failure instanceof DirectoryNotEmptyException) {
            return "is not empty";
        } else if (failure instanceof FileSystemLoopException) {
            return "is a symbolic link to a directory above it";
        }
        String reason = failure.getReason();
        return "is not usable: "
                + (reason == null ? failure.toString() : withErrno(reason).orElse(reason));
    }

    private static String notOpened(String message, String what) {
        Matcher parts = NOT_OPENED.matcher(message);
        if (!parts.matches()) {
            return message;
        }
        String problem =
                switch (parts.group(2)) {
                    case "No such file or directory" -> "does not exist";
                    case "Permission denied" -> "is not accessible to this user";
                    default -> "is not usable: " + withErrno(parts.group(2)).orElse(parts.group(2));
                };
        return subject(parts.group(1), what) + " " + problem;
    }

    private static Optional<String> notRun(String message) {
        Matcher parts = NOT_RUN.matcher(message);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String program = "\"" + parts.group(1) + "\"";
        int errno = Integer.parseInt(parts.group(3));
        if (parts.group(2) == null && Errno.ENOENT.is(errno)) {
            // The kernel answers the same if it finds the program, but not the interpreter or loader that it names.
            return Optional.of(
                    Files.exists(Path.of(parts.group(1)))
                            ? program + " cannot be run, because the interpreter that it names does not exist"
                            : "there is no program " + program);
        } else if (parts.group(2) == null && Errno.EACCES.is(errno)) {
            // The kernel answers the same if the search for the program met a directory that this user cannot read.
            return Optional.of(
                    isFound(parts.group(1))
                            ? program + " is not executable by this user"
                            : "there is no program " + program);
        }
        String place = parts.group(2) == null ? "" : " in " + parts.group(2);
        return Optional.of(program + " cannot be run" + place + ": " + Errno.describe(errno));
    }

    private static boolean isFound(String program) {
        return program.contains("/")
                || Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(directory -> Files.exists(Path.of(directory, program)));
    }

    /** Adds the name to the C library's text of an error number; empty for another text. */
    private static Optional<String> withErrno(String text) {
        return Arrays.stream(Errno.values())
                .map(errno -> Errno.describe(errno.number()))
                .filter(described -> described.startsWith(text.toLowerCase(Locale.ROOT) + " ("))
                .findFirst();
    }
}
