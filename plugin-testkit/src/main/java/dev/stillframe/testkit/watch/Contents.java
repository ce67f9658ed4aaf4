// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.testkit.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What files contain, by their hashes: sizes and times would miss what is written in place within one tick.
 *
 * @param hashes of each file; of one that vanished while it was read, nothing
 */
public record Contents(Map<Path, String> hashes) {
    /** Reads files. */
    public static Contents of(List<Path> files) throws IOException {
        Map<Path, String> hashes = new TreeMap<>();
        for (Path file : files) {
            try {
                hashes.put(file, hash(file));
            } catch (NoSuchFileException e) {
                hashes.remove(file); // as if it had vanished before: a difference to where it was there
            }
        }
        return new Contents(Map.copyOf(hashes));
    }

    /** The files in which this and that differ, also those that only one has. */
    public Set<Path> differencesTo(Contents that) {
        Set<Path> differing = new TreeSet<>(hashes.keySet());
        differing.addAll(that.hashes.keySet());
        differing.removeIf(file -> hashes.containsKey(file)
                && that.hashes.containsKey(file)
                && hashes.get(file).equals(that.hashes.get(file)));
        return differing;
    }

    private static String hash(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
