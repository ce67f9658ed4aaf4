// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Verdict;
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

    static Verdict verdict(ImageFile... files) throws WriterException {
        return EseCheck.of(List.of(files), PATIENT, Pace.unlimited(), 2);
    }

    static Verdict.Sound sound(ImageFile... files) throws WriterException {
        Verdict verdict = verdict(files);
        assertThat(verdict).isInstanceOf(Verdict.Sound.class);
        return (Verdict.Sound) verdict;
    }

    static Verdict.Damaged damaged(ImageFile... files) throws WriterException {
        Verdict verdict = verdict(files);
        assertThat(verdict).isInstanceOf(Verdict.Damaged.class);
        return (Verdict.Damaged) verdict;
    }

    /** The only finding's reason. */
    static String reason(ImageFile... files) throws WriterException {
        Verdict.Damaged damaged = damaged(files);
        assertThat(damaged.first()).hasSize(1);
        return damaged.first().get(0).reason();
    }
}
