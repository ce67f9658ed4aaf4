// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.guard;

import dev.stillframe.api.Retry;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder that guards keep their ledgers in, one file a cycle. It lies on a tmpfs: writing there waits for no frozen
 * filesystem, and after a reboot it is as empty as the holds are gone.
 */
public record Ledgers(Path folder) {
    private static final String SUFFIX = ".ledger";

    static Path file(Path folder, String cycle) {
        return folder.resolve(cycle + SUFFIX);
    }

    /**
     * Those that guards left.
     *
     * @param unreadable learns of each that cannot be read; it stays where it is
     */
    public List<Ledger> all(Consumer<Problem> unreadable) throws StillframeException {
        List<Ledger> all = new ArrayList<>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            String cycle = name.substring(0, name.length() - SUFFIX.length());
            try {
                all.add(Ledger.read(cycle, Files.readString(file, StandardCharsets.ISO_8859_1)));
            } catch (NoSuchFileException e) {
                // its guard has left meanwhile
            } catch (IOException | IllegalArgumentException e) {
                unreadable.accept(new Problem(
                        "guard.ledger",
                        "what the guard of cycle " + cycle + " noted in " + file + " cannot be read: " + e.getMessage(),
                        Retry.DOES_NOT_HELP,
                        "see by hand what that cycle may have left frozen, then remove the file"));
            }
        }
        return all;
    }

    /** Forgets one. May be called twice. */
    public void remove(Ledger ledger) throws StillframeException {
        try {
            Files.deleteIfExists(file(folder, ledger.cycle()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private List<Path> files() throws StillframeException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private StillframeException failed(IOException e) {
        return new StillframeException(
                "guard.ledger",
                "the folder of the guards' ledgers " + folder + " cannot be used: " + e.getMessage(),
                Retry.UNKNOWN,
                "check who owns it",
                e);
    }
}
