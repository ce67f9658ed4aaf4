// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.snapshot.vss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillframe.api.BackupType;
import dev.stillframe.api.Deadline;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.SnapshotException;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.ManualClock;
import dev.stillframe.platform.windows.CallingConvention;
import dev.stillframe.platform.windows.FakeVss;
import dev.stillframe.platform.windows.VssWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An Exchange and an SQL Server writer in the fake library. */
final class VssScene {
    static final UUID EXCHANGE = UUID.fromString("76fe1ac4-15f7-4bcd-987e-8e1acb462fb7");
    static final UUID SQL = UUID.fromString("a65faa63-5ea8-4ebc-9dbd-a0c4db26912a");
    static final Quiesce.Native MAILBOX =
            new Quiesce.Native(EXCHANGE, "Microsoft Exchange Server\\Microsoft Information Store\\MBX1", "mailbox");
    static final Quiesce.Native SALES = new Quiesce.Native(SQL, "", "sales");

    final FakeVss fake;
    final ManualClock clock = new ManualClock();

    private VssScene(FakeVss fake) {
        this.fake = fake;
    }

    static VssScene with(CallingConvention convention) {
        FakeVss fake = FakeVss.fresh(convention);
        int exchange = fake.writer(EXCHANGE, "Microsoft Exchange Writer");
        fake.component(exchange, 1, MAILBOX.logicalPath(), MAILBOX.component());
        String below = MAILBOX.logicalPath() + "\\" + MAILBOX.component();
        int file = fake.part(exchange, 1, below, "File");
        fake.file(exchange, file, VssWriter.Kind.DATABASE, "C:\\data", "mailbox.edb");
        int logs = fake.part(exchange, 1, below, "Logs");
        fake.file(exchange, logs, VssWriter.Kind.LOG, "D:\\logs", "E00*.log");
        int sql = fake.writer(SQL, "SqlServerWriter");
        int sales = fake.component(sql, 1, SALES.logicalPath(), SALES.component());
        fake.file(sql, sales, VssWriter.Kind.FILE, "C:\\data", "sales.mdf");
        return new VssScene(fake);
    }

    /** The same for a process of its own, which has settled no security yet. */
    VssScene again() {
        fake.forgetSecurity();
        return this;
    }

    VssProvider provider() {
        return new VssProvider(fake::library, clock);
    }

    SnapshotSet open(List<Quiesce.Native> natives, BackupType type, String... roots) throws SnapshotException {
        List<Source> sources =
                java.util.Arrays.stream(roots).map(VssScene::source).toList();
        return provider().open(new SnapshotRequest("owner", "cycle", Instant.EPOCH, sources, natives, type));
    }

    static Source source(String root) {
        SourcePath path = SourcePath.of(root);
        SourcePath mount = SourcePath.root().child(path.names().get(0));
        return new Source(new Volume(mount, "NTFS", "", mount.hashCode()), FileSet.all(path));
    }

    /** A minute of the scene's clock. */
    Deadline deadline() {
        long end = clock.nanoTime() + Duration.ofMinutes(1).toNanos();
        return () -> {
            long left = end - clock.nanoTime();
            return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
        };
    }

    /** No COM object, no string, no apartment, no shadow copy; and no call came out of order. */
    void nothingStays() {
        await().untilAsserted(() -> assertThat(fake.alive()).isZero()); // the apartment is left on its own thread
        assertThat(fake.snapshots()).isZero();
        assertThat(fake.calls()).noneMatch(call -> call.startsWith("!"));
    }
}
