// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.SourceException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** What a failure of the source means for the report. */
final class Failure {
    private Failure() {}

    /** @param live whether files may go while they are read */
    static Seen.Gap gap(Position at, boolean live, IOException e) {
        return new Seen.Gap(at.path(), kind(live, e), reason(at.path(), e), at.concerned());
    }

    static Remark.Kind kind(boolean live, IOException e) {
        if (!gone(e)) {
            return Remark.Kind.UNREADABLE;
        }
        return live ? Remark.Kind.VANISHED : Remark.Kind.MISSING;
    }

    static boolean gone(IOException e) {
        return e instanceof NoSuchFileException || e.getCause() instanceof NoSuchFileException;
    }

    /** Without the path, where the message begins with it. */
    static String reason(SourcePath path, IOException e) {
        if (e instanceof SourceException && e.getCause() instanceof IOException cause) {
            return reason(path, cause);
        }
        if (e instanceof NoSuchFileException) {
            return "is not there any more";
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String prefix = path + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}
