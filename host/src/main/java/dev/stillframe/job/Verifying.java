// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import dev.stillframe.error.StillframeException;
import java.util.List;

/** Reads a stored backup again and compares it with its manifest. */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Verifying {
    public Verifying(Site site) {}

    /** @param id of the backup, or {@code latest} */
    public Result run(String id) throws StillframeException {
        throw new UnsupportedOperationException();
    }

    /** @param mismatches each names a file and what is wrong; empty means every byte is what was stored */
    public record Result(String id, long files, long bytes, List<String> mismatches) {}
}
