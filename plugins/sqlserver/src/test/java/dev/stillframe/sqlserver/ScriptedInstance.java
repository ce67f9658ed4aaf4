// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.Settings;
import dev.stillframe.api.SourcePath;
import dev.stillframe.sqlserver.database.Database;
import dev.stillframe.sqlserver.server.Session;
import dev.stillframe.sqlserver.tds.TdsServer;
import dev.stillframe.sqlserver.validate.SyntheticFiles;
import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.Damage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An instance that listens, with a database on disk whose pages it writes as long as nobody has suspended it. */
final class ScriptedInstance implements Application {
    private final FakeInstance instance;
    private final TdsServer wire;
    private final SyntheticFiles files;

    ScriptedInstance(Path folder) throws Exception {
        instance = new FakeInstance(folder.toRealPath());
        instance.hangsElsewhere = true;
        Database shop = instance.database("shop");
        files = new SyntheticFiles(
                Path.of(shop.files().get(0).path()), Path.of(shop.files().get(1).path()), new Random(5));
        wire = new TdsServer(new Script());
    }

    @Override
    public Settings settings() {
        return new Settings(Map.of("url", wire.url(), "user", "backup"));
    }

    @Override
    public void work() throws IOException {
        synchronized (instance) {
            if (!instance.suspended().isEmpty()) {
                throw new IOException("the database is suspended");
            }
            files.writeAPage();
        }
    }

    @Override
    public Duration flushInterval() {
        return Duration.ofMillis(10);
    }

    @Override
    public Optional<List<String>> held() {
        return Optional.of(List.copyOf(instance.suspended().keySet()));
    }

    @Override
    public void breakHold() {
        synchronized (instance) {
            instance.suspended.clear();
        }
    }

    /** What a page in use protects, and that the files are as long as they say. */
    @Override
    public Set<Damage.Kind> visible() {
        return EnumSet.complementOf(EnumSet.of(Damage.Kind.MISSING));
    }

    @Override
    public boolean blind(Damage damage) {
        return !files.protects(damage.file().toString(), damage.at());
    }

    /** The metadata of a backup lie beside the database's own files. */
    @Override
    public boolean named(SourcePath file) {
        return file.toString().endsWith("df");
    }

    @Override
    public void stop() throws IOException {
        wire.close();
    }

    /** Each connection is a session of the instance in memory. */
    private final class Script implements TdsServer.Script {
        private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();

        @Override
        public void batch(int id, String batch, TdsServer.Reply reply) throws TdsServer.Hangs, TdsServer.Drops {
            Session session = sessions.computeIfAbsent(id, instance::session);
            try {
                if (batch.contains("dm_server_suspend_status")) {
                    reply.rows(Answers.STATUS, Answers.STATUS_NUMBERS, session.rows(batch, Duration.ZERO));
                } else if (batch.startsWith("SELECT")) {
                    Answers.to(batch, instance).give(reply);
                } else if (batch.startsWith("ALTER") || batch.startsWith("BACKUP")) {
                    session.run(batch, Duration.ZERO);
                    reply.counted(2).ended();
                } else {
                    reply.ended(); // the driver's own settings
                }
            } catch (SQLException e) {
                if (FakeInstance.breaks(e)) {
                    throw new TdsServer.Drops();
                }
                reply.error(e.getErrorCode(), e.getMessage());
            }
        }

        @Override
        public void ended(int id) {
            Session session = sessions.remove(id);
            if (session != null) {
                session.close();
            }
        }
    }
}
