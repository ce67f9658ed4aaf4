// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.sqlserver.format.Lsn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no sample has: several files, newer versions, torn bits, second map intervals, encryption. */
class SyntheticDatabaseTest {
    private final Random random = Checks.random("SyntheticDatabaseTest");

    @ParameterizedTest
    @ValueSource(ints = {611, 655, 782, 869, 904, 957})
    void a_healthy_database_of_any_version_is_sound(int version) throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.version = version;
        database.log(2).data(1, 512, 60);
        Verdict.Sound sound = Checks.sound(database.files());
        assertThat(sound.unverifiable()).isZero();
        assertThat(remark(sound, "database")).contains("(" + version + ")").contains("to be recovered");
        assertThat(remark(sound, "pages in use")).contains("67 with a fitting checksum"); // 60, maps, header, boot page
    }

    /** As SQL Server 2000 made them, and with them master databases to this day. */
    @Test
    void a_file_header_with_fewer_columns_is_one() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.version = 539;
        database.headerColumns = 22;
        database.log(2).data(1, 512, 60);
        assertThat(remark(Checks.sound(database.files()), "database")).contains("SQL Server 2000");
    }

    @Test
    void a_page_taken_into_use_after_the_checkpoint_and_never_written_is_no_damage_unless_recovery_is_over()
            throws Exception {
        for (boolean after : new boolean[] {true, false}) {
            for (boolean clean : new boolean[] {true, false}) {
                SyntheticDatabase database = new SyntheticDatabase(random);
                database.cleanlyShutDown = clean;
                database.mapsChanged =
                        new Lsn(database.checkpoint.sequence(), database.checkpoint.block(), after ? 2 : 0);
                database.log(2).data(1, 512, 60);
                long page = database.inUse.get(0).last();
                database.data.get(0).write(page * 8192, new byte[8192]);
                if (after && !clean) {
                    Verdict.Sound sound = Checks.sound(database.files());
                    assertThat(sound.unverifiable()).isEqualTo(1);
                    assertThat(remark(sound, "1 pages were taken into use")).contains("recovery formats them");
                } else {
                    assertThat(Checks.finding(database.files()).block()).hasValue(page);
                }
            }
        }
    }

    @Test
    void a_map_that_is_all_zero_is_damage_however_young_it_is() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.mapsChanged = new Lsn(database.checkpoint.sequence(), database.checkpoint.block(), 2);
        database.log(2).data(1, 512, 60);
        database.data.get(0).write(3 * 8192, new byte[8192]);
        assertThat(Checks.finding(database.files()).block()).hasValue(3);
    }

    @Test
    void several_data_files_and_several_logs_are_one_database() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.olderLog(2).log(5).data(1, 512, 60).data(3, 9000, 80).data(4, 64, 10);
        assertThat(Checks.sound(database.files()).unverifiable()).isZero();
    }

    @Test
    void pages_behind_the_second_map_intervals_are_found_by_the_second_maps() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.log(2).data(1, 2L * SyntheticDatabase.GAM_INTERVAL + 20_000, 500);
        long far = database.inUse.get(0).last();
        assertThat(far).isGreaterThan(SyntheticDatabase.GAM_INTERVAL);
        Checks.sound(database.files());

        SparseFile file = database.data.get(0);
        file.write(far * 8192 + 5000, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        Finding finding = Checks.finding(database.files());
        assertThat(finding.block()).hasValue(far);
    }

    @Test
    void pages_that_are_not_in_use_are_not_looked_at() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SparseFile file = database.data.get(0);
        for (long page = 20; page < 512; page++) {
            if (!database.inUse.get(0).contains(page)) {
                byte[] rubbish = new byte[8192];
                random.nextBytes(rubbish);
                file.write(page * 8192, rubbish);
            }
        }
        Checks.sound(database.files());
    }

    @Test
    void torn_bits_prove_that_a_page_was_written_whole() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.seal = PageBytes.Seal.TORN_BITS;
        database.log(2).data(1, 512, 60);
        Verdict.Sound sound = Checks.sound(database.files());
        assertThat(remark(sound, "pages in use")).contains("67 with torn bits only");

        long page = database.inUse.get(0).last();
        byte[] sector = database.data.get(0).bytes(page * 8192 + 7 * 512 + 511, 1);
        sector[0] ^= 3; // as an earlier write left it
        database.data.get(0).write(page * 8192 + 7 * 512 + 511, sector);
        assertThat(Checks.finding(database.files()).reason()).contains("torn");
    }

    @Test
    void pages_without_protection_count_as_unverifiable_and_not_as_good() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.seal = PageBytes.Seal.NONE;
        database.logChecksums = false;
        database.log(2).data(1, 512, 60);
        assertThat(Checks.verdict(database.files())).isInstanceOf(Verdict.Unverifiable.class);
    }

    @Test
    void encrypted_pages_count_as_unverifiable_whatever_is_known_beforehand() throws Exception {
        SyntheticDatabase database = encrypted();
        for (Encryption known : List.of(Encryption.UNKNOWN, Encryption.ON)) {
            Verdict verdict = Checks.verdict(database.files(), known);
            assertThat(verdict).isInstanceOf(Verdict.Sound.class);
            assertThat(((Verdict.Sound) verdict).unverifiable()).isEqualTo(60);
            assertThat(remark((Verdict.Sound) verdict, "pages in use")).contains("60 encrypted");
        }
    }

    @Test
    void a_server_that_says_that_nothing_is_encrypted_is_believed() throws Exception {
        Verdict verdict = Checks.verdict(encrypted().files(), Encryption.NONE);
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Damaged.class,
                        damaged -> assertThat(damaged.total()).isEqualTo(60));
    }

    @Test
    void a_single_page_that_claims_to_be_encrypted_is_damaged() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        long page = database.inUse.get(0).last();
        byte[] bytes = PageBytes.page(1, 1, page, new Lsn(41, 16, 1), random);
        database.data.get(0).write(page * 8192, PageBytes.sealed(bytes, PageBytes.Seal.ENCRYPTED));
        assertThat(Checks.finding(database.files()).block()).hasValue(page);
    }

    @Test
    void an_older_log_does_not_fit_newer_data() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SyntheticLog older = new SyntheticLog(
                "/data/old.ldf", database.binding, 2, 2, SyntheticLog.FIRST_SEQUENCE - 2, true, true, random);
        Verdict.Damaged damaged = Checks.damaged(List.of(database.data.get(0), older.file));
        assertThat(reasons(damaged)).contains("lies beyond the end of the log");
    }

    @Test
    void a_newer_log_whose_part_with_the_checkpoint_was_used_again_does_not_fit_older_data() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.version = 869;
        database.log(2).data(1, 512, 60);
        SyntheticLog newer = new SyntheticLog(
                "/data/new.ldf", database.binding, 2, 4, SyntheticLog.FIRST_SEQUENCE + 8, true, true, random);
        Finding finding = Checks.finding(List.of(database.data.get(0), newer.file));
        assertThat(finding.reason()).contains("checkpoint").contains("outside of the log");
    }

    @Test
    void where_the_checkpoint_lies_in_newer_versions_is_not_claimed_to_be_known() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.version = 957;
        database.checkpoint = new Lsn(7, 16, 1);
        database.log(2).data(1, 512, 60);
        assertThat(remark(Checks.sound(database.files()), "the checkpoint")).contains("if version 957 keeps it");
    }

    @Test
    void files_of_another_database_are_named() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SyntheticDatabase other = SyntheticDatabase.small(random);
        Finding finding = Checks.finding(List.of(database.data.get(0), other.logs.get(0).file));
        assertThat(finding.file()).isEqualTo(SourcePath.of("/data/log2.ldf"));
        assertThat(finding.reason()).contains("another database").contains(other.binding.toString());
    }

    @Test
    void a_file_that_is_shorter_than_its_header_says_is_damaged() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        database.data.get(0).truncate(500L * 8192);
        assertThat(reasons(Checks.damaged(database.files()))).contains("its header says 512 pages");
    }

    @Test
    void a_gap_in_the_log_after_the_checkpoint_is_found() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SparseFile log = database.logs.get(0).file;
        byte[] unused = log.bytes(0x2000 + 2L * SyntheticLog.PART, 512);
        PageBytes.little(unused).putInt(4, 0).put(1, (byte) 0);
        log.write(0x2000 + 2L * SyntheticLog.PART, unused);
        assertThat(Checks.finding(database.files()).reason()).contains("no virtual log file 42");
    }

    @Test
    void a_log_part_that_breaks_off_after_the_checkpoint_is_found() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SyntheticLog log = database.logs.get(0);
        long part = 0x2000 + 2L * SyntheticLog.PART;
        log.file.write(part + 0x2000, new byte[SyntheticLog.PART - 0x2000]);
        assertThat(Checks.finding(database.files()).reason()).contains("breaks off");
    }

    @Test
    void a_last_block_whose_beginning_is_lost_is_found() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SyntheticLog log = database.logs.get(0);
        log.file.write(log.lastBlock(), new byte[512]);
        assertThat(reasons(Checks.damaged(List.of(log.file)))).contains("a sector of the same use follows");
    }

    @Test
    void what_lay_on_the_disk_behind_the_end_of_a_log_that_was_never_zeroed_is_no_damage() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        SyntheticLog log = database.logs.get(0);
        long end = log.lastBlock() + 3 * 512;
        byte[] rubbish = new byte[(int) (log.file.size() - end)];
        random.nextBytes(rubbish);
        log.file.write(end, rubbish);
        Checks.sound(database.files());
    }

    @Test
    void data_files_alone_are_judged_and_the_verdict_says_what_was_left_out() throws Exception {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        Verdict.Sound sound = Checks.sound(database.data);
        assertThat(remark(sound, "there was no log file")).isNotEmpty();
    }

    @Test
    void what_is_no_database_file_is_said_to_be_none() throws Exception {
        ImageFile text = SparseFile.of("/data/readme.mdf", "hello".repeat(5000).getBytes(StandardCharsets.UTF_8));
        assertThat(reasons(Checks.damaged(List.of(text)))).contains("no file header");
        assertThat(reasons(Checks.damaged(List.of(new SparseFile("/data/empty.mdf", 0)))))
                .contains("less than a page");
    }

    @Test
    void many_findings_are_all_counted_and_the_first_hundred_named() throws Exception {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.log(2).data(1, 20_000, 300);
        for (long page : database.inUse.get(0)) {
            if (SyntheticDatabase.fixed(page, 1) < 0) {
                database.data.get(0).write(page * 8192 + 4000, new byte[] {77, 0, 1, 2, 3, 4, 5, 6});
            }
        }
        Verdict.Damaged damaged = Checks.damaged(database.files());
        assertThat(damaged.total()).isEqualTo(300);
        assertThat(damaged.first()).hasSize(100);
    }

    private SyntheticDatabase encrypted() {
        SyntheticDatabase database = new SyntheticDatabase(random);
        database.seal = PageBytes.Seal.ENCRYPTED;
        database.log(2).data(1, 512, 60);
        return database;
    }

    private static String remark(Verdict.Sound sound, String beginning) {
        return sound.remarks().stream()
                .filter(remark -> remark.startsWith(beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError(sound.remarks()));
    }

    private static String reasons(Verdict.Damaged damaged) {
        return damaged.first().stream().map(Finding::reason).collect(Collectors.joining("\n"));
    }
}
