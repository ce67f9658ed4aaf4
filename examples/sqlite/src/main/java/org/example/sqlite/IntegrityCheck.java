// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/**
 * Runs SQLite's own check on a private copy of the image. It sees the structure: trees, indexes, free pages. A wrong byte
 * within a value it does not see, because SQLite's files carry no checksums.
 */
final class IntegrityCheck {
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;
    private static final int MOST_FINDINGS = 100;
    private static final int PIECE = 1 << 20;
    private static final int STEPS = 1_000;

    private final BackupImage image;
    private final Path database;
    private final BooleanSupplier over;

    /** @param over whether the check is to end unfinished; asked often, while it copies and while SQLite checks */
    IntegrityCheck(BackupImage image, Path database, BooleanSupplier over) {
        this.image = image;
        this.database = database;
        this.over = over;
    }

    Verdict run() throws IOException, SQLException {
        Path folder = Files.createTempDirectory("stillframe-sqlite");
        try {
            if (!copied("", folder)) {
                return damaged(List.of("is missing"));
            }
            copied("-wal", folder);
            return checked(folder.resolve("copy"));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private Verdict checked(Path copy) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
                @Override
                protected int progress() {
                    return over.getAsBoolean() ? 1 : 0; // 1 interrupts
                }
            });
            try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check(" + MOST_FINDINGS + ")")) {
                while (rows.next()) {
                    findings.add(rows.getString(1).replaceAll("\\s+", " "));
                }
            }
            if (findings.equals(List.of("ok"))) {
                try (ResultSet pages = statement.executeQuery("PRAGMA page_count")) {
                    return new Verdict.Sound(pages.getLong(1), 0, "pages", List.of("structure only: no checksums"));
                }
            }
        } catch (SQLException e) {
            int code = e.getErrorCode() & 0xff;
            if (code != SQLITE_CORRUPT && code != SQLITE_NOTADB) {
                throw e;
            }
            findings.add(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
        return damaged(findings);
    }

    private Verdict damaged(List<String> reasons) {
        SourcePath path = SourcePath.of(database.toString());
        return new Verdict.Damaged(
                reasons.stream()
                        .limit(MOST_FINDINGS)
                        .map(reason -> new Verdict.Finding(path, OptionalLong.empty(), reason))
                        .toList(),
                reasons.size());
    }

    private boolean copied(String suffix, Path folder) throws IOException {
        Optional<ImageFile> file = image.file(SourcePath.of(database + suffix));
        if (file.isEmpty()) {
            return false;
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (FileChannel copy = FileChannel.open(
                folder.resolve("copy" + suffix), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; file.get().read(piece, at) > 0; piece.clear()) {
                if (over.getAsBoolean()) {
                    throw new IOException("the time for it is over");
                }
                at += piece.flip().remaining();
                while (piece.hasRemaining()) {
                    copy.write(piece);
                }
            }
        }
        return true;
    }
}
