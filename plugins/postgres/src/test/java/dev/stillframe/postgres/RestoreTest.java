// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres;

import static dev.stillframe.postgres.Servers.one;
import static dev.stillframe.postgres.Servers.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Component;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Grain;
import dev.stillframe.api.IdentifyRequest;
import dev.stillframe.api.Inventory;
import dev.stillframe.api.Participant;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Restorer;
import dev.stillframe.api.Restorer.RestoreReport;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterException;
import dev.stillframe.shop.PostgresServer;
import dev.stillframe.shop.PostgresServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster that is spread over the machine as on Debian, and everything in it that leads back to production. */
class RestoreTest {
    private static final PostgresWriterFactory FACTORY = new PostgresWriterFactory();

    @TempDir
    Path temp;

    private Path production;
    private TestStore store;

    @BeforeEach
    void openTemp() throws IOException {
        Servers.open(temp);
        production = Files.createDirectory(temp.resolve("production"));
        store = new TestStore(temp.resolve("restored"));
    }

    @ParameterizedTest
    @EnumSource(Grain.class)
    void theRestoredServerStartsAsPrintedIsWrittenAndLeavesEveryByteOfProductionAlone(Grain grain) throws Exception {
        RestoredComponent restored;
        try (PostgresServer server = spread().create()) {
            moveConfiguration(server);
            server.start();
            fill(server);
            restored = backUp(server, grain);
            server.stop();
        }
        SortedMap<String, String> before = everyFile();

        RestoreReport report = restore(restored);
        String arguments = printedArguments(report);
        try (PostgresServer copy = PostgresServer.in(store.at(production.resolve("data")))
                .arguments(arguments.split(" "))
                .open()) {
            copy.start();
            assertThat(one(copy, "select count(*) from there")).isEqualTo("1000");
            assertThat(one(copy, "select count(*) from here")).isEqualTo("1000");
            assertThat(one(copy, "show archive_mode")).isEqualTo("off");
            assertThat(one(copy, "show work_mem")).isEqualTo("7MB"); // from the included folder
            run(copy, "insert into there select generate_series(1, 50000)", "update here set n = n + 1");
            run(copy, "select pg_switch_wal()", "checkpoint", "vacuum full there", "select pg_switch_wal()");
            assertThat(one(copy, "select pg_tablespace_location(oid) from pg_tablespace where spcname = 'far'"))
                    .isEqualTo(store.at(production.resolve("tablespace")).toString());
            assertThat(one(copy, "show data_directory"))
                    .isEqualTo(store.at(production.resolve("data")).toString());
            assertThat(one(copy, "show hba_file"))
                    .isEqualTo(store.at(production.resolve("etc/pg_hba.conf")).toString());
            copy.stop();
        }

        assertThat(everyFile()).isEqualTo(before);
    }

    @Test
    void withoutTheRestorersWorkTheCopyWouldReachProduction() throws Exception {
        // the proof that the test above can fail
        RestoredComponent restored;
        try (PostgresServer server = spread().create()) {
            moveConfiguration(server);
            server.start();
            fill(server);
            restored = backUp(server, Grain.LIVE);
            server.stop();
        }
        assertThat(Files.readSymbolicLink(store.at(production.resolve("data/pg_wal"))))
                .startsWith(production);
        assertThat(Files.readString(store.at(production.resolve("data/tablespace_map"))))
                .contains(" " + production.resolve("tablespace"));
        restore(restored);
        assertThat(Files.readSymbolicLink(store.at(production.resolve("data/pg_wal"))))
                .startsWith(store.folder());
        assertThat(Files.readString(store.at(production.resolve("data/tablespace_map"))))
                .doesNotContain(" " + production)
                .contains(" " + store.at(production.resolve("tablespace")));
    }

    @Test
    void aRestoreOverARunningServerIsRefused() throws Exception {
        try (PostgresServer server =
                PostgresServer.in(store.at(production.resolve("data"))).start()) {
            Map<String, String> facts =
                    Map.of("data-directory", production.resolve("data").toString());
            RestoredComponent component = new RestoredComponent(PostgresWriter.CLUSTER, List.of(), Grain.LIVE, facts);
            try (Restorer restorer = FACTORY.restorer(request(component), TestHost.CONTEXT)) {
                assertThatThrownBy(() -> restorer.before(TestHost.minute()))
                        .isInstanceOfSatisfying(
                                WriterException.class, e -> assertThat(e.code()).isEqualTo("postgres.running"))
                        .hasMessageContaining(Long.toString(server.pid()));
            }
        }
    }

    @Test
    void aRestoreOverWhatAnotherClusterLeftIsRefused() throws Exception {
        Map<String, String> facts = Map.of("data-directory", "/data", "wal-directory", "/wal");
        RestoredComponent component = new RestoredComponent(PostgresWriter.CLUSTER, List.of(), Grain.LIVE, facts);
        Path wal = Files.createDirectories(store.folder().resolve("wal"));
        try (Restorer restorer = FACTORY.restorer(request(component), TestHost.CONTEXT)) {
            restorer.before(TestHost.minute());
            Files.createFile(wal.resolve("000000010000000000000009"));
            assertThatThrownBy(() -> restorer.before(TestHost.minute()))
                    .isInstanceOfSatisfying(
                            WriterException.class, e -> assertThat(e.code()).isEqualTo("postgres.occupied"));
        }
    }

    private PostgresServerBuilder spread() {
        return PostgresServer.in(production.resolve("data"))
                .walDirectory(production.resolve("wal"))
                .arguments("-c", "config_file=" + production.resolve("etc/postgresql.conf"))
                .setting("data_directory", production.resolve("data").toString())
                .setting("hba_file", production.resolve("etc/pg_hba.conf").toString())
                .setting("ident_file", production.resolve("etc/pg_ident.conf").toString())
                .setting("external_pid_file", production.resolve("run/main.pid").toString())
                .setting("logging_collector", "on")
                .setting("log_directory", production.resolve("log").toString())
                .setting("log_filename", "postgresql.log")
                .setting("archive_mode", "on")
                .setting("archive_command", "cp %p " + production.resolve("archive") + "/%f")
                .setting("unix_socket_directories", production.resolve("run").toString());
    }

    /** As Debian has it: etc/postgresql.conf with a folder of more settings, named by its absolute path. */
    private void moveConfiguration(PostgresServer server) throws IOException {
        for (String folder : List.of("etc", "etc/conf.d", "run", "log", "archive", "tablespace")) {
            Servers.folder(server, production.resolve(folder));
        }
        for (String name : List.of("postgresql.conf", "pg_hba.conf", "pg_ident.conf")) {
            Files.move(
                    production.resolve("data").resolve(name),
                    production.resolve("etc").resolve(name));
        }
        Files.writeString(production.resolve("etc/conf.d/memory.conf"), "work_mem = 7MB # for reports\n");
        Files.writeString(
                production.resolve("etc/postgresql.conf"),
                "include_dir '" + production.resolve("etc/conf.d") + "'\n",
                StandardOpenOption.APPEND);
        server.account().give(production.resolve("etc"));
    }

    private void fill(PostgresServer server) throws Exception {
        run(server, "create tablespace far location '" + production.resolve("tablespace") + "'");
        run(server, "create table there tablespace far as select generate_series(1, 1000) as n");
        run(server, "create table here as select generate_series(1, 1000) as n");
    }

    private RestoredComponent backUp(PostgresServer server, Grain grain) throws Exception {
        try (Writer writer = FACTORY.open(TestHost.settings(server, Map.of()), TestHost.CONTEXT)) {
            Inventory inventory = writer.identify(new IdentifyRequest(BackupType.COPY, TestHost.minute()));
            Component component = inventory.components().get(0);
            try (Participant participant = writer.join(TestHost.cycle(grain))) {
                participant.prepare(TestHost.minute());
                if (grain == Grain.ATOMIC) {
                    copyAtOnce(server, inventory);
                } else {
                    store.copy(inventory, grain);
                }
                Gathered gathered = participant.gather(TestHost.minute());
                store.add(gathered);
                assertThat(participant.validate(store, TestHost.minute()).get(PostgresWriter.CLUSTER))
                        .isInstanceOf(Verdict.Sound.class);
                Map<String, String> facts = new HashMap<>(component.facts());
                facts.putAll(gathered.facts().get(PostgresWriter.CLUSTER));
                boolean label = Files.exists(store.at(production.resolve("data/backup_label")));
                assertThat(label).isEqualTo(grain != Grain.ATOMIC);
                assertThat(Files.exists(store.beside("backup_label"))).isEqualTo(grain == Grain.ATOMIC);
                return new RestoredComponent(component.id(), component.files(), grain, facts);
            }
        }
    }

    /** Stops every process of the server, so that the copy is of one instant. */
    private void copyAtOnce(PostgresServer server, Inventory inventory) throws Exception {
        ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElseThrow();
        signal("STOP", Stream.of(postmaster));
        List<ProcessHandle> children = postmaster.children().toList();
        signal("STOP", children.stream());
        try {
            store.copy(inventory, Grain.ATOMIC);
        } finally {
            signal("CONT", Stream.concat(children.stream(), Stream.of(postmaster)));
        }
    }

    private static void signal(String name, Stream<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes.toList()) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }

    private RestoreRequest request(RestoredComponent component) {
        return new RestoreRequest(
                List.of(component), SourcePath.of(store.folder().toString()), false);
    }

    private RestoreReport restore(RestoredComponent component) throws WriterException {
        try (Restorer restorer = FACTORY.restorer(request(component), TestHost.CONTEXT)) {
            return restorer.after(TestHost.minute());
        }
    }

    private static String printedArguments(RestoreReport report) {
        Matcher matcher = Pattern.compile("postgres -D \\S+ (.*)")
                .matcher(report.nextSteps().get(0));
        assertThat(matcher.find()).as(report.nextSteps().toString()).isTrue();
        return matcher.group(1);
    }

    /** What there is of production: size and content of each file, the target of each link, and the time of its change. */
    private SortedMap<String, String> everyFile() throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(production)) {
            for (Path file : files.toList()) {
                String content = Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : Files.isDirectory(file) ? "" : hash(file);
                all.put(file.toString(), content + " " + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
            }
        }
        return all;
    }

    private static String hash(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(file));
        return Long.toHexString(crc.getValue());
    }
}
