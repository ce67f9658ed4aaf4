// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.cluster;

import dev.stillframe.api.SourcePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Paths of this machine as the contract has them, and back. Names are UTF-8: PostgreSQL delivers them as text. */
public final class LocalPath {
    private LocalPath() {}

    public static SourcePath source(Path path) {
        return SourcePath.of(path.toString());
    }

    public static Path local(SourcePath path) {
        return Path.of(new String(path.bytes(), StandardCharsets.UTF_8));
    }
}
