// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One pattern of a {@link dev.stillframe.api.FileSet}, matched name by name on the way down from the set's root, on
 * bytes.
 *
 * <p>A position says how much of the pattern the names so far have used up; several are possible at once because of
 * {@code **}. They are the bits of a {@code long}, so that a walk allocates nothing for a match. Constant; any thread.
 */
final class Glob {
    private static final int MOST_NAMES = 60; // positions are bits of a long, one more than names

    private final List<byte[]> names;

    private Glob(List<byte[]> names) {
        this.names = names;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is empty, absolute, ends with a separator, or contains an empty name,
     *     {@code .} or {@code ..}: it could never name anything
     */
    static Glob of(String pattern) {
        List<byte[]> names = new ArrayList<>();
        for (String name : pattern.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException(
                        "not a pattern of names with / between, relative to the root: \"" + pattern + "\"");
            }
            names.add(name.getBytes(StandardCharsets.UTF_8));
        }
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException("a pattern has " + MOST_NAMES + " names at most: \"" + pattern + "\"");
        }
        return new Glob(names);
    }

    /** The positions at the root, before any name. */
    long start() {
        return reach(1L);
    }

    /** The positions after one more name; {@link #dead} when nothing below can match. */
    long after(long positions, byte[] name) {
        long next = 0;
        for (int i = 0; i < names.size(); i++) {
            if ((positions & (1L << i)) != 0) {
                if (isAnyNames(i)) {
                    next |= 1L << i; // one more of any number
                    next |= i == names.size() - 1 ? 1L << (i + 1) : 0;
                } else if (matches(names.get(i), name)) {
                    next |= 1L << (i + 1);
                }
            }
        }
        return reach(next);
    }

    /** Whether the names so far are what the pattern names. */
    boolean matched(long positions) {
        return (positions & (1L << names.size())) != 0;
    }

    /** Whether neither this entry nor anything below it can be what the pattern names. */
    static boolean dead(long positions) {
        return positions == 0;
    }

    /** {@code **} also stands for no name at all, except at the end: {@code cache/**} is what is in the folder. */
    private long reach(long positions) {
        long all = positions;
        for (int i = 0; i < names.size() - 1; i++) {
            if ((all & (1L << i)) != 0 && isAnyNames(i)) {
                all |= 1L << (i + 1);
            }
        }
        return all;
    }

    private boolean isAnyNames(int i) {
        byte[] name = names.get(i);
        return name.length == 2 && name[0] == '*' && name[1] == '*';
    }

    /** Greedy with one point of return: the last star, so that no pattern takes exponential time. */
    static boolean matches(byte[] pattern, byte[] name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length && pattern[p] == '?') {
                p++;
                n += characterLength(name, n);
            } else if (p < pattern.length && pattern[p] == name[n]) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                resume += characterLength(name, resume);
                n = resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    /** A whole UTF-8 sequence is one character; a byte that begins none is one as well. */
    private static int characterLength(byte[] name, int at) {
        int lead = name[at] & 0xff;
        int length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
        if (at + length > name.length) {
            return 1;
        }
        for (int i = 1; i < length; i++) {
            if ((name[at + i] & 0xc0) != 0x80) {
                return 1;
            }
        }
        return length;
    }
}
