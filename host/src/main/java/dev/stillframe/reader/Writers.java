// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.OpenFiles;
import dev.stillframe.api.OpenFiles.Access;
import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Who may be writing to a file. Every question looks into every process, so they are not asked for each file. */
final class Writers {
    private static final int NAMED = 32;

    private final SourceFiles files;
    private final AtomicInteger named = new AtomicInteger();

    Writers(SourceFiles files) {
        this.files = files;
    }

    /** Whether somebody has it open or mapped for writing, or cannot be seen. */
    boolean mayBe(SourcePath file) {
        Optional<OpenFiles> found = ask(file);
        return found.isEmpty() || !found.get().complete() || !names(found.get()).isEmpty();
    }

    /** Names them at the end of a sentence, for the first files of a copy. */
    String described(SourcePath file) {
        if (named.getAndIncrement() >= NAMED) {
            return "";
        }
        String names = ask(file).map(Writers::names).orElse("");
        return names.isEmpty() ? "" : ", open for writing by " + names;
    }

    private Optional<OpenFiles> ask(SourcePath file) {
        try {
            return Optional.of(files.holders(List.of(file)));
        } catch (IOException e) {
            return Optional.empty(); // unknown counts as may be
        }
    }

    private static String names(OpenFiles found) {
        return found.holders().stream()
                .filter(holder -> holder.access() != Access.READ)
                .map(holder -> holder.command() + " (process " + holder.pid() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
