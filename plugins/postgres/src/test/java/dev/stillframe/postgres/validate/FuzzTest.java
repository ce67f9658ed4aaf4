// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.postgres.format.BackupLabel;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.MalformedException;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.format.WalEffect;
import dev.stillframe.postgres.format.WalFormat;
import dev.stillframe.postgres.format.WalReader;
import dev.stillframe.postgres.format.WalRecord;
import dev.stillframe.postgres.format.WalSegmentName;
import dev.stillframe.postgres.format.WalStep;
import dev.stillframe.shop.PostgresBinaries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Damaged bytes of every kind end in a verdict, never in an exception, and never go on for ever. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FuzzTest {
    private static final int ROUNDS = 60;
    private static final int SEGMENT = 16 << 20;

    private final long seed = Long.getLong("stillframe.seed", new Random().nextLong());
    private RealCluster cluster;
    private FolderImage image;
    private PgControl control;
    private SourcePath wal;
    private SourcePath pgClass;

    @BeforeAll
    void crash(@TempDir Path temp) throws Exception {
        System.out.println("-Dstillframe.seed=" + seed);
        cluster = new RealCluster(temp, PostgresBinaries.embedded(), true);
        cluster.run("checkpoint", "create table t as select i from generate_series(1, 30000) i", "drop table t");
        pgClass = cluster.file("pg_class");
        cluster.crash();
        control = cluster.control();
        String segment = new WalSegmentName(1, control.redo().value() / SEGMENT).text(SEGMENT);
        wal = cluster.path("pg_wal/" + segment);
        image = cluster.image().inMemory();
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void damagedWalEndsAnywhereButEnds() throws Exception {
        Random random = new Random(seed);
        byte[] whole = image.bytes(wal);
        int redo = (int) (control.redo().value() % SEGMENT);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = whole.clone();
            for (int i = random.nextInt(20); i >= 0; i--) {
                int at = redo + random.nextInt(1 << random.nextInt(1, 21));
                bytes[at] = (byte) random.nextInt();
            }
            FolderImage damaged = image.with(wal, bytes);
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                assertThat(readAll(damaged)).isLessThan(2_000_000);
            });
        }
    }

    @Test
    void damagedRecordsWithARightChecksumAreRead() throws Exception {
        Random random = new Random(seed);
        byte[] whole = image.bytes(wal);
        int redo = (int) (control.redo().value() % SEGMENT);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.clone();
            ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int length = file.getInt(redo);
            assumeTrue(redo % 8192 + length < 8192, "the first record lies on two pages");
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[redo + 24 + random.nextInt(length - 24)] = (byte) random.nextInt();
            }
            bytes[redo + 16] = (byte) random.nextInt();
            bytes[redo + 17] = (byte) random.nextInt(30);
            CRC32C crc = new CRC32C();
            crc.update(bytes, redo + 24, length - 24);
            crc.update(bytes, redo, 20);
            file.putInt(redo + 20, (int) crc.getValue());
            if (first(image.with(wal, bytes)) instanceof WalStep.Read read) {
                for (Release release : Release.values()) {
                    assertThat(WalEffect.of(read.record(), release)).isNotNull();
                }
            }
        }
    }

    @Test
    void damagedDataOfARecordHaveNoEffect() {
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] data = new byte[random.nextInt(200)];
            random.nextBytes(data);
            WalRecord record =
                    new WalRecord(new Lsn(8), new Lsn(16), random.nextInt(6), random.nextInt(16) << 4, List.of(), data);
            for (Release release : Release.values()) {
                assertThat(WalEffect.of(record, release)).isNotNull();
            }
        }
    }

    @Test
    void damagedFilesOfEveryKindEndInAVerdict() throws Exception {
        Random random = new Random(seed);
        List<SourcePath> files = List.of(
                cluster.path("global/pg_control"),
                cluster.path("global/pg_filenode.map"),
                cluster.path("PG_VERSION"),
                cluster.path("base/1/pg_filenode.map"),
                pgClass,
                wal);
        for (int round = 0; round < ROUNDS; round++) {
            SourcePath file = files.get(random.nextInt(files.size()));
            byte[] bytes = image.bytes(file);
            byte[] garbage = new byte[random.nextInt(5000)];
            random.nextBytes(garbage);
            FolderImage damaged = random.nextBoolean() && bytes.length > 0
                    ? image.edit(file, whole -> Arrays.copyOf(whole, random.nextInt(whole.length)))
                    : image.with(file, garbage);

            Verdict verdict = new ClusterValidation(
                            cluster.place(), control.systemIdentifier(), new RecoveryEnd.EndOfWal())
                    .verdict(damaged, RealCluster.ID, RealCluster.PLENTY);

            boolean mayBeGood = file.equals(pgClass) // WAL restores some of its pages
                    || file.equals(cluster.path("PG_VERSION")); // good without its line feed, too
            if (!mayBeGood) {
                assertThat(verdict).as("%s in round %d", file, round).isInstanceOf(Verdict.Damaged.class);
            }
        }
    }

    @Test
    void damagedControlFilesAndLabelsAreRefused() throws Exception {
        Random random = new Random(seed);
        byte[] whole = image.bytes(cluster.path("global/pg_control"));
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = whole.clone();
            int at = random.nextInt(292);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            boolean refused = false;
            try {
                PgControl.parse(bytes);
            } catch (MalformedException e) {
                refused = true;
            }
            assertThat(refused).as("bit flipped at %d", at).isTrue();
            byte[] garbage = new byte[random.nextInt(300)];
            random.nextBytes(garbage);
            try {
                BackupLabel.parse(garbage);
            } catch (MalformedException e) {
                assertThat(e.reason()).isNotEmpty();
            }
        }
    }

    private long readAll(FolderImage damaged) throws Exception {
        WalReader reader = reader(damaged);
        long records = 0;
        while (reader.next() instanceof WalStep.Read) {
            records++;
        }
        assertThat(reader.next()).isInstanceOf(WalStep.End.class);
        return records;
    }

    private WalStep first(FolderImage damaged) throws Exception {
        return reader(damaged).next();
    }

    private WalReader reader(FolderImage damaged) {
        WalFormat format = new WalFormat(Release.V18, control.systemIdentifier(), 8192, SEGMENT);
        return new WalReader(
                format,
                number -> damaged.file(cluster.path("pg_wal/" + new WalSegmentName(1, number).text(SEGMENT))),
                control.redo());
    }
}
