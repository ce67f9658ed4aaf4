// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.postgres.format.BlockReference;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.format.WalFormat;
import dev.stillframe.postgres.format.WalReader;
import dev.stillframe.postgres.format.WalRecord;
import dev.stillframe.postgres.format.WalStep;
import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own tools judge the same files: {@code pg_checksums}, {@code pg_waldump}. */
final class OracleTest {
    private static final Pattern BAD_BLOCK = Pattern.compile("verification failed in file \"([^\"]+)\", block (\\d+)");
    private static final Pattern DUMPED =
            Pattern.compile("len \\(rec/tot\\): +\\d+/ *(\\d+),.*?lsn: ([0-9A-F]+)/([0-9A-F]+), prev", Pattern.DOTALL);
    private static final Pattern DUMPED_BLOCK = Pattern.compile(
            "blkref #\\d+: rel (\\d+)/(\\d+)/(\\d+)(?: fork (\\w+))? blk (\\d+)( FPW)?( for WAL verification)?");

    @TempDir
    Path temp;

    @BeforeEach
    void needsTheTools() {
        assumeTrue(
                Files.exists(RealCluster.DEBIAN_15.resolve("pg_waldump")),
                "there are no tools of PostgreSQL 15 in " + RealCluster.DEBIAN_15);
    }

    @Test
    void pagesThatPgChecksumsRefusesAreThePagesThatAreFound() throws Exception {
        try (RealCluster cluster = cluster()) {
            cluster.run(
                    "create table t as select i, md5(i::text) s from generate_series(1, 50000) i",
                    "create index on t (s)",
                    "create table side tablespace side as select * from t",
                    "vacuum t");
            List<SourcePath> files =
                    List.of(cluster.file("t"), cluster.file("side"), cluster.file("t_s_idx"), cluster.file("pg_class"));
            cluster.server.stop();
            long seed = new Random().nextLong();
            System.out.println("seed " + seed);
            damage(files, new Random(seed));

            String output = RealCluster.output(tool("pg_checksums"), "-c", "-D", cluster.data.toString());
            TreeSet<String> refused = new TreeSet<>();
            Matcher bad = BAD_BLOCK.matcher(output);
            while (bad.find()) {
                refused.add(Path.of(bad.group(1)).getFileName() + " " + bad.group(2));
            }
            Verdict verdict = cluster.verdict(cluster.image());

            assertThat(refused).hasSizeGreaterThan(5);
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Damaged.class,
                            damaged -> assertThat(damaged.first())
                                    .extracting(finding ->
                                            Path.of(finding.file().toString()).getFileName() + " "
                                                    + finding.block().orElseThrow())
                                    .containsExactlyInAnyOrderElementsOf(refused));
        }
    }

    @Test
    void asManyPagesAreCheckedAsPgChecksumsScans() throws Exception {
        try (RealCluster cluster = cluster()) {
            cluster.run("create table side tablespace side as select i from generate_series(1, 50000) i");
            cluster.server.stop();
            String output = RealCluster.output(tool("pg_checksums"), "-c", "-D", cluster.data.toString());
            Matcher scanned = Pattern.compile("Blocks scanned: +(\\d+)").matcher(output);
            assertThat(scanned.find()).as(output).isTrue();

            assertThat(cluster.verdict(cluster.image()))
                    .isInstanceOfSatisfying(
                            Verdict.Sound.class,
                            sound -> assertThat(sound.checked()).isEqualTo(Long.parseLong(scanned.group(1))));
        }
    }

    @Test
    void recordsAreThoseThatPgWaldumpPrints() throws Exception {
        try (RealCluster cluster = cluster()) {
            try (Load load = new Load(cluster, 2)) {
                cluster.run(
                        "checkpoint",
                        "create table t as select i, repeat(md5(i::text), 9) s from generate_series(1, 60000) i",
                        "create index on t using gin (to_tsvector('simple', s))",
                        "set wal_compression = on; update t set i = i + 1",
                        "select pg_switch_wal()",
                        "select pg_logical_emit_message(true, 'long', repeat('x', 300000))",
                        "create table many as select i from generate_series(1, 10) i",
                        "truncate many",
                        "vacuum t");
                assertThat(load.changes()).isPositive();
                cluster.crash();
            }
            PgControl control = cluster.control();
            String dumped = RealCluster.output(
                    tool("pg_waldump"),
                    "-p",
                    cluster.data.resolve("pg_wal").toString(),
                    "-s",
                    control.redo().toString());

            List<String> ours = read(cluster, control);
            List<String> theirs = parse(dumped);
            for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
                assertThat(ours.get(i)).as("record %d", i).isEqualTo(theirs.get(i));
            }
            assertThat(ours).hasSameSizeAs(theirs);
        }
    }

    private static List<String> read(RealCluster cluster, PgControl control) throws IOException {
        WalFiles files = new WalFiles(cluster.place().wal(), control.walSegmentSize(), control.timeline());
        FolderImage image = cluster.image();
        image.files(RealCluster.ID).forEach(files::add);
        files.readHistory(image);
        WalFormat format =
                new WalFormat(Release.V15, control.systemIdentifier(), control.walPageSize(), control.walSegmentSize());
        WalReader reader = new WalReader(format, files, control.redo());
        List<String> records = new ArrayList<>();
        while (reader.next() instanceof WalStep.Read read) {
            WalRecord record = read.record();
            StringBuilder line = new StringBuilder(record.start().toString());
            for (BlockReference block : record.blocks()) {
                line.append(" ")
                        .append(block.fork().relation())
                        .append(" ")
                        .append(block.fork().fork());
                line.append(" ").append(block.block()).append(block.restored() ? " image" : "");
            }
            records.add(line.toString());
        }
        assertThat(records).hasSizeGreaterThan(50_000);
        return records;
    }

    private static List<String> parse(String dumped) {
        List<String> records = new ArrayList<>();
        for (String line : dumped.split("\n")) {
            Matcher record = DUMPED.matcher(line);
            if (!record.find()) {
                continue;
            }
            StringBuilder text = new StringBuilder();
            text.append(
                    String.format("%X/%X", Long.parseLong(record.group(2), 16), Long.parseLong(record.group(3), 16)));
            Matcher block = DUMPED_BLOCK.matcher(line);
            while (block.find()) {
                String fork = block.group(4) == null ? "MAIN" : block.group(4).toUpperCase(Locale.ROOT);
                text.append(" ").append(block.group(1) + "/" + block.group(2) + "/" + block.group(3));
                text.append(" ").append(fork).append(" ").append(block.group(5));
                text.append(block.group(6) != null && block.group(7) == null ? " image" : "");
            }
            records.add(text.toString());
        }
        return records;
    }

    private RealCluster cluster() throws Exception {
        return new RealCluster(temp, PostgresBinaries.installed(RealCluster.DEBIAN_15), true);
    }

    private static String tool(String name) {
        return RealCluster.DEBIAN_15.resolve(name).toString();
    }

    private static void damage(List<SourcePath> files, Random random) throws IOException {
        for (SourcePath path : files) {
            try (RandomAccessFile file = new RandomAccessFile(path.toString(), "rw")) {
                long pages = file.length() / 8192;
                for (int i = 0; i < 4; i++) {
                    byte[] garbage = new byte[1 + random.nextInt(200)];
                    random.nextBytes(garbage);
                    file.seek(Math.floorMod(random.nextLong(), pages) * 8192 + 32 + random.nextInt(7900));
                    file.write(garbage);
                }
            }
        }
    }
}
