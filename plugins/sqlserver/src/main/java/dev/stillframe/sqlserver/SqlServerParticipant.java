// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.BackupType;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.Cycle;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.Freezable;
import dev.stillframe.api.Gathered;
import dev.stillframe.api.Retry;
import dev.stillframe.api.Thaw;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.backup.ForeignBase;
import dev.stillframe.sqlserver.backup.SnapshotBackup;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Located;
import dev.stillframe.sqlserver.server.Sessions;
import dev.stillframe.sqlserver.validate.ImageValidation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One cycle of one instance that a session suspends. */
final class SqlServerParticipant implements Freezable {
    private final Layout layout;
    private final Catalog catalog;
    private final Sessions sessions;
    private final Cycle cycle;
    private final List<Located> planned;

    private @Nullable SnapshotBackup backup; // guarded by this
    private boolean aborted; // guarded by this

    /** @param planned what the plan of this cycle was made from */
    SqlServerParticipant(Layout layout, Catalog catalog, Sessions sessions, Cycle cycle, List<Located> planned) {
        this.layout = layout;
        this.catalog = catalog;
        this.sessions = sessions;
        this.cycle = cycle;
        this.planned = planned.stream()
                .filter(each -> cycle.grains().containsKey(each.id()))
                .toList();
    }

    @Override
    public void prepare(Deadline deadline) throws WriterException {
        Layout.Found found = layout.again(planned);
        boolean copy = cycle.type() == BackupType.COPY;
        if (!copy) {
            new ForeignBase(catalog).refuse(planned);
        }
        boolean server = layout.settings().wholeServer();
        if (server) {
            refuseParts(found.databases());
        }
        keep(new SnapshotBackup(sessions, planned, server, Path.of(found.metadataFolder()), copy, cycle));
        current().prepare(deadline);
    }

    @Override
    public void freeze(Deadline deadline) throws WriterException {
        current().freeze(deadline);
    }

    @Override
    public Thaw thaw(Deadline deadline) throws WriterException {
        return current().thaw(deadline);
    }

    @Override
    public Gathered gather(Deadline deadline) throws WriterException {
        return current().gather();
    }

    @Override
    public Map<ComponentId, Verdict> validate(BackupImage image, Deadline deadline) throws WriterException {
        Map<ComponentId, Verdict> verdicts = new HashMap<>();
        for (Located located : planned) {
            verdicts.put(located.id(), new ImageValidation(located).verdict(image, deadline));
        }
        return verdicts;
    }

    @Override
    public void abort() {
        SnapshotBackup running;
        synchronized (this) {
            aborted = true;
            running = backup;
        }
        if (running != null) {
            running.abort();
        }
    }

    @Override
    public void close() {
        SnapshotBackup ended;
        synchronized (this) {
            ended = backup;
        }
        if (ended != null) {
            ended.close(); // not while the lock is held: an abort waits for nothing
        }
    }

    private void refuseParts(List<Located> all) throws WriterException {
        if (all.size() != planned.size()) {
            throw new WriterException(
                    "sqlserver.whole-server",
                    "the instance is to be suspended as a whole, but " + (all.size() - planned.size())
                            + " of its databases do not take part in this backup",
                    Retry.HELPS,
                    "plan again, or leave whole-server out");
        }
    }

    private void keep(SnapshotBackup made) {
        boolean tooLate;
        synchronized (this) {
            backup = made;
            tooLate = aborted;
        }
        if (tooLate) {
            made.abort();
        }
    }

    private synchronized SnapshotBackup current() {
        if (backup == null) {
            throw new IllegalStateException("called before prepare");
        }
        return backup;
    }
}
