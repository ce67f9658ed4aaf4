// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;
import java.util.OptionalLong;

/** What a validation found. */
public sealed interface Verdict {
    /**
     * Every unit that can be checked was checked and is good, now or when the bytes were last judged.
     *
     * @param checked how many units were proved good now
     * @param carried how many were passed over, because they are {@link ImageFile#unchanged() unchanged}
     * @param unverifiable how many carry nothing to check them by
     * @param unit the plural name of a unit, for example {@code pages}
     * @param lasting whether this holds for as long as the bytes stay the same. It does not where a unit was excused by
     *     something else, for example a torn page that the log restores: then nothing is passed over the next time
     * @param remarks what a reader of the receipt should know, for example {@code 2 pages healed by WAL}
     */
    record Sound(long checked, long carried, long unverifiable, String unit, boolean lasting, List<String> remarks)
            implements Verdict {
        public Sound {
            remarks = List.copyOf(remarks);
        }

        /** Of a validation that reads everything every time. */
        public Sound(long checked, long unverifiable, String unit, List<String> remarks) {
            this(checked, 0, unverifiable, unit, false, remarks);
        }
    }

    /** Nothing about the files can be checked, for example because checksums are off. */
    record Unverifiable(String reason) implements Verdict {}

    /**
     * At least one unit is bad or missing.
     *
     * @param first the first findings, at most 100
     * @param total how many there are in all
     */
    record Damaged(List<Finding> first, long total) implements Verdict {
        public Damaged {
            first = List.copyOf(first);
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param block the index of the bad block or page, if it is one
     * @param reason lower case, no full stop
     */
    record Finding(SourcePath file, OptionalLong block, String reason) {}
}
