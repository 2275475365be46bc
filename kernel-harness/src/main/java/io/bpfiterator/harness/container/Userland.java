package io.bpfiterator.harness.container;

import com.github.dockerjava.api.model.Bind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs and libraries that a container has. */
interface Userland {

    /** Makes sure that the engine has the image. */
    Image on(Engine engine);

    /** Returns the directories of this machine that belong to it. */
    List<Bind> binds();

    /** Returns the Java runtime of this machine, if it is the one that runs. */
    Optional<Path> javaHome();

    /** Returns the environment variables that belong to it, beside the image's own. */
    Map<String, String> variables();

    /** Returns the words for it in a line of output: {@code the host's userland}. */
    String describe();

    /**
     * An image that the engine has.
     *
     * @param java how to run Java in it
     */
    record Image(String name, String java) {}
}
