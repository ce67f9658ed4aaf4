// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.postgres.format.ClusterState;
import dev.stillframe.postgres.format.Fork;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.RelFileLocator;
import dev.stillframe.postgres.format.RelationFork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that could not be checked to its end never counts as checked. */
final class PagePassTest {
    private static final RelationFork TABLE = new RelationFork(new RelFileLocator(1663, 5, 16384), Fork.MAIN);

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("the disk is gone"),
                new IllegalStateException("a defect"),
                new OutOfMemoryError("of the check"),
                new NoClassDefFoundError("a jar that was replaced"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whateverEndsACheckEndsTheWholePass(Throwable failure) throws Exception {
        try (PagePass pass = new PagePass(control(), false, new Patience(() -> Duration.ofMinutes(1)))) {
            assertThatThrownBy(() -> {
                        pass.add(new RelationFile(failing(failure), TABLE, 0));
                        pass.finish();
                    })
                    .isSameAs(failure);
        }
    }

    private static ImageFile failing(Throwable failure) {
        return new ImageFile() {
            @Override
            public SourcePath path() {
                return SourcePath.of("/data/base/5/16384");
            }

            @Override
            public long size() {
                return 8192;
            }

            @Override
            public int read(ByteBuffer buffer, long at) throws IOException {
                if (failure instanceof IOException io) {
                    throw io;
                }
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    private static PgControl control() {
        Lsn start = new Lsn(0x2000028);
        return new PgControl(
                1,
                1300,
                202209061,
                ClusterState.IN_PRODUCTION,
                start,
                start,
                1,
                true,
                new Lsn(0),
                0,
                new Lsn(0),
                false,
                8192,
                131072,
                8192,
                16 << 20,
                1);
    }
}
