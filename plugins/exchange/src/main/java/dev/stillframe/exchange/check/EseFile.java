// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import dev.stillframe.api.ImageFile;
import dev.stillframe.exchange.ese.Checkpoint;
import dev.stillframe.exchange.ese.DatabaseHeader;
import dev.stillframe.exchange.ese.FileKind;
import dev.stillframe.exchange.ese.LogHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What a file is: told by its contents, and only where these are ruined by its name. */
sealed interface EseFile {
    ImageFile file();

    record Database(ImageFile file, DatabaseHeader header) implements EseFile {}

    record Log(ImageFile file, LogHeader header) implements EseFile {}

    record Check(ImageFile file, Checkpoint checkpoint) implements EseFile {}

    /** A reserve for a full disk, a log in the making, a map of what was flushed: nothing that a recovery needs. */
    record Unneeded(ImageFile file, String what) implements EseFile {}

    /** Whatever it was, it is good for nothing. */
    record Ruined(ImageFile file, String reason) implements EseFile {}

    static EseFile of(ImageFile file) throws IOException {
        byte[] head = ImageBytes.read(file, 0, DatabaseHeader.MOST);
        Optional<DatabaseHeader> database = DatabaseHeader.read(head);
        if (database.isPresent()) {
            return new Database(file, database.get());
        }
        Optional<LogHeader> log = LogHeader.read(head);
        if (log.isPresent()) {
            return new Log(file, log.get());
        }
        Optional<Checkpoint> checkpoint = Checkpoint.read(head);
        if (checkpoint.isPresent()) {
            return new Check(file, checkpoint.get());
        }
        Optional<String> other = FileKind.of(head);
        return other.isPresent() ? new Unneeded(file, other.get()) : ruined(file, head);
    }

    private static EseFile ruined(ImageFile file, byte[] head) {
        String name = new String(file.path().name(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        if (name.endsWith(".jfm")) {
            return new Unneeded(file, "a flush map");
        }
        boolean reserveByName = name.endsWith(".jrs") || (name.startsWith("res") && name.endsWith(".log"));
        if (reserveByName) {
            return new Unneeded(file, "a reserve log");
        }
        if (name.matches(".{3}tmp\\.(log|jtx)")) {
            return new Unneeded(file, "a log that was being made for later");
        }
        if (DatabaseHeader.looksLikeOne(head)) {
            return new Ruined(file, "neither its header nor the header's shadow is good");
        }
        if (name.endsWith(".log") || name.endsWith(".jtx")) {
            return new Ruined(file, "its header is no good header of a log");
        }
        if (name.endsWith(".chk")) {
            return new Ruined(file, "neither copy of the checkpoint is good");
        }
        return new Ruined(file, "it is no database, log or checkpoint of the Extensible Storage Engine");
    }
}
