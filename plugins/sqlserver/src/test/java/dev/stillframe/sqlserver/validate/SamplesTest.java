// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import dev.stillframe.api.WriterException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every real file gets the verdict that its index states. */
class SamplesTest {
    @BeforeEach
    void there_are_samples() {
        assumeTrue(Samples.folder().isPresent(), "there are no samples in ../shared/samples beside the project");
    }

    @TestFactory
    Stream<DynamicTest> each_data_file_has_as_many_good_pages_in_use_as_the_index_says() {
        return Samples.all().stream()
                .filter(sample -> sample.file().endsWith(".mdf"))
                .map(sample -> DynamicTest.dynamicTest(sample.file(), () -> {
                    Verdict.Sound sound = Checks.sound(List.of(Samples.file(sample)));
                    long[] pages = numbers(
                            sound, "pages in use: (\\d+) .* checksum, (\\d+) .* only, (\\d+) with neither, (\\d+)");
                    assertThat(pages[0] + pages[1] + pages[2]).isEqualTo(number(sample, "allocated pages ok=(\\d+)"));
                    assertThat(number(sample, "allocated pages ok=\\d+ bad=(\\d+)"))
                            .isZero();
                    assertThat(pages[2]).isEqualTo(2); // two pages of a new database have neither
                    assertThat(String.join("\n", sound.remarks()))
                            .contains("(" + number(sample, "version=(\\d+)") + ")");
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_log_file_has_as_many_good_blocks_as_the_index_says() {
        return Samples.all().stream()
                .filter(sample -> sample.file().endsWith(".ldf"))
                .map(sample -> DynamicTest.dynamicTest(sample.file(), () -> {
                    boolean checksums = sample.note().contains("'ok'");
                    Verdict verdict = Checks.verdict(List.of(Samples.file(sample)));
                    if (checksums) {
                        long[] blocks = numbers((Verdict.Sound) verdict, "blocks of the log: (\\d+) with");
                        assertThat(blocks[0]).isEqualTo(number(sample, "blocks=(\\d+)"));
                    } else {
                        assertThat(verdict).isInstanceOf(Verdict.Unverifiable.class);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> each_pair_belongs_together() {
        return Samples.pairs()
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> {
                    Verdict.Sound sound = Checks.sound(List.of(pair.data(), pair.log()));
                    assertThat(sound.remarks()).noneMatch(remark -> remark.contains("not looked for"));
                }));
    }

    @Test
    void an_old_log_of_the_same_database_is_not_taken_for_its_log() throws Exception {
        Verdict.Damaged damaged = Checks.damaged(List.of(named("itsligo-northwnd.mdf"), named("itsligo-northwnd.ldf")));
        assertThat(reasons(damaged)).contains("another state");
        assertThat(damaged.total()).isEqualTo(1); // nothing is wrong with either file itself
    }

    @Test
    void data_and_log_of_different_databases_are_not_taken_for_one() throws Exception {
        Verdict.Damaged damaged =
                Checks.damaged(List.of(named("dnn-Database.mdf"), named("jjvanzon-NerdDinner_log.ldf")));
        assertThat(reasons(damaged)).contains("another database");
    }

    @Test
    void a_full_scan_would_have_failed_where_stale_pages_lie() throws Exception {
        SparseFile file = named("ddkr-2011-NerdDinner.mdf");
        long failing = 0;
        for (long page = 0; page < file.size() / PageBytes.SIZE; page++) {
            byte[] bytes = file.bytes(page * PageBytes.SIZE, PageBytes.SIZE);
            int flags = PageBytes.little(bytes).getShort(4);
            int stored = PageBytes.little(bytes).getInt(60);
            PageBytes.little(bytes).putInt(60, 0);
            failing += (flags & 0x200) != 0 && PageBytes.checksum(bytes, 0, 16) != stored ? 1 : 0;
        }
        assertThat(failing).isEqualTo(44);
        Checks.sound(List.of(file));
    }

    private static SparseFile named(String name) {
        return Samples.file(Samples.all().stream()
                .filter(sample -> sample.file().equals("mdf/" + name))
                .findFirst()
                .orElseThrow());
    }

    private static long number(Samples.Sample sample, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(sample.note());
        assertThat(matcher.find()).as("%s in %s", pattern, sample.note()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static long[] numbers(Verdict.Sound sound, String pattern) throws WriterException {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", sound.remarks()));
        assertThat(matcher.find()).as("%s in %s", pattern, sound.remarks()).isTrue();
        long[] numbers = new long[matcher.groupCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseLong(matcher.group(i + 1));
        }
        return numbers;
    }

    private static String reasons(Verdict.Damaged damaged) {
        return damaged.first().stream().map(Finding::reason).collect(Collectors.joining("\n"));
    }
}
