// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.api.WriterException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** How the tests of this package ask for a verdict. */
final class Checks {
    static final Deadline PATIENT = () -> Duration.ofMinutes(10);

    private Checks() {}

    /** Randomness that can be repeated: -Dstillframe.seed=N. */
    static Random random(String what) {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println(what + ": seed " + seed);
        return new Random(seed);
    }

    static Verdict verdict(List<? extends ImageFile> files) throws WriterException {
        return verdict(files, Encryption.UNKNOWN);
    }

    static Verdict verdict(List<? extends ImageFile> files, Encryption encryption) throws WriterException {
        return new DatabaseValidation(encryption).verdict(List.copyOf(files), PATIENT);
    }

    static Verdict.Sound sound(List<? extends ImageFile> files) throws WriterException {
        Verdict verdict = verdict(files);
        assertThat(verdict).isInstanceOf(Verdict.Sound.class);
        return (Verdict.Sound) verdict;
    }

    static Verdict.Damaged damaged(List<? extends ImageFile> files) throws WriterException {
        Verdict verdict = verdict(files);
        assertThat(verdict).isInstanceOf(Verdict.Damaged.class);
        return (Verdict.Damaged) verdict;
    }

    /** The only finding. */
    static Finding finding(List<? extends ImageFile> files) throws WriterException {
        Verdict.Damaged damaged = damaged(files);
        assertThat(damaged.first()).hasSize(1);
        assertThat(damaged.total()).isEqualTo(1);
        return damaged.first().get(0);
    }
}
