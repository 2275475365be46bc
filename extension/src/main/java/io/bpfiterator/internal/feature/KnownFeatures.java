// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.feature;

import io.bpfiterator.internal.targets.Target;
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
 * @param kfuncs the kfuncs of some kernels; modules and other kernels have more
 */
public record KnownFeatures(List<String> iterators, List<String> helpers, List<String> kfuncs) {

    private static final KnownFeatures RELEASES =
            new KnownFeatures(Target.names(), list("helpers.txt"), list("kfuncs.txt"));

    /** Kfuncs of one family differ in three characters: {@code bpf_iter_num_new}, {@code bpf_iter_css_new}. */
    private static final int MOST_MISTAKES_IN_KFUNC = 2;

    public KnownFeatures {
        iterators = List.copyOf(iterators);
        helpers = List.copyOf(helpers);
        kfuncs = List.copyOf(kfuncs);
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

    /** Returns whether a known kernel has the feature. A kfunc that is not known may exist in a module. */
    public boolean has(Feature feature) {
        return names(feature.kind()).contains(feature.name());
    }

    /** Returns the known name that is nearest to a misspelt one. */
    public Optional<String> nearest(Feature feature) {
        return feature.kind() == Feature.Kind.KFUNC
                ? NearestName.of(feature.name(), kfuncs, MOST_MISTAKES_IN_KFUNC)
                : NearestName.of(feature.name(), names(feature.kind()));
    }

    private List<String> names(Feature.Kind kind) {
        return switch (kind) {
            case ITERATOR -> iterators;
            case HELPER -> helpers;
            case KFUNC -> kfuncs;
        };
    }
}
