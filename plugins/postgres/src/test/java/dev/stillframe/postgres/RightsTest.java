// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import static dev.stillframe.postgres.Servers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Diagnoses.Diagnosis;
import dev.stillframe.api.Diagnoses.Status;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Participant;
import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import dev.stillframe.shop.PostgresBinaries;
import dev.stillframe.shop.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RightsTest {
    private static final PostgresWriterFactory FACTORY = new PostgresWriterFactory();

    @TempDir
    Path temp;

    @BeforeEach
    void openTemp() throws Exception {
        Servers.open(temp);
    }

    @ParameterizedTest
    @MethodSource("dev.stillframe.postgres.Servers#ofEveryVersion")
    void exactlyThePrintedStatementsLetAnOrdinaryRoleBackUp(PostgresBinaries binaries) throws Exception {
        try (PostgresServer server =
                PostgresServer.in(temp.resolve("data")).binaries(binaries).start()) {
            run(server, "create role \"Backup Role\" login");
            Settings settings = TestHost.settings(server, Map.of("user", "Backup Role", "slot", "required"));
            assertThatThrownBy(() -> backUp(settings))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("postgres.rights"));

            List<String> statements = diagnose(settings).stream()
                    .filter(diagnosis -> diagnosis.status() == Status.MISSING)
                    .map(Diagnosis::remedy)
                    .toList();
            for (String statement : statements) {
                run(server, statement);
            }

            assertThat(statements).hasSize(4).allMatch(statement -> statement.contains("\"Backup Role\""));
            assertThat(diagnose(settings)).extracting(Diagnosis::status).containsOnly(Status.GOOD);
            assertThat(backUp(settings).files()).isNotEmpty();
        }
    }

    @Test
    void withoutReplicationRightsABackupIsMadeWithoutASlotAndSaysSo() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).start()) {
            run(server, "create role plain login");
            Settings settings = TestHost.settings(server, Map.of("user", "plain"));
            for (Diagnosis diagnosis : diagnose(settings)) {
                if (diagnosis.status() == Status.MISSING) {
                    run(server, diagnosis.remedy());
                }
            }

            assertThat(diagnose(settings))
                    .extracting(Diagnosis::status, Diagnosis::remedy)
                    .contains(tuple(Status.WARNING, "ALTER ROLE plain REPLICATION"));
            assertThat(backUp(settings).facts().get(PostgresWriter.CLUSTER).get("slot"))
                    .startsWith("none: ");
        }
    }

    @Test
    void aPasswordComesFromAFileOrAPassfile() throws Exception {
        try (PostgresServer server = PostgresServer.in(temp.resolve("data")).create()) {
            Files.writeString(
                    temp.resolve("data/pg_hba.conf"),
                    "host all secretive 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
            server.start();
            run(server, "create role secretive superuser login password 'a:b\\c'");
            Path file = Files.writeString(temp.resolve("password"), "a:b\\c\n");
            Path passfile = Files.writeString(
                    temp.resolve("passfile"), "# comment\nother:*:*:*:x\n127.0.0.1:*:*:secretive:a\\:b\\\\c\n");

            Files.setPosixFilePermissions(passfile, PosixFilePermissions.fromString("rw-r--r--"));
            assertThatThrownBy(() -> connect(server, Map.of("passfile", passfile.toString())))
                    .hasMessageContaining("by others");
            Files.setPosixFilePermissions(passfile, PosixFilePermissions.fromString("rw-------"));
            connect(server, Map.of("passfile", passfile.toString()));
            connect(server, Map.of("password-file", file.toString()));
            Files.writeString(file, "wrong");
            assertThatThrownBy(() -> connect(server, Map.of("password-file", file.toString())))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("postgres.login"));
        }
    }

    @Test
    void aPasswordInTheUrlIsRefused() {
        Settings settings = new Settings(Map.of("url", "jdbc:postgresql://localhost/postgres?password=hush"));
        assertThatThrownBy(() -> FACTORY.open(settings, TestHost.CONTEXT))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("postgres.password-in-url"))
                .hasMessageNotContaining("hush");
    }

    @Test
    void aServerThatIsDownIsADiagnosis() throws Exception {
        Settings settings = new Settings(Map.of("url", "jdbc:postgresql://127.0.0.1:1/postgres", "user", "postgres"));
        assertThat(diagnose(settings))
                .singleElement()
                .satisfies(diagnosis -> assertThat(diagnosis.status()).isEqualTo(Status.MISSING))
                .satisfies(diagnosis -> assertThat(diagnosis.finding()).contains("127.0.0.1:1"));
    }

    private static void connect(PostgresServer server, Map<String, Object> password) throws WriterException {
        Map<String, Object> settings = new java.util.HashMap<>(password);
        settings.put("user", "secretive");
        try (Writer writer = FACTORY.open(TestHost.settings(server, settings), TestHost.CONTEXT)) {
            writer.identify(new IdentifyRequest(BackupType.COPY, TestHost.minute()));
        }
    }

    private static List<Diagnosis> diagnose(Settings settings) throws WriterException {
        return FACTORY.diagnose(settings, TestHost.CONTEXT, TestHost.minute());
    }

    private static Gathered backUp(Settings settings) throws WriterException {
        try (Writer writer = FACTORY.open(settings, TestHost.CONTEXT);
                Participant participant = writer.join(TestHost.cycle(Grain.LIVE))) {
            participant.prepare(TestHost.minute());
            return participant.gather(TestHost.minute());
        }
    }
}
