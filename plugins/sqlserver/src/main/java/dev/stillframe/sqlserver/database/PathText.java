// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.SourcePath;
import java.nio.charset.StandardCharsets;

/** A path as an instance writes it, which is always text; {@link SourcePath#toString} is for people only. */
public final class PathText {
    private PathText() {}

    public static String of(SourcePath path) {
        return new String(path.bytes(), StandardCharsets.UTF_8);
    }
}
