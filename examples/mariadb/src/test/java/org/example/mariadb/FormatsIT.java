// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.example.mariadb.innodb.ImageCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a real server wrote, in each format, whole and damaged. */
@EnabledIf(value = "org.example.mariadb.MariadbServer#installed", disabledReason = "there is no /usr/sbin/mariadbd")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FormatsIT {
    private static final Deadline MINUTE = () -> Duration.ofMinutes(1);
    private static final int SIZE = 16_384;
    private static final int FLAGS = 54;

    private Path data;
    private Path changed;
    private byte[] before;

    @BeforeAll
    void aServerWithATableInEachFormat(@TempDir Path folder) throws Exception {
        try (MariadbServer server = new MariadbServer(folder)) {
            String rows = "SELECT seq AS n, REPEAT(SHA1(seq), 5) AS note FROM seq_1_to_2000";
            server.run(
                    "CREATE TABLE shop.full_crc32 (n INT PRIMARY KEY, note TEXT) " + rows,
                    "CREATE TABLE shop.full_holes (n INT PRIMARY KEY, note TEXT) PAGE_COMPRESSED=1 " + rows,
                    "SET GLOBAL innodb_checksum_algorithm = crc32",
                    "CREATE TABLE shop.crc32 (n INT PRIMARY KEY, note TEXT) " + rows,
                    "CREATE TABLE shop.holes (n INT PRIMARY KEY, note TEXT) PAGE_COMPRESSED=1 " + rows,
                    "CREATE TABLE shop.rows (n INT PRIMARY KEY, note TEXT) ROW_FORMAT=COMPRESSED " + rows);
            server.stop();
            data = server.data();
        }
    }

    @AfterEach
    void asItWas() throws IOException {
        if (changed != null) {
            Files.write(changed, before);
        }
    }

    @Test
    void whatTheServerWroteIsSound() throws Exception {
        Verdict.Sound sound = assertInstanceOf(Verdict.Sound.class, verdict());
        assertTrue(sound.checked() > 100, sound.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"full_crc32", "full_holes", "crc32", "rows"})
    void aDamagedByteIsFoundInItsPage(String table) throws Exception {
        byte[] bytes = open("shop/" + table + ".ibd");
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("FormatsIT: seed " + seed);
        Random random = new Random(seed);
        int size = table.equals("rows") ? 8_192 : SIZE;
        int page = 3 + random.nextInt(3);
        int at = page * size + 38 + random.nextInt(Math.min(1_000, stored(bytes, page, size) - 42));
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(changed, bytes);
        Verdict.Damaged damaged = assertInstanceOf(Verdict.Damaged.class, verdict());
        assertEquals(page, damaged.first().get(0).block().orElse(-1));
        assertEquals(1, damaged.total());
    }

    /** How much of a page is stored and covered by its checksum: of one that was compressed as a whole not all. */
    private static int stored(byte[] bytes, int page, int size) {
        int type = ByteBuffer.wrap(bytes).getShort(page * size + 24) & 0xffff;
        return (type & 0x8000) == 0 ? size : (type & 0x7fff) << 8;
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop/full_crc32.ibd", "shop/crc32.ibd", "shop/rows.ibd", "ibdata1"})
    void noFlagOfAFileHidesThatItIsWrong(String file) throws Exception {
        byte[] bytes = open(file);
        for (int bit = 0; bit < 32; bit++) {
            byte[] wrong = bytes.clone();
            ByteBuffer.wrap(wrong).putInt(FLAGS, ByteBuffer.wrap(bytes).getInt(FLAGS) ^ (1 << bit));
            Files.write(changed, wrong);
            Verdict verdict = verdict(each -> each.equals(changed) || each.getFileName().toString().startsWith("ib"));
            assertInstanceOf(Verdict.Damaged.class, verdict, "bit " + bit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full_crc32", "full_holes", "crc32", "holes", "rows"})
    void aTablespaceWithoutItsFirstPageIsDamagedUnlessItIsAllEmpty(String table) throws Exception {
        byte[] bytes = open("shop/" + table + ".ibd");
        Arrays.fill(bytes, 0, SIZE, (byte) 0);
        Files.write(changed, bytes);
        Verdict.Damaged damaged = assertInstanceOf(Verdict.Damaged.class, verdict());
        assertEquals(0, damaged.first().get(0).block().orElse(-1));
        assertEquals(1, damaged.total());
        Files.write(changed, new byte[bytes.length]);
        assertInstanceOf(Verdict.Sound.class, verdict(), "as the server makes it");
    }

    @Test
    void aPageThatWasHalfWrittenIsHealedByACopyThatIsNewEnough() throws Exception {
        byte[] table = Files.readAllBytes(data.resolve("shop/full_crc32.ibd"));
        byte[] page = Arrays.copyOfRange(table, 3 * SIZE, 4 * SIZE);
        Path torn = data.resolve("shop/full_crc32.ibd");
        byte[] half = table.clone();
        Arrays.fill(half, 3 * SIZE + SIZE / 2, 4 * SIZE, (byte) 0x55);
        Files.write(torn, half);
        try {
            byte[] system = open("ibdata1");
            int copy = ByteBuffer.wrap(system).getInt(5 * SIZE + SIZE - 200 + 14) * SIZE;
            put(system, copy, page, 0);
            assertInstanceOf(Verdict.Damaged.class, verdict(), "recovery would not heed it");
            put(system, copy, page, Long.MAX_VALUE);
            Verdict.Sound sound = assertInstanceOf(Verdict.Sound.class, verdict());
            assertTrue(sound.remarks().toString().contains("1 pages were half written"), sound.toString());
        } finally {
            Files.write(torn, table);
        }
    }

    /** Puts a copy of a page into the system tablespace, as if it had been written at another position of the log. */
    private void put(byte[] system, int at, byte[] page, long lsn) throws IOException {
        ByteBuffer copy = ByteBuffer.wrap(page.clone()).putLong(16, lsn);
        CRC32C crc = new CRC32C();
        crc.update(copy.duplicate().position(0).limit(SIZE - 4));
        copy.putInt(SIZE - 4, (int) crc.getValue());
        byte[] bytes = system.clone();
        System.arraycopy(copy.array(), 0, bytes, at, SIZE);
        Files.write(changed, bytes);
    }

    @Test
    void aLogWithoutACheckpointIsDamaged() throws Exception {
        byte[] bytes = open("ib_logfile0");
        bytes[4096 + 3]++;
        Files.write(changed, bytes);
        assertInstanceOf(Verdict.Sound.class, verdict(), "the other checkpoint is whole");
        bytes[8192 + 3]++;
        Files.write(changed, bytes);
        assertInstanceOf(Verdict.Damaged.class, verdict());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ibdata1", "ib_logfile0", "shop/crc32.ibd"})
    void aFileThatWasCutOffIsDamagedWhereverItWasCut(String file) throws Exception {
        byte[] bytes = open(file);
        int whole = file.startsWith("ib_log") ? 4096 : bytes.length;
        for (int length : List.of(0, 1, 511, whole / 2, whole - 1)) {
            Files.write(changed, Arrays.copyOf(bytes, length));
            assertInstanceOf(Verdict.Damaged.class, verdict(), length + " bytes");
        }
    }

    private byte[] open(String file) throws IOException {
        changed = data.resolve(file);
        before = Files.readAllBytes(changed);
        return before.clone();
    }

    private Verdict verdict() throws Exception {
        return verdict(file -> true);
    }

    private Verdict verdict(Predicate<Path> taken) throws Exception {
        return new ImageCheck(new FolderImage(data, taken), MINUTE).verdict(MariadbWriter.SERVER);
    }
}
