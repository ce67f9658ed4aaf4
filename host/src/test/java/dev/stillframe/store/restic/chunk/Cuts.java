// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.chunk;

import java.util.ArrayList;
import java.util.List;

/** Cuts a whole file that is in memory. */
final class Cuts {
    private Cuts() {}

    static List<Integer> of(Chunker chunker, byte[] file) {
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < file.length; ) {
            int length = chunker.cut(file, at, file.length - at);
            lengths.add(length);
            at += length;
        }
        return lengths;
    }
}
