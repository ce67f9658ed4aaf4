// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Guard;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;

/** What the kit meets by chance only: somebody has the database to himself at the moment when the writer opens it. */
class SqliteHoldTest {
    @TempDir
    private Path folder;

    private Path database;

    @BeforeEach
    void make() throws Exception {
        database = folder.resolve("app.db");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t (n INTEGER)");
        }
    }

    @Test
    void preparingWaitsForWhoHasTheDatabaseToHimself() throws Exception {
        CompletableFuture<Void> preparing;
        try (SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            try (Connection other = connect();
                    Statement statement = other.createStatement()) {
                exclusively(statement);
                preparing = CompletableFuture.runAsync(() -> prepare(hold, Duration.ofMinutes(5)));
                assertThrows(TimeoutException.class, () -> preparing.get(200, TimeUnit.MILLISECONDS));
            }
            preparing.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void preparingSaysBusyWhenItsTimeIsOver() throws Exception {
        try (Connection other = connect();
                Statement statement = other.createStatement();
                SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            exclusively(statement);
            WriterException refused =
                    assertThrows(WriterException.class, () -> hold.prepare(() -> Duration.ZERO));
            assertTrue(refused.getMessage().contains("is busy"), refused.getMessage());
        }
    }

    /** In the middle of the copy, and in the middle of SQLite's own work on the last piece. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void aCheckEndsWithItsTimeWhateverItIsAt(int answers) throws Exception {
        fill();
        AtomicInteger asked = new AtomicInteger();
        Deadline soon = () -> asked.getAndIncrement() < answers ? Duration.ofMinutes(5) : Duration.ZERO;
        try (SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            WriterException unfinished = assertThrows(WriterException.class, () -> hold.validate(new Image(), soon));
            assertTrue(unfinished.getMessage().contains("cannot be checked"), unfinished.getMessage());
        }
    }

    @Test
    void anAbortEndsACheck() throws Exception {
        fill();
        AtomicInteger asked = new AtomicInteger();
        try (SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            Deadline later = () -> {
                if (asked.getAndIncrement() == 10) {
                    hold.abort();
                }
                return Duration.ofMinutes(5);
            };
            assertThrows(WriterException.class, () -> hold.validate(new Image(), later));
        }
    }

    @Test
    void aCheckThatHasTheTimeIsFinished() throws Exception {
        fill();
        try (SqliteHold hold = new SqliteHold(database, "app", new Preparation())) {
            Map<ComponentId, Verdict> verdicts = hold.validate(new Image(), () -> Duration.ofMinutes(5));
            assertInstanceOf(Verdict.Sound.class, verdicts.get(SqliteWriter.DATABASE));
        }
    }

    private void fill() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200000)"
                    + " INSERT INTO t SELECT n FROM c");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /** See https://www.sqlite.org/pragma.html#pragma_locking_mode. */
    private static void exclusively(Statement statement) throws Exception {
        statement.execute("PRAGMA locking_mode = EXCLUSIVE");
        statement.execute("INSERT INTO t VALUES (1)");
    }

    private static void prepare(SqliteHold hold, Duration time) {
        try {
            hold.prepare(() -> time);
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws Exception {
        return new SQLiteConfig().createConnection("jdbc:sqlite:" + database);
    }

    /** The files as they lie there. */
    private static final class Image implements BackupImage {
        @Override
        public Stream<ImageFile> files(ComponentId component) {
            throw new IllegalStateException("the check asks for files by their paths");
        }

        @Override
        public Optional<ImageFile> file(SourcePath path) {
            return Files.exists(Path.of(path.toString())) ? Optional.of(new OnDisk(path)) : Optional.empty();
        }
    }

    private record OnDisk(SourcePath path) implements ImageFile {
        @Override
        public long size() {
            return Path.of(path.toString()).toFile().length();
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(path.toString()))) {
                return channel.read(buffer, at);
            }
        }
    }

    /** A cycle that has not come to its freeze. */
    private record Preparation() implements Cycle {
        @Override
        public String id() {
            return "test";
        }

        @Override
        public BackupType type() {
            return BackupType.COPY;
        }

        @Override
        public Map<ComponentId, Grain> grains() {
            return Map.of();
        }

        @Override
        public Guard guard() {
            throw new IllegalStateException("nothing is armed while a cycle is prepared");
        }
    }
}
