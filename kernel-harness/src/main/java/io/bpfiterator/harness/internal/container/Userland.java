// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.container;

import com.github.dockerjava.api.model.Bind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Provides the programs and libraries of a container. */
interface Userland {

    /** Returns the image, after the engine built or pulled it if necessary. */
    Image imageOn(Engine engine);

    /** Returns the directories of this machine that the container requires. */
    List<Bind> binds();

    /** Returns the home of this machine's Java, if the container runs that one. */
    Optional<Path> javaHome();

    /** Returns the directories of this machine's libraries that Java requires, if the container runs this one. */
    List<Path> libraries();

    /** Returns the environment variables to set in addition to the image's. */
    Map<String, String> variables();

    /** Returns a description for messages: {@code the host's userland}. */
    String description();

    /**
     * Represents an image that the engine has.
     *
     * @param java the path of Java in it, or a command in its PATH
     */
    record Image(String name, String java) {}
}
