// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import static dev.stillframe.postgres.Servers.one;
import static dev.stillframe.postgres.Servers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveBackupTest {
    @TempDir
    Path temp;

    @BeforeEach
    void openTemp() throws Exception {
        Servers.open(temp);
    }

    @ParameterizedTest
    @MethodSource("dev.stillframe.postgres.Servers#ofEveryVersion")
    void aPlainCopyOfTheFilesAndTheLateFilesStartsAndHoldsEverythingUpToTheStop(PostgresBinaries binaries)
            throws Exception {
        TestStore store = new TestStore(temp.resolve("backup"));
        try (PostgresServer server = PostgresServer.in(temp.resolve("data"))
                        .binaries(binaries)
                        .start();
                Writer writer =
                        new PostgresWriterFactory().open(TestHost.settings(server, Map.of()), TestHost.CONTEXT)) {
            run(server, "create table t as select generate_series(1, 10000) as n", "checkpoint");
            Inventory inventory = writer.identify(new IdentifyRequest(BackupType.COPY, TestHost.minute()));
            try (Participant participant = writer.join(TestHost.cycle(Grain.LIVE))) {
                participant.prepare(TestHost.minute());
                run(server, "update t set n = n + 10000", "checkpoint");
                store.copy(inventory, Grain.LIVE);
                run(server, "update t set n = n + 10000", "insert into t values (0)", "checkpoint");
                Gathered gathered = participant.gather(TestHost.minute());
                run(server, "insert into t values (0)");
                store.add(gathered);
                assertThat(participant.validate(store, TestHost.minute()).get(PostgresWriter.CLUSTER))
                        .isInstanceOf(Verdict.Sound.class);
                assertThat(gathered.facts().get(PostgresWriter.CLUSTER)).containsEntry("slot", "used");
            }
            await().untilAsserted(() -> assertThat(one(server, "select count(*) from pg_replication_slots"))
                    .isEqualTo("0"));
        }

        try (PostgresServer restored = PostgresServer.in(store.at(temp.resolve("data")))
                .binaries(binaries)
                .open()) {
            restored.start();
            assertThat(one(restored, "select count(*) || '/' || sum(n)::text from t"))
                    .isEqualTo("10001/" + (10000L * 10001 / 2 + 200_000_000L));
            assertThat(restored.log()).contains("consistent recovery state reached");
        }
    }
}
