// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import dev.stillframe.shop.PostgresServer;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** One live backup of a server, step by step. */
final class Backups implements AutoCloseable {
    private final Writer writer;
    private Participant participant;

    Backups(PostgresServer server, Map<String, Object> settings) throws WriterException {
        writer = new PostgresWriterFactory().open(TestHost.settings(server, settings), TestHost.CONTEXT);
        participant = writer.join(TestHost.cycle(Grain.LIVE));
    }

    static Inventory identify(PostgresServer server, Map<String, Object> settings) throws WriterException {
        try (Writer writer = new PostgresWriterFactory().open(TestHost.settings(server, settings), TestHost.CONTEXT)) {
            return writer.identify(new IdentifyRequest(BackupType.COPY, TestHost.minute()));
        }
    }

    /** Asserts that a call is refused with a code. */
    static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call, String code) {
        return Assertions.assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WriterException.class,
                        e -> Assertions.assertThat(e.code()).as(e.toString()).isEqualTo(code));
    }

    Inventory identify() throws WriterException {
        return writer.identify(new IdentifyRequest(BackupType.COPY, TestHost.minute()));
    }

    /** Identifies, as a host does before every cycle, and joins again. */
    void plan() throws WriterException {
        participant.close();
        identify();
        participant = writer.join(TestHost.cycle(Grain.LIVE));
    }

    void prepare() throws WriterException {
        participant.prepare(TestHost.minute());
    }

    Gathered gather() throws WriterException {
        return participant.gather(TestHost.minute());
    }

    Participant participant() {
        return participant;
    }

    @Override
    public void close() {
        participant.close();
        writer.close();
    }
}
