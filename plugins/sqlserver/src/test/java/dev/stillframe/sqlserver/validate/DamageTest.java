// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.Verdict;
import dev.stillframe.api.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Random damage in what is in use, in synthetic databases and, where they are, in real ones. All of it is found. */
class DamageTest {
    private static final int TIMES = Boolean.getBoolean("stillframe.soak") ? 500 : 30;

    private final Random random = Checks.random("DamageTest");

    /**
     * A database, every page of it with a checksum.
     *
     * @param pages those with a checksum
     * @param blocks where each block of the log begins, and its length; not the very last one, of which nobody can tell
     *     that it was there once its beginning is lost
     */
    record Subject(String name, SparseFile data, SparseFile log, List<Long> pages, List<long[]> blocks) {}

    @TestFactory
    Stream<DynamicTest> random_bytes_in_a_page_are_found_there() {
        return forEach("page", (subject, data, log) -> {
            long page = pick(subject.pages());
            int at = random.nextInt(PageBytes.SIZE - 16);
            overwrite(data, page * PageBytes.SIZE + at, 16);
            return List.of(page);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_page_that_was_half_zeroed_is_found() {
        return forEach("half", (subject, data, log) -> {
            long page = pick(subject.pages());
            byte[] half = data.bytes(page * PageBytes.SIZE + 4096, 4096);
            if (isZero(half)) {
                overwrite(data, page * PageBytes.SIZE + 6000, 16);
            } else {
                data.write(page * PageBytes.SIZE + 4096, new byte[4096]);
            }
            return List.of(page);
        });
    }

    @TestFactory
    Stream<DynamicTest> a_page_that_was_zeroed_is_found() {
        return forEach("zero", (subject, data, log) -> {
            long page = pick(subject.pages());
            data.write(page * PageBytes.SIZE, new byte[PageBytes.SIZE]);
            return List.of(page);
        });
    }

    @TestFactory
    Stream<DynamicTest> two_pages_that_changed_places_are_found() {
        return forEach("swap", (subject, data, log) -> {
            // not the first ones: without the maps nobody knows of the other page that it is in use
            List<Long> pages = subject.pages().stream().filter(page -> page > 7).toList();
            long first = pages.get(random.nextInt(pages.size() - 1));
            long second = pages.get(pages.indexOf(first) + 1);
            byte[] kept = data.bytes(first * PageBytes.SIZE, PageBytes.SIZE);
            data.write(first * PageBytes.SIZE, data.bytes(second * PageBytes.SIZE, PageBytes.SIZE));
            data.write(second * PageBytes.SIZE, kept);
            return List.of(first, second);
        });
    }

    @TestFactory
    Stream<DynamicTest> random_bytes_in_a_block_of_the_log_are_found_there() {
        return forEach("block", (subject, data, log) -> {
            long[] block = subject.blocks().get(random.nextInt(subject.blocks().size()));
            overwrite(log, block[0] + random.nextInt((int) block[1] - 16), 16);
            return List.of(block[0] / 512);
        });
    }

    @TestFactory
    Stream<DynamicTest> random_bytes_in_the_header_of_a_virtual_log_file_are_found() {
        return forEach("part", (subject, data, log) -> {
            List<Long> parts = parts(log);
            long part = parts.get(random.nextInt(parts.size()));
            overwrite(log, part + (random.nextBoolean() ? 0 : 16), 16);
            return List.of(); // it may come to light elsewhere too: as a missing sequence, for example
        });
    }

    @TestFactory
    Stream<DynamicTest> random_bytes_in_the_header_of_a_log_file_are_found() {
        return forEach("log header", (subject, data, log) -> {
            overwrite(log, random.nextInt(PageBytes.SIZE - 16), 16);
            return List.of(0L);
        });
    }

    /** Does damage, and says which blocks must be named. */
    private interface Damage {
        List<Long> to(Subject subject, SparseFile data, SparseFile log);
    }

    private Stream<DynamicTest> forEach(String what, Damage damage) {
        return subjects()
                .map(subject -> DynamicTest.dynamicTest(subject.name() + ", " + what, () -> {
                    for (int i = 0; i < TIMES; i++) {
                        SparseFile data = subject.data().copy();
                        SparseFile log = subject.log().copy();
                        List<Long> where = damage.to(subject, data, log);
                        Verdict verdict = Checks.verdict(List.of(data, log));
                        assertThat(verdict).as("%s at %s", what, where).isInstanceOf(Verdict.Damaged.class);
                        List<Finding> found = ((Verdict.Damaged) verdict).first();
                        for (long block : where) {
                            assertThat(found).extracting(Finding::block).contains(OptionalLong.of(block));
                        }
                    }
                }));
    }

    private Stream<Subject> subjects() {
        SyntheticDatabase database = SyntheticDatabase.small(random);
        Stream<Subject> synthetic = Stream.of(subject("synthetic", database.data.get(0), database.logs.get(0).file));
        Stream<Subject> real = Samples.pairs()
                .filter(Samples.Pair::checksummed)
                .map(pair -> subject(pair.name(), pair.data(), pair.log()));
        return Stream.concat(synthetic, real);
    }

    private Subject subject(String name, SparseFile data, SparseFile log) {
        List<Long> pages = new ArrayList<>();
        byte[] gam = data.bytes(2L * PageBytes.SIZE, PageBytes.SIZE);
        byte[] pfs = data.bytes(PageBytes.SIZE, PageBytes.SIZE);
        for (int page = 0; page < data.size() / PageBytes.SIZE; page++) {
            boolean used = (gam[194 + page / 64] >> page / 8 % 8 & 1) == 0 && (pfs[100 + page] & 0x40) != 0;
            boolean checksum = (data.bytes((long) page * PageBytes.SIZE + 5, 1)[0] & 2) != 0;
            if (checksum && (used || SyntheticDatabase.fixed(page, 1) >= 0)) {
                pages.add((long) page);
            }
        }
        List<long[]> blocks = new ArrayList<>();
        for (long part : parts(log)) {
            blocks.addAll(blocks(log, part));
        }
        long newest =
                parts(log).stream().mapToLong(part -> sequence(log, part)).max().orElseThrow();
        blocks.removeIf(block -> sequence(log, block[2]) == newest && block[3] == 1);
        return new Subject(name, data, log, pages, blocks);
    }

    private static List<long[]> blocks(SparseFile log, long part) {
        List<long[]> blocks = new ArrayList<>();
        long end = part + PageBytes.little(log.bytes(part + 16, 8)).getLong(0);
        long sequence = sequence(log, part);
        for (long at = part + 0x2000; sequence > 0 && at < end; ) {
            var block = PageBytes.little(log.bytes(at, 32));
            if (block.getInt(12) != sequence || block.getInt(16) != (at - part) / 512) {
                break;
            }
            blocks.add(new long[] {at, block.getShort(6) & 0xffff, part, 0});
            at += block.getShort(6) & 0xffff;
        }
        if (!blocks.isEmpty()) {
            blocks.get(blocks.size() - 1)[3] = 1;
        }
        return blocks;
    }

    private static long sequence(SparseFile log, long part) {
        return PageBytes.little(log.bytes(part + 4, 4)).getInt(0);
    }

    /** Where the virtual log files begin that were used. */
    private static List<Long> parts(SparseFile log) {
        TreeSet<Long> parts = new TreeSet<>();
        for (long at = 0x2000; at < log.size(); ) {
            if (sequence(log, at) > 0) {
                parts.add(at);
            }
            at += PageBytes.little(log.bytes(at + 16, 8)).getLong(0);
        }
        return List.copyOf(parts);
    }

    private long pick(List<Long> pages) {
        return pages.get(random.nextInt(pages.size()));
    }

    private void overwrite(SparseFile file, long at, int length) {
        byte[] before = file.bytes(at, length);
        byte[] bytes = new byte[length];
        do {
            random.nextBytes(bytes);
        } while (java.util.Arrays.equals(before, bytes));
        file.write(at, bytes);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
