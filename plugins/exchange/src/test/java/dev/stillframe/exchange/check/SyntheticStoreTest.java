// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.exchange.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.exchange.check.EseBuilder.Database;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases and logs of our own making: what no sample shows. */
final class SyntheticStoreTest {
    private final Random random = Checks.random("synthetic stores");

    @ParameterizedTest
    @ValueSource(ints = {2048, 4096, 8192, 16384, 32768})
    void aCleanDatabaseIsSoundInEveryPageSize(int pageSize) throws Exception {
        byte[] database = Database.clean(pageSize).build(200, random);
        Verdict.Sound sound = Checks.sound(MemoryFile.of("a.edb", database));
        long unused = 202 / 7;
        assertThat(sound.checked()).isEqualTo(200 - unused);
        assertThat(sound.unit()).isEqualTo("pages");
        assertThat(sound.remarks()).containsExactly(unused + " pages were never written");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 8192, 16384, 32768})
    void oneWrongBitIsSoundAndNamedByPageAndBit(int pageSize) throws Exception {
        byte[] database = Database.clean(pageSize).build(40, random);
        int index = 16;
        for (int round = 0; round < 200; round++) {
            int bit = 64 * 8 + random.nextInt((pageSize - 64) * 8); // after the checksums
            byte[] damaged = database.clone();
            damaged[index * pageSize + bit / 8] ^= (byte) (1 << (bit % 8));
            Verdict.Sound sound = Checks.sound(MemoryFile.of("a.edb", damaged));
            assertThat(sound.remarks()).anyMatch(remark -> remark.contains("page 15: bit " + bit + " is wrong"));
        }
    }

    @Test
    void theBitThatSaysWhichFormatAPageHasIsNeverCorrected() throws Exception {
        byte[] database = Database.clean(8192).build(40, random);
        database[16 * 8192 + 36 + 1] ^= 0x20;
        assertThat(Checks.damaged(MemoryFile.of("a.edb", database))
                        .first()
                        .get(0)
                        .block())
                .isEqualTo(OptionalLong.of(15));
    }

    @Test
    void pagesThatChangedPlacesAreFound() throws Exception {
        byte[] database = Database.clean(8192).build(40, random);
        byte[] swapped = database.clone();
        System.arraycopy(database, 8 * 8192, swapped, 9 * 8192, 8192);
        System.arraycopy(database, 9 * 8192, swapped, 8 * 8192, 8192);
        assertThat(Checks.damaged(MemoryFile.of("a.edb", swapped)).total()).isEqualTo(2);
    }

    @Test
    void aDatabaseIsReadByTheShadowOfItsHeaderWhichIsSaid() throws Exception {
        byte[] database = Database.clean(8192).build(40, random);
        byte[] noPrimary = database.clone();
        random.nextBytes(noPrimary);
        System.arraycopy(database, 8192, noPrimary, 8192, database.length - 8192);
        assertThat(Checks.sound(MemoryFile.of("a.edb", noPrimary)).remarks())
                .anyMatch(remark -> remark.contains("header is damaged; the shadow is good"));
        byte[] noShadow = database.clone();
        Arrays.fill(noShadow, 8192, 2 * 8192, (byte) 7);
        assertThat(Checks.sound(MemoryFile.of("a.edb", noShadow)).remarks())
                .anyMatch(remark -> remark.contains("shadow of its header is damaged"));
        Arrays.fill(noShadow, 0, 100, (byte) 7);
        assertThat(Checks.reason(MemoryFile.of("a.edb", noShadow))).contains("no database, log or checkpoint");
    }

    @Test
    void aDatabaseThatWasCutOffIsDamaged() throws Exception {
        byte[] database = Database.clean(8192).build(40, random);
        assertThat(Checks.damaged(MemoryFile.of("a.edb", Arrays.copyOf(database, database.length - 100)))
                        .first())
                .anyMatch(finding -> finding.reason().contains("cut off"));
        assertThat(Checks.reason(MemoryFile.of("a.edb", Arrays.copyOf(database, 2 * 8192))))
                .contains("not one page");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 6, 8, 77})
    void aStateThatNoRecoveryBeginsFromIsRefused(int state) throws Exception {
        byte[] database = Database.clean(8192).state(state).build(10, random);
        assertThat(Checks.reason(MemoryFile.of("a.edb", database))).contains("cannot be recovered as it is");
    }

    @Test
    void aDirtyDatabaseWithAllItsLogsIsSound() throws Exception {
        for (int state : new int[] {2, 7}) {
            byte[] database = Database.dirty(32768, 10, 12).state(state).build(40, random);
            Verdict.Sound sound = Checks.sound(
                    MemoryFile.of("a.edb", database),
                    log(9, 7),
                    log(10, 7),
                    log(11, 7),
                    log(12, 7),
                    MemoryFile.of("E00.chk", EseBuilder.checkpoint(10, 7)));
            assertThat(sound.unit()).isEqualTo("pages and log blocks");
        }
    }

    @Test
    void aDatabaseThatWasUsedWithoutLogsAndNotShutDownCannotBeRecovered() throws Exception {
        byte[] database = Database.dirty(8192, 0, 0).build(40, random);
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), log(1, 7))).contains("names no log");
    }

    @Test
    void aGapAmongTheLogsThatAreNeededIsFoundByItsNumber() throws Exception {
        byte[] database = Database.dirty(8192, 10, 12).build(40, random);
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), log(10, 7), log(12, 7)))
                .isEqualTo("log generation 11 is missing: the database cannot be recovered");
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), log(12, 7)))
                .startsWith("log generation 10 and 1 more is missing");
    }

    @Test
    void logsThatHoldPromisedTransactionsMustBeThere() throws Exception {
        byte[] database = Database.dirty(8192, 10, 12).committed(14).build(40, random);
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), log(10, 7), log(11, 7), log(12, 7), log(13, 7)))
                .isEqualTo("log generation 14 is missing: transactions that were committed would be lost");
    }

    @Test
    void logsOfAnotherStreamAreNoHelp() throws Exception {
        byte[] database = Database.dirty(8192, 10, 10).build(40, random);
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), log(10, 8))).contains("of other streams");
    }

    @Test
    void aLogOfAnotherTimeUnderTheRightNumberIsFound() throws Exception {
        byte[] database = Database.dirty(8192, 10, 10)
                .lastRequiredCreated(EseBuilder.time(99))
                .build(40, random);
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), log(10, 7))).contains("needs the one of");
        byte[] stranger = EseBuilder.reheaded(
                EseBuilder.log(11, 7, 20, random), 4096, header -> header.putLong(24, EseBuilder.time(3)));
        assertThat(Checks.reason(log(10, 7), MemoryFile.of("E0000000B.log", stranger)))
                .contains("it follows");
    }

    @Test
    void theTimeOfTheNewestLogIsThatOfTheLastCommittedOneAndNotOfTheLastRequired() throws Exception {
        Database dirty = Database.dirty(8192, 10, 12).committed(13);
        MemoryFile[] logs = {log(10, 7), log(11, 7), log(12, 7), log(13, 7)};
        for (long second : new long[] {0, 12}) { // older engines do not keep the required one's
            byte[] database = dirty.lastRequiredCreated(second == 0 ? 0 : EseBuilder.time(12))
                    .build(40, random);
            byte[] newest = dated(database, 13);
            Checks.sound(with(MemoryFile.of("a.edb", newest), logs));
            byte[] other = dated(database, 14);
            assertThat(Checks.reason(with(MemoryFile.of("a.edb", other), logs))).contains("needs the one of");
        }
        byte[] wrong = dated(dirty.lastRequiredCreated(EseBuilder.time(99)).build(40, random), 13);
        assertThat(Checks.reason(with(MemoryFile.of("a.edb", wrong), logs))).contains("needs the one of");
    }

    private static MemoryFile[] with(MemoryFile first, MemoryFile... more) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), Arrays.stream(more))
                .toArray(MemoryFile[]::new);
    }

    private static byte[] dated(byte[] database, int second) {
        byte[] primary = EseBuilder.reheaded(database, 8192, header -> header.putLong(348, EseBuilder.time(second)));
        System.arraycopy(primary, 0, primary, 8192, 8192);
        return primary;
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 4096, 8192, 16384, 32768})
    void aDatabaseThatLostWholePagesAtItsEndIsDamagedBecauseItOwnsThem(int pageSize) throws Exception {
        byte[] clean = Database.clean(pageSize).build(300, random);
        for (boolean deleted : new boolean[] {false, true}) {
            EseBuilder.owns(clean, pageSize, 300, deleted);
            Checks.sound(MemoryFile.of("a.edb", clean));
            byte[] longer = Arrays.copyOf(clean, clean.length + 20 * pageSize);
            Checks.sound(MemoryFile.of("a.edb", longer));
            byte[] cut = Arrays.copyOf(clean, clean.length - pageSize);
            assertThat(Checks.reason(MemoryFile.of("a.edb", cut)))
                    .contains("it owns pages up to 300, and its file ends after 299");
        }
    }

    @Test
    void whatADirtyDatabaseOwnsBeyondItsFileIsToldAndNoDamage() throws Exception {
        byte[] dirty = Database.dirty(8192, 10, 10).build(300, random);
        EseBuilder.owns(dirty, 8192, 320, false);
        assertThat(Checks.sound(MemoryFile.of("a.edb", dirty), log(10, 7)).remarks())
                .anyMatch(remark -> remark.contains("it owns pages up to 320"));
    }

    @Test
    void filesOfOtherKindsAreNamedAndNotJudged() throws Exception {
        byte[] filler = new byte[65536];
        random.nextBytes(filler);
        assertThat(Checks.verdict(MemoryFile.of("E00tmp.log", filler))).isInstanceOf(Verdict.Unverifiable.class);
        assertThat(Checks.verdict(MemoryFile.of("V01tmp.jtx", filler))).isInstanceOf(Verdict.Unverifiable.class);
        for (int kind : new int[] {2, 5, 7, 10}) {
            byte[] file = EseBuilder.reheaded(filler, 8192, header -> header.put(667, (byte) kind));
            assertThat(Checks.verdict(MemoryFile.of("priv1.stm", file))).isInstanceOf(Verdict.Unverifiable.class);
        }
    }

    @Test
    void theLogsFromTheCheckpointOnMustBeThereAlsoOfACleanDatabase() throws Exception {
        byte[] database = Database.clean(8192).build(10, random);
        MemoryFile checkpoint = MemoryFile.of("E00.chk", EseBuilder.checkpoint(10, 7));
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), checkpoint, log(10, 7), log(12, 7)))
                .isEqualTo("log generation 11 is missing: recovery begins at 10");
        assertThat(Checks.reason(MemoryFile.of("a.edb", database), checkpoint, log(9, 7)))
                .isEqualTo("log generation 10 is missing: recovery begins at 10");
    }

    @Test
    void aLogOfAnotherLengthThanItsHeaderSaysIsDamage() throws Exception {
        byte[] log = EseBuilder.log(10, 7, 20, random);
        assertThat(Checks.reason(MemoryFile.of("E00.log", Arrays.copyOf(log, log.length - 4096))))
                .contains("its header says");
    }

    @Test
    void reservesAreLeftAlone() throws Exception {
        byte[] filler = new byte[65536];
        Arrays.fill(filler, (byte) 0xda);
        Verdict verdict = Checks.verdict(MemoryFile.of("res1.log", filler), MemoryFile.of("E00res00001.jrs", filler));
        assertThat(verdict).isInstanceOf(Verdict.Unverifiable.class);
    }

    @Test
    void aBackupWithoutAReadableDatabaseHasNoVerdict() {
        assertThatThrownBy(() -> EseCheck.ofBackup(List.of(log(10, 7)), Checks.PATIENT, Pace.unlimited(), 1))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("exchange.no-database-file"));
    }

    @Test
    void aCheckThatNobodyWaitsForEnds() {
        byte[] database = Database.clean(8192).build(10, random);
        assertThatThrownBy(() -> EseCheck.of(
                        List.of(MemoryFile.of("a.edb", database)), () -> Duration.ZERO, Pace.unlimited(), 1))
                .isInstanceOfSatisfying(
                        WriterException.class, e -> assertThat(e.code()).isEqualTo("exchange.check-deadline"));
    }

    @Test
    void readingKeepsToItsRate() throws Exception {
        long[] now = {5};
        long[] slept = {0};
        Pace pace = new Pace(1000, () -> now[0], time -> {
            slept[0] += time;
            now[0] += time;
        });
        for (int i = 0; i < 10; i++) {
            pace.take(500);
        }
        assertThat(Duration.ofNanos(slept[0])).isEqualTo(Duration.ofMillis(4500));
    }

    @Test
    void severalThreadsSeeWhatOneSees() throws Exception {
        byte[] database = Database.clean(32768).build(300, random);
        ByteBuffer.wrap(database).putLong(100 * 32768 + 5000, random.nextLong() | 1);
        ByteBuffer.wrap(database).putLong(271 * 32768 + 9000, random.nextLong() | 1);
        MemoryFile file = MemoryFile.of("a.edb", database);
        for (int threads : new int[] {1, 2, 5}) {
            Verdict verdict = EseCheck.of(List.of(file), Checks.PATIENT, Pace.unlimited(), threads);
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Damaged.class,
                            damaged -> assertThat(damaged.first())
                                    .extracting(finding -> finding.block().orElseThrow())
                                    .containsExactlyInAnyOrder(99L, 270L));
        }
    }

    private MemoryFile log(long generation, int signature) {
        byte[] bytes = EseBuilder.log(generation, signature, 20, random);
        return MemoryFile.of(String.format("E00%08X.log", generation), bytes);
    }
}
