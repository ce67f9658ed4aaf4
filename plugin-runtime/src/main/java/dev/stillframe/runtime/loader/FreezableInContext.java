// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.loader;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.WriterException;

/** Calls to a participant with a hold. */
final class FreezableInContext extends ParticipantInContext implements Freezable {
    private final Freezable freezable;

    FreezableInContext(Freezable freezable, ContextLoader context, String what) {
        super(freezable, context, what);
        this.freezable = freezable;
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            freezable.freeze(deadline);
        } finally {
            context.leave(before);
        }
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        ClassLoader before = context.enter();
        try {
            return freezable.thaw(deadline);
        } finally {
            context.leave(before);
        }
    }
}
