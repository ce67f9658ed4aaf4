// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.runtime.call;

import dev.stillframe.api.ChecksFiles;
import dev.stillframe.api.Diagnoses;
import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restores;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import java.time.Duration;
import java.util.List;

/** A writer factory whose every call is bounded in time. Calls of one factory never overlap. Any thread. */
public final class BoundedFactory {
    private final WriterFactory factory;
    private final NanoClock clock;
    private final Callee callee;

    /** @param factory wrapped already so that its class loader is set around every call */
    public BoundedFactory(WriterFactory factory, NanoClock clock) {
        this.factory = factory;
        this.clock = clock;
        callee = new Callee("writer factory " + factory.getClass().getName(), false, () -> {}, () -> Done.DONE);
    }

    public synchronized Outcome<WriterDescriptor> descriptor(Duration limit) {
        return callee.call("descriptor", NanoDeadline.in(limit, clock), factory::descriptor);
    }

    /** Makes the writer of one application. */
    public synchronized Outcome<BoundedWriter> open(Settings settings, WriterContext context, Duration limit) {
        Body<Writer> body = () -> factory.open(settings, context);
        return callee.start("open", NanoDeadline.in(limit, clock), body, Writer::close)
                .await()
                .map(writer -> new BoundedWriter(context.application(), writer, clock));
    }

    /** Whether the factory can say what an application lacks. */
    public boolean diagnoses() {
        return factory instanceof Diagnoses;
    }

    /** What an application lacks; nothing if the factory cannot say. */
    public synchronized Outcome<List<Diagnosis>> diagnose(Settings settings, WriterContext context, Duration limit) {
        NanoDeadline deadline = NanoDeadline.in(limit, clock);
        return factory instanceof Diagnoses able
                ? callee.call("diagnose", deadline, () -> able.diagnose(settings, context, deadline))
                : new Outcome.Returned<>(List.of());
    }

    /** Whether the factory can check files that lie anywhere. */
    public boolean checksFiles() {
        return factory instanceof ChecksFiles;
    }

    /**
     * Checks files that belong together.
     *
     * @throws IllegalStateException if the factory cannot: nobody would know whether they are sound
     */
    public synchronized Outcome<Verdict> check(List<ImageFile> files, Duration limit) {
        if (!(factory instanceof ChecksFiles able)) {
            throw new IllegalStateException(factory.getClass().getName() + " checks no files");
        }
        NanoDeadline deadline = NanoDeadline.in(limit, clock);
        return callee.call("check", deadline, () -> able.check(files, deadline));
    }

    /** Whether the factory takes part in restores. */
    public boolean restores() {
        return factory instanceof Restores;
    }

    /** The handle of one restore; one that does nothing if the factory takes no part in restores. */
    public synchronized Outcome<BoundedRestorer> restorer(
            RestoreRequest request, WriterContext context, Duration limit) {
        Body<Restorer> body = () -> restorer(request, context);
        return callee.start("restorer", NanoDeadline.in(limit, clock), body, Restorer::close)
                .await()
                .map(restorer -> new BoundedRestorer(context.application(), restorer, clock));
    }

    private Restorer restorer(RestoreRequest request, WriterContext context) throws WriterException {
        return factory instanceof Restores able
                ? able.restorer(request, context)
                : deadline -> new Restorer.RestoreReport(List.of(), List.of());
    }
}
