// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.zfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@code zfs list -H} prints: a line for each, its fields between tabs, see zfs-list(8). Names have no tabs; a
 * mount point may, and comes last.
 */
final class Listing {
    /** The options that {@link #datasets} reads the output of. */
    static final List<String> DATASETS = List.of("-H", "-t", "filesystem", "-o", "name,mounted,origin,mountpoint");

    /** The options that {@link #snapshots} reads the output of; the order is that in which ZFS keeps them. */
    static final List<String> SNAPSHOTS = List.of("-H", "-t", "snapshot", "-o", "name", "-s", "name");

    private static final int FIELDS = 4;

    private Listing() {}

    /** @throws IOException if it is not such a list */
    static List<Dataset> datasets(byte[] printed) throws IOException {
        List<Dataset> datasets = new ArrayList<>();
        for (String line : lines(printed)) {
            String[] fields = line.split("\t", FIELDS);
            if (fields.length < FIELDS || fields[0].contains("@") || !known(fields[1])) {
                throw misunderstood(line);
            }
            Optional<String> origin = fields[2].equals("-") ? Optional.empty() : Optional.of(fields[2]);
            datasets.add(new Dataset(fields[0], fields[1].equals("yes"), origin, fields[3]));
        }
        return datasets;
    }

    /** @throws IOException if it is not such a list */
    static List<String> snapshots(byte[] printed) throws IOException {
        List<String> snapshots = lines(printed);
        for (String line : snapshots) {
            if (line.indexOf('@') <= 0 || line.indexOf('\t') >= 0) {
                throw misunderstood(line);
            }
        }
        return snapshots;
    }

    private static boolean known(String mounted) {
        return mounted.equals("yes") || mounted.equals("no");
    }

    private static List<String> lines(byte[] printed) throws IOException {
        String text = new String(printed, StandardCharsets.UTF_8);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IOException("what zfs list prints ends in the middle of a line");
        }
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    private static IOException misunderstood(String line) {
        return new IOException("what zfs list prints cannot be understood: \"" + line + "\"");
    }
}
