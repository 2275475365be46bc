// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.harness.internal.wire;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestTag;

/**
 * Describes a test or container as the agent's JUnit does.
 *
 * @param displayName of at most {@link #MAX_NAME} characters, as all names
 * @param type JUnit's
 */
public record Node(
        String id,
        String parentId,
        String displayName,
        String legacyReportingName,
        Type type,
        Set<String> tags,
        @Nullable Source source) {

    public static final int MAX_NAME = 10_000;

    /** An id cannot be cut. A class file limits the names of which it consists to this length. */
    private static final int MAX_ID = 65_535;

    public Node {
        MessageCheck.text(id, "id", MAX_ID);
        MessageCheck.text(parentId, "parent", MAX_ID);
        MessageCheck.text(displayName, "display name", MAX_NAME);
        MessageCheck.text(legacyReportingName, "legacy reporting name", MAX_NAME);
        MessageCheck.present(type, "type");
        for (String tag : MessageCheck.allPresent(tags, "tags")) {
            MessageCheck.require(TestTag.isValid(tag), "it has an invalid tag, " + InvalidMessageException.quote(tag));
        }
    }
}
