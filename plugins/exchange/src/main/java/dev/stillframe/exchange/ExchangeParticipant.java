// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.check.EseCheck;
import dev.stillframe.exchange.check.Pace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One cycle. The VSS writer does the holding, the snapshot provider tells it how the backup ended, and the logs are
 * Exchange's to truncate: what is left is to check what was taken, which Exchange does not do itself.
 */
final class ExchangeParticipant implements Participant {
    private final Cycle cycle;
    private final Pace pace;
    private final int threads;
    private volatile boolean aborted;

    ExchangeParticipant(Cycle cycle, Pace pace, int threads) {
        this.cycle = cycle;
        this.pace = pace;
        this.threads = threads;
    }

    @Override
    public void prepare(Deadline deadline) {
        // the VSS writer is prepared by whoever takes the shadow copies
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        Deadline ends = () -> aborted ? Duration.ZERO : deadline.remaining();
        Map<ComponentId, Verdict> verdicts = new LinkedHashMap<>();
        for (ComponentId id : cycle.grains().keySet()) {
            List<ImageFile> files;
            try (Stream<ImageFile> all = image.files(id)) {
                files = all.toList();
            }
            verdicts.put(id, EseCheck.ofBackup(files, ends, pace, threads));
        }
        return verdicts;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void close() {
        aborted = true;
    }
}
