// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.image;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.SourcePath;
import dev.stillframe.testkit.Damage;
import dev.stillframe.testkit.Rule;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages images, where the application does not say that nothing can be seen. */
public final class Vandal {
    private static final int ATTEMPTS = 20_000;

    private final Random random;
    private final BlindSpots blind;

    /** Damage that nobody could see. */
    @FunctionalInterface
    public interface BlindSpots {
        /** Whether it is such. */
        boolean hide(Damage damage) throws Exception;
    }

    /** @param blind damage that is not to be done */
    public Vandal(Random random, BlindSpots blind) {
        this.random = random;
        this.blind = blind;
    }

    /** Does one damage of a kind to the files of a component. */
    public Damage damage(KeptImage image, ComponentId component, Damage.Kind kind) throws Exception {
        List<SourcePath> files = image.paths(component).stream()
                .filter(file -> at(image, file).toFile().length() > 0)
                .toList();
        for (int attempt = 0; attempt < ATTEMPTS && !files.isEmpty(); attempt++) {
            SourcePath file = files.get(random.nextInt(files.size()));
            Damage damage = place(kind, file, at(image, file).toFile().length());
            if (!blind.hide(damage) && done(image, damage)) {
                return damage;
            }
        }
        throw new Rule.Inconclusive("no place for a damage of kind " + kind + " was found in component " + component
                + ": Application.blind leaves none, or its files are empty");
    }

    private Damage place(Damage.Kind kind, SourcePath file, long size) {
        long at = (long) (random.nextDouble() * size);
        long sector = at / Damage.SECTOR * Damage.SECTOR;
        return switch (kind) {
            case FLIPPED_BIT, TRUNCATED -> new Damage(kind, file, at);
            case ZEROED_SECTOR, MISPLACED_SECTOR -> new Damage(kind, file, sector);
            case MISSING -> new Damage(kind, file, 0);
        };
    }

    /** Returns false if the file is as it was: a sector of zeros cannot be zeroed. */
    private boolean done(KeptImage image, Damage damage) throws IOException {
        Path copy = at(image, damage.file());
        switch (damage.kind()) {
            case FLIPPED_BIT -> {
                return overwrite(copy, damage.at(), 1, before ->
                        new byte[] {(byte) (before[0] ^ (1 << random.nextInt(8)))});
            }
            case ZEROED_SECTOR -> {
                return overwrite(copy, damage.at(), Damage.SECTOR, before -> new byte[before.length]);
            }
            case MISPLACED_SECTOR -> {
                long size = Files.size(copy);
                long other = (long) (random.nextDouble() * size) / Damage.SECTOR * Damage.SECTOR;
                byte[] foreign = read(copy, other, Damage.SECTOR);
                return overwrite(copy, damage.at(), Damage.SECTOR, before -> Arrays.copyOf(foreign, before.length));
            }
            case TRUNCATED -> {
                try (RandomAccessFile opened = new RandomAccessFile(copy.toFile(), "rw")) {
                    opened.setLength(damage.at());
                }
                return true;
            }
            case MISSING -> {
                image.remove(damage.file());
                return true;
            }
        }
        throw new AssertionError(damage.kind());
    }

    private interface Change {
        byte[] of(byte[] before);
    }

    private static boolean overwrite(Path copy, long at, int length, Change change) throws IOException {
        byte[] before = read(copy, at, length);
        byte[] after = change.of(before);
        if (Arrays.equals(before, after)) {
            return false;
        }
        try (RandomAccessFile opened = new RandomAccessFile(copy.toFile(), "rw")) {
            opened.seek(at);
            opened.write(after);
        }
        return true;
    }

    private static byte[] read(Path copy, long at, int length) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(copy.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(length, opened.length() - at)];
            opened.seek(at);
            opened.readFully(bytes);
            return bytes;
        }
    }

    private static Path at(KeptImage image, SourcePath file) {
        return image.at(SourceFiles.path(file));
    }
}
