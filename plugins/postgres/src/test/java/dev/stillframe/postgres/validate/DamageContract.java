// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.WalSegmentName;
import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One crashed cluster of one version, damaged in one way after the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DamageContract {
    private static final int PAGE = 8192;
    private static final int SEGMENT = 16 << 20;

    private RealCluster cluster;
    private FolderImage image;
    private PgControl control;
    private byte[] olderControl;
    private SourcePath cold;
    private SourcePath hot;
    private SourcePath side;
    private SourcePath unlogged;
    private SourcePath dropped;

    abstract PostgresBinaries binaries() throws IOException;

    @BeforeAll
    void crash(@TempDir Path temp) throws Exception {
        cluster = new RealCluster(temp, binaries(), true);
        olderControl = Files.readAllBytes(cluster.data.resolve("global/pg_control"));
        cluster.run(
                "create table cold as select i, md5(i::text) t from generate_series(1, 20000) i",
                "create table hot as select * from cold",
                "create table side tablespace side as select * from cold",
                "create unlogged table unlogged as select * from cold",
                "create table dropped as select * from cold",
                "select pg_switch_wal()",
                "checkpoint",
                "create table filler as select i, repeat(md5(i::text), 20) t from generate_series(1, 60000) i",
                "drop table filler",
                "checkpoint",
                "select pg_logical_emit_message(true, 'test', 'x')",
                "select pg_switch_wal()",
                "select pg_logical_emit_message(true, 'test', 'x')",
                "select pg_switch_wal()",
                "select pg_logical_emit_message(true, 'test', 'x')",
                "select pg_switch_wal()",
                "checkpoint",
                "checkpoint",
                "update hot set t = t || 'x' where i % 100 = 0");
        cold = cluster.file("cold");
        hot = cluster.file("hot");
        side = cluster.file("side");
        unlogged = cluster.file("unlogged");
        dropped = cluster.file("dropped");
        cluster.run(
                "create table more as select i, repeat(md5(i::text), 20) t from generate_series(1, 60000) i",
                "drop table dropped",
                "insert into side select * from cold where i < 100");
        cluster.crash();
        image = cluster.image();
        control = cluster.control();
    }

    @AfterAll
    void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void withoutDamageItIsSound() throws Exception {
        assertThat(cluster.verdict(image)).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
            assertThat(sound.checked()).isGreaterThan(2000);
            assertThat(sound.unverifiable()).isZero();
            assertThat(sound.carried()).isZero();
            assertThat(sound.lasting()).isTrue();
            assertThat(sound.remarks()).singleElement().asString().startsWith("WAL is whole from " + control.redo());
        });
        long used = end().value() / SEGMENT - control.redo().value() / SEGMENT;
        assertThat(used).as("WAL spans segments").isGreaterThan(1);
        assertThat(segmentsAfter(control.redo())).as("recycled segments follow").isGreaterThan(used);
    }

    @Test
    void randomBytesInAPageThatWalDoesNotTouchAreDamage() throws Exception {
        Random random = seeded();
        FolderImage damaged = image.edit(cold, bytes -> overwrite(bytes, 7 * PAGE + 4000, 16, random));

        assertThat(only(damaged)).satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(cold);
            assertThat(finding.block()).hasValue(7);
            assertThat(finding.reason()).contains("checksum");
        });
    }

    @Test
    void aPageInATablespaceIsFoundToo() throws Exception {
        FolderImage damaged = image.edit(side, bytes -> overwrite(bytes, 3 * PAGE + 100, 16, seeded()));

        assertThat(only(damaged)).satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(side);
            assertThat(finding.block()).hasValue(3);
        });
    }

    @Test
    void halfAPageOfZeroesIsDamage() throws Exception {
        FolderImage lower = image.edit(cold, bytes -> zero(bytes, 5 * PAGE, PAGE / 2));
        FolderImage upper = image.edit(cold, bytes -> zero(bytes, 5 * PAGE + PAGE / 2, PAGE / 2));

        assertThat(only(lower).block()).hasValue(5);
        assertThat(only(lower).reason()).contains("no header");
        assertThat(only(upper).block()).hasValue(5);
        assertThat(only(upper).reason()).contains("checksum");
    }

    @Test
    void twoPagesInEachOthersPlaceAreDamage() throws Exception {
        FolderImage damaged = image.edit(cold, bytes -> swap(bytes, 2 * PAGE, 9 * PAGE));

        assertThat(findings(damaged))
                .extracting(finding -> finding.block().getAsLong())
                .containsExactly(2L, 9L);
    }

    @Test
    void pagesOfZeroesAtTheEndAreAnExtensionUnderWay() throws Exception {
        FolderImage extended = image.edit(cold, bytes -> Arrays.copyOf(bytes, bytes.length + 3 * PAGE + 4096));

        assertThat(cluster.verdict(extended)).isInstanceOf(Verdict.Sound.class);
    }

    @Test
    void aLastPageThatIsOnlyBegunIsDamageIfItHoldsAnything() throws Exception {
        FolderImage cut = image.edit(cold, bytes -> Arrays.copyOf(bytes, bytes.length - 4096));

        assertThat(only(cut).reason()).contains("4096 bytes of the last page");
    }

    @Test
    void aTornPageIsExcusedByItsImageInWal() throws Exception {
        FolderImage torn = image.edit(hot, bytes -> zero(bytes, PAGE / 2, PAGE / 2));

        assertThat(cluster.verdict(torn)).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
            assertThat(sound.remarks()).contains("1 pages healed by WAL");
            assertThat(sound.lasting())
                    .as("once that WAL is gone, it is damage")
                    .isFalse();
        });
    }

    @Test
    void pagesOfADroppedRelationAreExcused() throws Exception {
        byte[] garbage = new byte[4 * PAGE];
        seeded().nextBytes(garbage);
        FolderImage damaged = image.with(dropped, garbage);

        assertThat(cluster.verdict(damaged)).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
            assertThat(sound.remarks()).contains("4 damaged pages removed by WAL");
            assertThat(sound.lasting()).isFalse();
        });
    }

    @Test
    void pagesOfAnUnloggedRelationAreResetByRecovery() throws Exception {
        FolderImage damaged = image.edit(unlogged, bytes -> overwrite(bytes, 2 * PAGE + 100, 16, seeded()));

        assertThat(cluster.verdict(damaged)).isInstanceOfSatisfying(Verdict.Sound.class, sound -> {
            assertThat(sound.remarks()).anyMatch(remark -> remark.startsWith("1 damaged pages of unlogged relations"));
            assertThat(sound.lasting()).isFalse();
        });
    }

    @Test
    void manyBadPagesAreCountedAndAHundredNamed() throws Exception {
        FolderImage damaged = image.edit(cold, bytes -> {
            for (int page = 0; page < 150; page++) {
                bytes[page * PAGE + 5000] ^= 0x55;
            }
            return bytes;
        });

        assertThat(cluster.verdict(damaged)).isInstanceOfSatisfying(Verdict.Damaged.class, verdict -> {
            assertThat(verdict.total()).isEqualTo(150);
            assertThat(verdict.first()).hasSize(100);
        });
    }

    @Test
    void aMissingFileThatWalChangesIsNamed() throws Exception {
        FolderImage damaged = image.without(side);

        assertThat(findings(damaged)).anySatisfy(finding -> {
            assertThat(finding.file()).isEqualTo(side);
            assertThat(finding.reason()).contains("missing");
        });
    }

    @Test
    void aMissingFileBetweenOthersIsNamed() throws Exception {
        FolderImage damaged = image.with(SourcePath.of(cold + ".2"), new byte[PAGE]);

        assertThat(findings(damaged))
                .extracting(finding -> finding.file() + ": " + finding.reason())
                .containsExactlyInAnyOrder(cold + ": the file ends before this page", cold + ".1: the file is missing");
    }

    @Test
    void aMissingWalSegmentInTheMiddleIsDamage() throws Exception {
        SourcePath middle = segment(control.redo(), 1);

        assertThat(only(image.without(middle))).satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(middle);
            assertThat(finding.reason()).contains("no WAL segment").contains("WAL goes on at");
        });
    }

    @Test
    void aMissingFirstWalSegmentIsDamage() throws Exception {
        SourcePath first = segment(control.redo(), 0);

        assertThat(only(image.without(first)).file()).isEqualTo(first);
    }

    @Test
    void aCutWalSegmentIsDamage() throws Exception {
        SourcePath middle = segment(control.redo(), 1);

        assertThat(only(image.edit(middle, bytes -> Arrays.copyOf(bytes, SEGMENT / 2))))
                .satisfies(finding -> {
                    assertThat(finding.file()).isEqualTo(middle);
                    assertThat(finding.reason()).contains("has 8388608 bytes");
                });
    }

    @Test
    void randomBytesInAnyWalSegmentAreDamage() throws Exception {
        long end = end().value();
        Random random = seeded();
        for (long at = control.redo().value() + 20000;
                at < end - 100_000;
                at += SEGMENT / 2 + random.nextInt(100_000)) {
            int offset = (int) (at % SEGMENT);
            SourcePath file = segment(new Lsn(at), 0);

            assertThat(findings(image.edit(file, bytes -> overwrite(bytes, offset, 16, random))))
                    .as("at %s", new Lsn(at))
                    .anySatisfy(finding -> {
                        assertThat(finding.file()).isEqualTo(file);
                        assertThat(finding.reason()).contains("WAL is broken");
                    });
        }
    }

    @Test
    void aPageFromBeyondTheEndOfWalIsDamage() throws Exception {
        long cut = end().value() - end().value() % PAGE - (3 << 20);
        SourcePath file = segment(new Lsn(cut), 0);
        FolderImage behind =
                image.edit(file, bytes -> zero(bytes, (int) (cut % SEGMENT), SEGMENT - (int) (cut % SEGMENT)));

        assertThat(findings(behind))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.reason()).contains("but WAL ends at"));
    }

    @Test
    void anotherClustersControlFileIsDamage() throws Exception {
        FolderImage foreign = image.edit(
                cluster.path("global/pg_control"),
                bytes -> control(bytes, file -> file.putLong(0, file.getLong(0) + 1)));

        assertThat(only(foreign).reason()).contains("belongs to the cluster");
    }

    @Test
    void aFlippedBitInTheControlFileIsDamage() throws Exception {
        FolderImage damaged = image.edit(cluster.path("global/pg_control"), bytes -> flip(bytes, 41));

        assertThat(only(damaged).reason()).contains("checksum");
    }

    @Test
    void anOlderControlFileIsDamage() throws Exception {
        FolderImage damaged = image.with(cluster.path("global/pg_control"), olderControl);

        assertThat(findings(damaged))
                .anySatisfy(finding -> assertThat(finding.reason()).contains("WAL"));
    }

    @Test
    void aControlFileFromAheadIsDamage() throws Exception {
        FolderImage damaged = image.edit(
                cluster.path("global/pg_control"),
                bytes -> control(
                        bytes, file -> file.putLong(32, end().value() + 64).putLong(40, end().value() + 64)));

        assertThat(findings(damaged))
                .anySatisfy(finding -> assertThat(finding.reason()).contains("without the checkpoint"));
    }

    @Test
    void damagedIdentityFilesAreNamed() throws Exception {
        assertThat(only(image.without(cluster.path("global/pg_control"))).reason())
                .isEqualTo("is missing");
        assertThat(only(image.without(cluster.path("PG_VERSION"))).reason()).isEqualTo("is missing");
        SourcePath map = cluster.path("global/pg_filenode.map");
        assertThat(only(image.edit(map, bytes -> flip(bytes, 20)))).satisfies(finding -> {
            assertThat(finding.file()).isEqualTo(map);
            assertThat(finding.reason()).contains("checksum");
        });
        assertThat(only(image.without(cluster.path("base/1/PG_VERSION"))).file())
                .isEqualTo(cluster.path("base/1/PG_VERSION"));
    }

    private Verdict verdict(FolderImage changed) throws Exception {
        return new ClusterValidation(cluster.place(), control.systemIdentifier(), new RecoveryEnd.EndOfWal())
                .verdict(changed, RealCluster.ID, RealCluster.PLENTY);
    }

    private List<Finding> findings(FolderImage damaged) throws Exception {
        Verdict verdict = verdict(damaged);
        assertThat(verdict).isInstanceOf(Verdict.Damaged.class);
        return ((Verdict.Damaged) verdict).first();
    }

    private Finding only(FolderImage damaged) throws Exception {
        List<Finding> findings = findings(damaged);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    /** Where WAL ends, as the sound verdict says. */
    private Lsn end() {
        try {
            String remark = ((Verdict.Sound) verdict(image)).remarks().get(0);
            return Lsn.parse(remark.replaceAll(".* to ([0-9A-F/]+):.*", "$1"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private SourcePath segment(Lsn at, int later) {
        String name = new WalSegmentName(control.timeline(), at.value() / SEGMENT + later).text(SEGMENT);
        return cluster.path("pg_wal/" + name);
    }

    private long segmentsAfter(Lsn at) {
        return image.paths()
                .filter(path -> path.compareTo(segment(at, 0)) > 0
                        && path.parent().equals(segment(at, 0).parent()))
                .count();
    }

    private static byte[] control(byte[] bytes, UnaryOperator<ByteBuffer> edit) {
        ByteBuffer file = edit.apply(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        int at = file.getInt(8) == 1800 ? 292 : 288;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, at);
        file.putInt(at, (int) crc.getValue());
        return bytes;
    }

    private static byte[] overwrite(byte[] bytes, int at, int count, Random random) {
        byte[] garbage = new byte[count];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, at, count);
        return bytes;
    }

    private static byte[] zero(byte[] bytes, int at, int count) {
        Arrays.fill(bytes, at, at + count, (byte) 0);
        return bytes;
    }

    private static byte[] flip(byte[] bytes, int at) {
        bytes[at] ^= 0x10;
        return bytes;
    }

    private static byte[] swap(byte[] bytes, int one, int other) {
        byte[] kept = Arrays.copyOfRange(bytes, one, one + PAGE);
        System.arraycopy(bytes, other, bytes, one, PAGE);
        System.arraycopy(kept, 0, bytes, other, PAGE);
        return bytes;
    }

    private static Random seeded() {
        long seed = Long.getLong("stillframe.seed", new Random().nextLong());
        System.out.println("-Dstillframe.seed=" + seed);
        return new Random(seed);
    }
}
