package io.bpfiterator.internal.feature;

import io.bpfiterator.internal.text.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The names of features in releases of Linux, up to the newest release that this version of the library knows.
 *
 * @param iterators the iterator targets
 * @param helpers the helpers; the list is complete, because Linux no longer adds helpers
 */
public record KnownFeatures(List<String> iterators, List<String> helpers) {

    private static final KnownFeatures RELEASES = new KnownFeatures(KnownTarget.names(), list("helpers.txt"));

    public KnownFeatures {
        iterators = List.copyOf(iterators);
        helpers = List.copyOf(helpers);
    }

    /** Returns the names of the features in all releases of Linux. */
    public static KnownFeatures ofReleases() {
        return RELEASES;
    }

    private static List<String> list(String resource) {
        try (InputStream in = KnownFeatures.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar of bpf-iterator may be corrupt: it has no " + resource + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns whether a release of Linux has the feature. Always returns true for a kfunc, because kfuncs differ
     * between releases and modules.
     */
    public boolean has(Feature feature) {
        return feature.kind() == Feature.Kind.KFUNC || names(feature.kind()).contains(feature.name());
    }

    /** Returns the known name that is nearest to a misspelt one. */
    public Optional<String> nearest(Feature feature) {
        return NearestName.of(feature.name(), names(feature.kind()));
    }

    private List<String> names(Feature.Kind kind) {
        return switch (kind) {
            case ITERATOR -> iterators;
            case HELPER -> helpers;
            case KFUNC -> List.of();
        };
    }
}
