// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.format.WalFormat;
import dev.stillframe.postgres.format.WalReader;
import dev.stillframe.postgres.format.WalSegmentName;
import dev.stillframe.postgres.format.WalStep;
import dev.stillframe.shop.PostgresBinaries;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Breaks in the last segment, where pages may have reached the disk out of order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WalTailTest {
    private static final int PAGE = 8192;
    private static final int SEGMENT = 16 << 20;

    private RealCluster cluster;
    private FolderImage image;
    private PgControl control;
    private SourcePath last;
    private int broken;

    @BeforeAll
    void crash(@TempDir Path temp) throws Exception {
        cluster = new RealCluster(temp, PostgresBinaries.embedded(), true);
        cluster.run("select pg_switch_wal()", "checkpoint");
        cluster.run("create table t as select i from generate_series(1, 30000) i");
        cluster.crash();
        control = cluster.control();
        image = cluster.image().inMemory();
        last = cluster.path("pg_wal/" + new WalSegmentName(1, control.redo().value() / SEGMENT).text(SEGMENT));
        broken = (int) (control.redo().value() % SEGMENT) / PAGE * PAGE + 40 * PAGE;
    }

    @AfterAll
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void wholeWalSimplyEnds() throws Exception {
        assertThat(damage(bytes -> {})).isEmpty();
    }

    @Test
    void aPageThatWasNotWrittenYetIsTheEnd() throws Exception {
        assertThat(damage(bytes -> Arrays.fill(bytes, broken, broken + PAGE, (byte) 0)))
                .isEmpty();
        assertThat(damage(bytes -> Arrays.fill(bytes, broken + PAGE / 2, broken + PAGE, (byte) 0)))
                .isEmpty();
    }

    @Test
    void aPageOfAnEarlierUseOfTheFileIsTheEnd() throws Exception {
        assertThat(damage(bytes ->
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(broken + 8, 0x1000000 + broken)))
                .isEmpty();
    }

    @Test
    void aPageThatWasWrittenAndIsWrongIsDamage() throws Exception {
        assertThat(damage(bytes -> bytes[broken + 5000] ^= 1))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("WAL goes on at"));
    }

    @Test
    void aLaterSegmentInUseProvesThatTheEarlierWasWritten() throws Exception {
        long next = control.redo().value() / SEGMENT + 1;
        byte[] inUse = image.bytes(last);
        ByteBuffer.wrap(inUse).order(ByteOrder.LITTLE_ENDIAN).putLong(8, next * SEGMENT);
        image = image.with(cluster.path("pg_wal/" + new WalSegmentName(1, next).text(SEGMENT)), inUse);
        try {
            assertThat(damage(bytes -> Arrays.fill(bytes, broken, broken + PAGE, (byte) 0)))
                    .isPresent();
        } finally {
            image = cluster.image().inMemory();
        }
    }

    private Optional<String> damage(Consumer<byte[]> edit) throws Exception {
        FolderImage edited = image.edit(last, bytes -> {
            byte[] copy = bytes.clone();
            edit.accept(copy);
            return copy;
        });
        WalFiles files = new WalFiles(cluster.place().wal(), SEGMENT, 1);
        edited.files(RealCluster.ID).forEach(files::add);
        files.readHistory(edited);
        WalFormat format = new WalFormat(Release.V18, control.systemIdentifier(), PAGE, SEGMENT);
        WalReader reader = new WalReader(format, files, control.redo());
        WalStep step = reader.next();
        while (step instanceof WalStep.Read) {
            step = reader.next();
        }
        return new WalTail(format, files).damage((WalStep.End) step);
    }
}
