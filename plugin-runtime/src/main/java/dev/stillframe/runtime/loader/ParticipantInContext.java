// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Calls to a participant. It keeps its plugin loaded until it is closed. */
sealed class ParticipantInContext implements Participant permits FreezableInContext {
    final ContextLoader context;
    private final Participant participant;
    private final Leases.Lease lease;

    ParticipantInContext(Participant participant, ContextLoader context, String what) {
        this.participant = Objects.requireNonNull(participant, "join returned no participant");
        this.context = context;
        this.lease = context.leases().take(what);
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            participant.prepare(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Gathered gather(Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            return participant.gather(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            return participant.validate(image, deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void complete(Set<ComponentId> stored, Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            participant.complete(stored, deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void abort() {
        ClassLoader before = context.enter();
        try {
            participant.abort();
        } finally {
            context.leave(before);
        }
    }

    @Override
    public void close() {
        ClassLoader before = context.enter();
        try {
            participant.close();
        } finally {
            context.leave(before);
            lease.release();
        }
    }
}
