// SPDX-License-Identifier: Apache-2.0
package io.bpfiterator.internal.failure;

/**
 * Reports that a binary file contradicts itself. The message names the table, the entry and the contradiction, but not
 * the file, which only the caller knows: {@code "type 17 of .BTF refers to type 900, but there are only 57 types"}.
 */
public class MalformedFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public MalformedFileException(String message) {
        super(message);
    }
}
