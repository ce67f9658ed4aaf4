// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.BlockReference;
import dev.stillframe.postgres.format.Fork;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.RelFileLocator;
import dev.stillframe.postgres.format.RelationFork;
import dev.stillframe.postgres.format.RelationPaths;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.format.WalRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayTest {
    private static final int SEGMENT_PAGES = 131072;
    private static final RelFileLocator TABLE = new RelFileLocator(1663, 5, 16384);
    private static final RelationFork MAIN = new RelationFork(TABLE, Fork.MAIN);

    @TempDir
    Path empty;

    private Suspects damaged;
    private Suspects absent;
    private Replay replay;

    @BeforeEach
    void suspectPages() throws Exception {
        damaged = suspects(false);
        absent = suspects(true);
        SourcePath data = SourcePath.of("/d");
        FolderImage image = FolderImage.of(empty).with(SourcePath.of("/d/base/5/16384"), new byte[20 * 8192]);
        replay = new Replay(
                Release.V18,
                damaged,
                absent,
                new ImageSizes(image, new RelationPaths(data, Map.of(), "PG_18_1"), control()),
                Set.of(TABLE));
    }

    @Test
    void anImageOrAnInitialisationHealsExactlyItsBlock() {
        suspect(damaged, MAIN, 3, 4, 5, SEGMENT_PAGES + 1);

        replay.apply(record(100, new BlockReference(MAIN, 3, true, false)));
        replay.apply(record(200, new BlockReference(MAIN, SEGMENT_PAGES + 1, false, true)));
        replay.apply(record(300, new BlockReference(new RelationFork(TABLE, Fork.VM), 4, true, false)));

        assertThat(left(damaged)).containsExactlyInAnyOrder("4", "5");
        assertThat(replay.healed()).isEqualTo(2);
    }

    @Test
    void anImageComesTooLateOnceRecoveryHasReadThePage() {
        suspect(damaged, MAIN, 3);

        replay.apply(record(100, new BlockReference(MAIN, 3, false, false)));
        replay.apply(record(200, new BlockReference(MAIN, 3, true, false)));
        replay.apply(drop(300));

        assertThat(left(damaged)).containsExactly("3 needed at 0/64");
        assertThat(replay.healed()).isZero();
    }

    @Test
    void aDamagedMapIsNotReadForGood() {
        RelationFork map = new RelationFork(TABLE, Fork.VM);
        suspect(damaged, map, 0);

        replay.apply(record(100, new BlockReference(map, 0, false, false)));
        replay.apply(record(200, new BlockReference(map, 0, true, false)));

        assertThat(left(damaged)).isEmpty();
    }

    @Test
    void aDropExcusesTheWholeRelation() {
        suspect(damaged, MAIN, 3, SEGMENT_PAGES + 7);

        replay.apply(drop(100));

        assertThat(left(damaged)).isEmpty();
        assertThat(replay.removed()).isEqualTo(2);
    }

    @Test
    void aTruncationExcusesWhatIsBehindIt() {
        suspect(damaged, MAIN, 3, 9, 10, SEGMENT_PAGES + 7);

        replay.apply(truncate(100, 10));

        assertThat(left(damaged)).containsExactly("3", "9");
    }

    @Test
    void aDroppedDatabaseExcusesItsFiles() {
        suspect(damaged, MAIN, 3);
        RelationFork elsewhere = new RelationFork(new RelFileLocator(1663, 6, 16384), Fork.MAIN);
        suspect(damaged, elsewhere, 4);
        byte[] data = ints(5, 1, 1663);

        replay.apply(new WalRecord(new Lsn(8), new Lsn(16), WalRecord.DBASE, 0x20, List.of(), data));

        assertThat(left(damaged)).containsExactly("4");
    }

    @Test
    void aPageThatWalNeedsAndTheImageLacksIsDamageUnlessItIsDropped() {
        replay.apply(record(100, new BlockReference(MAIN, 19, false, false)));
        assertThat(left(absent)).as("the last page is there").isEmpty();

        replay.apply(record(100, new BlockReference(MAIN, 20, false, false)));
        assertThat(left(absent)).containsExactly("20 needed at 0/64");

        replay.apply(truncate(200, 20));
        assertThat(left(absent)).isEmpty();
    }

    @Test
    void aPageThatWalMakesIsThere() {
        replay.apply(record(100, new BlockReference(MAIN, 25, false, true)));
        replay.apply(record(200, new BlockReference(MAIN, 25, false, false)));

        assertThat(left(absent)).isEmpty();
    }

    private static Suspects suspects(boolean absent) {
        return new Suspects(SEGMENT_PAGES, absent);
    }

    private static void suspect(Suspects suspects, RelationFork fork, int... blocks) {
        for (int block : blocks) {
            BitSet bits = new BitSet();
            bits.set(block % SEGMENT_PAGES);
            suspects.add(fork, block / SEGMENT_PAGES, bits);
        }
    }

    private static List<String> left(Suspects suspects) {
        List<String> left = new ArrayList<>();
        suspects.forEach((fork, segment, page, need) ->
                left.add((long) segment * SEGMENT_PAGES + page + (need == null ? "" : " needed at " + need)));
        return left;
    }

    private static WalRecord record(long at, BlockReference... blocks) {
        return new WalRecord(new Lsn(at), new Lsn(at + 32), 10, 0, List.of(blocks), new byte[0]);
    }

    /** A commit with one dropped relation (access/xact.h). */
    private static WalRecord drop(long at) {
        byte[] data = ints(0, 0, 0x4, 1, 1663, 5, 16384);
        return new WalRecord(new Lsn(at), new Lsn(at + 64), WalRecord.XACT, 0x80, List.of(), data);
    }

    private static WalRecord truncate(long at, int blocks) {
        byte[] data = ints(blocks, 1663, 5, 16384, 0x7);
        return new WalRecord(new Lsn(at), new Lsn(at + 64), WalRecord.SMGR, 0x20, List.of(), data);
    }

    private static byte[] ints(int... values) {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
        return bytes;
    }

    private static PgControl control() throws Exception {
        byte[] bytes = new byte[PgControl.FILE_SIZE];
        ByteBuffer file = ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8, 1800)
                .putInt(216, 8192)
                .putInt(220, SEGMENT_PAGES)
                .putInt(224, 8192)
                .putInt(228, 16 << 20);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 292);
        file.putInt(292, (int) crc.getValue());
        return PgControl.parse(bytes);
    }
}
