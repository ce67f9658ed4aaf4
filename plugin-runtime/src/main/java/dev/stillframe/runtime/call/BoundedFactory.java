// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Settings;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterFactory;
import java.time.Duration;
import java.util.List;

/** A writer factory whose every call is bounded in time. Calls of one factory never overlap. Any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class BoundedFactory {
    /** @param factory wrapped already so that its class loader is set around every call */
    public BoundedFactory(WriterFactory factory, NanoClock clock) {
        throw new UnsupportedOperationException("not built yet");
    }

    public Outcome<WriterDescriptor> descriptor(Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Makes the writer of one application. */
    public Outcome<BoundedWriter> open(Settings settings, WriterContext context, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Whether the factory can say what an application lacks. */
    public boolean diagnoses() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What an application lacks; nothing if the factory cannot say. */
    public Outcome<List<Diagnosis>> diagnose(Settings settings, WriterContext context, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Whether the factory takes part in restores. */
    public boolean restores() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The handle of one restore; one that does nothing if the factory takes no part in restores. */
    public Outcome<BoundedRestorer> restorer(RestoreRequest request, WriterContext context, Duration limit) {
        throw new UnsupportedOperationException("not built yet");
    }
}
