// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a snapshot, {@code KIND.OWNER.CYCLE.DEADLINE.NUMBER}: enough to find and remove it when every journal is
 * lost.
 *
 * @param kind what it is, lower-case letters
 * @param owner the installation that made it: letters, digits and hyphens, as everywhere in the contract
 * @param cycle the cycle that made it, likewise
 * @param deadline when the cycle is over at the latest, in whole seconds, rounded up
 * @param number tells the cycle's snapshots apart
 */
public record SnapshotName(String kind, String owner, String cycle, Instant deadline, int number) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]{1,32}");
    private static final Pattern NAME =
            Pattern.compile("([a-z]+)\\.([A-Za-z0-9-]{1,32})\\.([A-Za-z0-9-]{1,32})\\.([0-9]{1,11})\\.([0-9]{1,9})");

    public SnapshotName {
        if (!WORD.matcher(owner).matches() || !WORD.matcher(cycle).matches()) {
            throw new IllegalArgumentException(
                    "owner and cycle are at most 32 letters, digits and hyphens: \"" + owner + "\", \"" + cycle + "\"");
        }
        deadline = Instant.ofEpochSecond(deadline.getEpochSecond() + (deadline.getNano() > 0 ? 1 : 0));
    }

    /** Reads a name; empty if it is not one of ours. */
    public static Optional<SnapshotName> parse(byte[] name) {
        Matcher parts = NAME.matcher(new String(name, StandardCharsets.ISO_8859_1));
        if (!parts.matches()) {
            return Optional.empty();
        }
        Instant deadline = Instant.ofEpochSecond(Long.parseLong(parts.group(4)));
        return Optional.of(new SnapshotName(
                parts.group(1), parts.group(2), parts.group(3), deadline, Integer.parseInt(parts.group(5))));
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return kind + "." + owner + "." + cycle + "." + deadline.getEpochSecond() + "." + number;
    }
}
