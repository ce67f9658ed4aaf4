// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The structures that Windows answers with, in bytes that are made here, whole and damaged. */
@SuppressWarnings("ByteBufferBackingArray") // all of them are allocated or wrapped here
final class FileStructuresTest {
    @Test
    void timesCountFrom1601AndComeBackAsTheyWere() {
        assertThat(FileTimes.instant(0)).isEqualTo(Instant.parse("1601-01-01T00:00:00Z"));
        assertThat(FileTimes.instant(132_223_104_000_000_001L))
                .isEqualTo(Instant.parse("2020-01-01T00:00:00.0000001Z"));
        Instant before1970 = Instant.parse("1931-05-06T07:08:09.1234567Z");
        assertThat(FileTimes.instant(FileTimes.of(before1970))).isEqualTo(before1970);
    }

    @Test
    void aStatusSaysWhatTheStructuresSay() {
        byte[] file = little(WindowsStatus.BY_HANDLE_SIZE)
                .putInt(28, 0xCAFEBABE)
                .putInt(32, 2)
                .putInt(36, 5)
                .putInt(40, 3)
                .putInt(44, 0x11)
                .putInt(48, -1)
                .array();
        Instant changed = Instant.parse("2024-06-07T08:09:10Z");
        byte[] basic = little(WindowsStatus.BASIC_SIZE)
                .putLong(24, FileTimes.of(changed))
                .putInt(32, WindowsStatus.SPARSE | WindowsStatus.READ_ONLY)
                .array();
        WindowsStatus status = WindowsStatus.parse(file, basic);
        assertThat(status.size()).isEqualTo((2L << 32) + 5);
        assertThat(status.links()).isEqualTo(3);
        assertThat(status.volume()).isEqualTo(0xCAFEBABEL);
        assertThat(status.index()).isEqualTo(0x11_FFFF_FFFFL);
        assertThat(status.changed()).isEqualTo(changed);
        assertThat(status.has(WindowsStatus.SPARSE)).isTrue();
        assertThat(status.has(WindowsStatus.FOLDER)).isFalse();
    }

    @Test
    void aFoldersListHasItsNamesWithoutItselfAndItsParent() throws IOException {
        byte[] list = list(".", "..", "a.txt", "half \ud800 pair", "日本");
        assertThat(FolderNames.parse(list)).containsExactly("a.txt", "half \ud800 pair", "日本");
    }

    @Test
    void aDamagedListIsAnErrorOrALessLongOneButNeverReadOutside() {
        fuzz("lists", list("a", "bcd", "efghij"), FolderNames::parse);
        byte[] loop = list("a", "b");
        little(loop).putInt(0, 0x7fff_fff0);
        assertThatThrownBy(() -> FolderNames.parse(loop)).isInstanceOf(IOException.class);
        byte[] backwards = list("a", "b");
        little(backwards).putInt(0, -8);
        assertThatThrownBy(() -> FolderNames.parse(backwards)).isInstanceOf(IOException.class);
    }

    @Test
    void symbolicLinksAndJunctionsSayWhereTheyLead() throws IOException {
        ReparsePoint link = ReparsePoint.parse(reparse(ReparsePoint.SYMBOLIC_LINK, 20, "\\??\\C:\\a", "C:\\a"));
        assertThat(link.target()).contains("C:\\a");
        assertThat(link.standsForAnother()).isTrue();
        ReparsePoint junction = ReparsePoint.parse(reparse(ReparsePoint.MOUNT_POINT, 16, "\\??\\C:\\b", ""));
        assertThat(junction.target()).contains("\\??\\C:\\b");
        ReparsePoint deduplicated =
                ReparsePoint.parse(little(8).putInt(0, 0x80000013).array());
        assertThat(deduplicated.target()).isEmpty();
        assertThat(deduplicated.standsForAnother()).isFalse();
    }

    @Test
    void aDamagedReparsePointIsAnErrorOrAnotherOneButNeverReadOutside() {
        fuzz("links", reparse(ReparsePoint.SYMBOLIC_LINK, 20, "\\??\\C:\\a", "C:\\a"), ReparsePoint::parse);
        fuzz("junctions", reparse(ReparsePoint.MOUNT_POINT, 16, "\\??\\C:\\a", "C:\\a"), ReparsePoint::parse);
    }

    @Test
    void rangesOfASparseFileComeInOrder() throws IOException {
        byte[] two = little(32).putLong(100).putLong(10).putLong(200).putLong(5).array();
        assertThat(AllocatedRanges.parse(two, 100)).containsExactly(new Allocated(100, 10), new Allocated(200, 5));
        assertThatThrownBy(() -> AllocatedRanges.parse(two, 101)).isInstanceOf(IOException.class);
        byte[] backwards =
                little(32).putLong(200).putLong(5).putLong(100).putLong(10).array();
        assertThatThrownBy(() -> AllocatedRanges.parse(backwards, 0)).isInstanceOf(IOException.class);
        byte[] endless = little(16).putLong(1).putLong(Long.MAX_VALUE).array();
        assertThatThrownBy(() -> AllocatedRanges.parse(endless, 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AllocatedRanges.parse(new byte[15], 0)).isInstanceOf(IOException.class);
    }

    @Test
    void whoHasAFileIsNamed() {
        ByteBuffer records = little(2 * FileHolders.Holder.RECORD);
        records.putInt(0, 4711);
        records.putInt(4, 1).putInt(8, 2);
        byte[] name = "SQL Server (MSSQLSERVER)".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, records.array(), 12, name.length);
        records.putInt(FileHolders.Holder.RECORD, -1);
        assertThat(FileHolders.Holder.parse(records.array()))
                .containsExactly(
                        new FileHolders.Holder(4711, (2L << 32) + 1, "SQL Server (MSSQLSERVER)"),
                        new FileHolders.Holder(0xffff_ffffL, 0, ""))
                .first()
                .hasToString("SQL Server (MSSQLSERVER) (process 4711)");
        assertThatThrownBy(() -> FileHolders.Holder.parse(new byte[667])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLockedFileSaysWhoHasIt() {
        WindowsException locked = new WindowsException(32, "CreateFile", "\\\\?\\C:\\a");
        assertThat(locked.heldBy(List.of("Outlook (process 5)")))
                .hasMessage("\\\\?\\C:\\a: locked by another process: Outlook (process 5) (CreateFile: error 32)");
        assertThat(locked.heldBy(List.of())).hasMessageContaining("nobody can be named");
    }

    private static byte[] list(String... names) {
        int size = 0;
        for (String name : names) {
            size += (104 + name.length() * 2 + 7) / 8 * 8;
        }
        ByteBuffer list = little(size);
        int at = 0;
        for (int i = 0; i < names.length; i++) {
            int length = (104 + names[i].length() * 2 + 7) / 8 * 8;
            list.putInt(at, i == names.length - 1 ? 0 : length).putInt(at + 60, names[i].length() * 2);
            for (int c = 0; c < names[i].length(); c++) {
                list.putChar(at + 104 + 2 * c, names[i].charAt(c));
            }
            at += length;
        }
        return list.array();
    }

    private static byte[] reparse(int tag, int names, String substitute, String print) {
        byte[] both = (substitute + print).getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer data = little(names + both.length);
        data.putInt(0, tag).putShort(4, (short) (names - 8 + both.length));
        data.putShort(8, (short) 0).putShort(10, (short) (substitute.length() * 2));
        data.putShort(12, (short) (substitute.length() * 2)).putShort(14, (short) (print.length() * 2));
        System.arraycopy(both, 0, data.array(), names, both.length);
        return data.array();
    }

    /** Parses bytes. */
    private interface Parser {
        Object parse(byte[] bytes) throws IOException;
    }

    private static void fuzz(String what, byte[] whole, Parser parser) {
        long seed = Long.getLong("stillframe.seed", System.nanoTime());
        System.out.println("damaged " + what + ", seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(parser.parse(damaged)).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("a (folder's list|reparse point).*");
            }
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
