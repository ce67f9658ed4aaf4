// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Cycle;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;

/** Calls to a writer. It keeps its plugin loaded until it is closed. */
final class WriterInContext implements Writer {
    private final Writer writer;
    private final ContextLoader context;
    private final String application;
    private final Leases.Lease lease;

    WriterInContext(Writer writer, ContextLoader context, String application) {
        this.writer = writer;
        this.context = context;
        this.application = application;
        this.lease = context.leases().take("writer of " + application);
    }

    @Override
    public Inventory identify(IdentifyRequest request) throws WriterException {
        ClassLoader before = context.enter();
        try {
            return writer.identify(request);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Participant join(Cycle cycle) {
        Participant participant;
        ClassLoader before = context.enter();
        try {
            participant = writer.join(cycle);
        } finally {
            context.leave(before);
        }
        String what = "participant of " + application;
        return participant instanceof Freezable freezable
                ? new FreezableInContext(freezable, context, what)
                : new ParticipantInContext(participant, context, what);
    }

    @Override
    public void close() {
        ClassLoader before = context.enter();
        try {
            writer.close();
        } finally {
            context.leave(before);
            lease.release();
        }
    }
}
