// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.misbehaving;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.Participant;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A participant without a hold that misbehaves in one phase. */
class MisbehavingParticipant implements Participant {
    final Misbehaviour misbehaviour;
    final CountDownLatch aborted = new CountDownLatch(1);

    MisbehavingParticipant(Misbehaviour misbehaviour) {
        this.misbehaviour = misbehaviour;
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        misbehaviour.begin(Phase.PREPARE, aborted);
    }

    @Override
    @SuppressWarnings("NullAway") // how: null
    public Gathered gather(Deadline deadline) throws WriterException {
        misbehaviour.begin(Phase.GATHER, aborted);
        if (misbehaviour.is(Phase.GATHER, How.NULL)) {
            return null;
        }
        if (misbehaviour.is(Phase.GATHER, How.LIE)) { // delivers what does not exist
            LateFile missing = new LateFile(
                    MisbehavingWriter.COMPONENT,
                    new LateFile.Place.Beside("promised"),
                    new LateFile.CopyOf(SourcePath.of("/nonexistent/promised")));
            return new Gathered(List.of(missing), Map.of());
        }
        return Gathered.nothing();
    }

    @Override
    @SuppressWarnings("NullAway") // how: null
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        misbehaviour.begin(Phase.VALIDATE, aborted);
        if (misbehaviour.is(Phase.VALIDATE, How.NULL)) {
            return null;
        }
        Verdict sound = new Verdict.Sound(1, 0, "promises", List.of());
        boolean lie = misbehaviour.is(Phase.VALIDATE, How.LIE); // says nothing about its own, praises a stranger's
        return Map.of(lie ? new ComponentId("stranger") : MisbehavingWriter.COMPONENT, sound);
    }

    @Override
    public void complete(Set<ComponentId> stored, Deadline deadline) throws WriterException {
        misbehaviour.begin(Phase.COMPLETE, aborted);
    }

    @Override
    public void abort() {
        aborted.countDown();
        misbehaviour.beginQuietly(Phase.ABORT, aborted);
    }

    @Override
    public void close() {
        misbehaviour.beginQuietly(Phase.CLOSE, aborted);
    }
}
