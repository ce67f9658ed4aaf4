// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import dev.stillframe.api.Settings;
import dev.stillframe.api.Writer;
import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.api.WriterException;
import dev.stillframe.api.WriterFactory;
import java.nio.file.Path;

/** Makes writers for SQLite databases. */
public final class SqliteWriterFactory implements WriterFactory {
    @Override
    public WriterDescriptor descriptor() {
        return WriterDescriptor.of(
                "sqlite", "SQLite databases in WAL mode", "/org/example/sqlite/settings.schema.json");
    }

    @Override
    public Writer open(Settings settings, WriterContext context) throws WriterException {
        return new SqliteWriter(Path.of(settings.requiredText("database")), context.application());
    }
}
