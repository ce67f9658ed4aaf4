// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.Verdict;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.BackupLabel;
import dev.stillframe.postgres.format.ClusterState;
import dev.stillframe.postgres.format.Lsn;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.RelationPaths;
import dev.stillframe.postgres.format.RelationPaths.DatabaseFolder;
import dev.stillframe.postgres.format.Release;
import dev.stillframe.postgres.format.WalFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One validation of one image: what the cluster is, then every page, then the WAL that recovery will read. */
final class ClusterCheck {
    private final ClusterValidation what;
    private final BackupImage image;
    private final ComponentId component;
    private final Patience patience;
    private final Findings findings = new Findings();
    private final List<String> remarks = new ArrayList<>();

    ClusterCheck(ClusterValidation what, BackupImage image, ComponentId component, Patience patience) {
        this.what = what;
        this.image = image;
        this.component = component;
        this.patience = patience;
    }

    Verdict verdict() throws IOException, WriterException {
        ClusterFiles identity = new ClusterFiles(image, what.place(), findings);
        Optional<BackupLabel> label = identity.label();
        Optional<PgControl> control = identity.control(what.systemIdentifier(), label.isPresent());
        Optional<Release> release = control.isPresent() ? identity.release(control.get()) : Optional.empty();
        if (control.isEmpty() || release.isEmpty()) {
            return damaged();
        }
        return verdict(identity, control.get(), release.get(), label);
    }

    private Verdict verdict(ClusterFiles identity, PgControl control, Release release, Optional<BackupLabel> label)
            throws IOException, WriterException {
        RelationPaths paths =
                new RelationPaths(what.place().data(), what.place().tablespaces(), control.tablespaceFolder(release));
        RelationScan scan = new RelationScan(image, paths, control, findings);
        WalFiles wal = new WalFiles(what.place().wal(), control.walSegmentSize(), timeline(control, label));
        wal.readHistory(image);
        try (PagePass pages = new PagePass(control, passesOver(control), patience)) {
            readAll(scan, wal, pages);
            pages.finish();
            checkFolders(identity, scan.folders(), release);
            WalFormat format =
                    new WalFormat(release, control.systemIdentifier(), control.walPageSize(), control.walSegmentSize());
            Replay replay = new Replay(
                    release,
                    pages.suspects(),
                    scan.absent(),
                    new ImageSizes(image, paths, control),
                    pages.latest().relations());
            WalPass pass = new WalPass(format, wal, findings, patience);
            Optional<WalPass.Route> route = route(control, label);
            Optional<Lsn> end = route.isPresent() ? pass.run(route.get(), replay) : Optional.empty();
            boolean recovers = control.state() != ClusterState.SHUT_DOWN || label.isPresent();
            Leftovers leftovers = new Leftovers(image, paths, recovers, findings);
            if (end.isPresent()) {
                leftovers.beyond(pages.latest(), end.get(), replay);
            }
            leftovers.absent(scan.absent());
            leftovers.damaged(pages.suspects(), pages.scanner());
            remark(control, replay, leftovers, pass, route, end);
            boolean excused = replay.healed() + replay.removed() + leftovers.reset() > 0;
            return conclude(pages, control, !excused);
        }
    }

    /**
     * Whether a page that did not change since it was judged need not be judged again. Its checksum still fits. Its position
     * in WAL was within the WAL of then, which ended before this backup began; so it lies within the WAL of this image, if
     * recovery begins no earlier than the backup did, which is checked where the WAL is read.
     */
    private boolean passesOver(PgControl control) {
        if (control.checksumVersion() != 1) {
            return false;
        }
        if (what.end() instanceof RecoveryEnd.EndOfWal end) {
            return end.begun().isPresent()
                    && !control.redo().isBefore(end.begun().get());
        }
        return true;
    }

    private void readAll(RelationScan scan, WalFiles wal, PagePass pages) throws IOException, WriterException {
        try (Stream<ImageFile> files = image.files(component)) {
            for (Iterator<ImageFile> each = files.iterator(); each.hasNext(); ) {
                patience.check();
                ImageFile file = each.next();
                if (file.path().parent().filter(what.place().wal()::equals).isPresent()) {
                    wal.add(file);
                } else {
                    scan.next(file, pages);
                }
            }
        }
        scan.finish();
    }

    /** A database has one home, with a version and a map; in other tablespaces it has folders with neither. */
    private void checkFolders(ClusterFiles identity, Map<SourcePath, Optional<DatabaseFolder>> folders, Release release)
            throws IOException {
        Map<Long, Boolean> homes = new TreeMap<>();
        for (Map.Entry<SourcePath, Optional<DatabaseFolder>> each : new TreeMap<>(folders).entrySet()) {
            if (each.getValue().isPresent()) {
                SourcePath folder = each.getKey();
                long database = each.getValue().get().database();
                boolean home = image.file(folder.resolve("pg_filenode.map")).isPresent()
                        || image.file(folder.resolve("PG_VERSION")).isPresent();
                homes.merge(database, home, Boolean::logicalOr);
                if (home) {
                    identity.databaseFolder(folder, database == 0, true, release);
                }
            }
        }
        homes.forEach((database, home) -> {
            if (!home) {
                SourcePath folder = what.place().data().resolve(database == 0 ? "global" : "base/" + database);
                findings.add(folder.resolve("pg_filenode.map"), "is missing, here and in every tablespace");
            }
        });
        if (!homes.containsKey(0L)) {
            findings.add(what.place().data().resolve("global"), "holds no relations");
        }
        if (homes.size() < 2) {
            findings.add(what.place().data().resolve("base"), "holds no databases");
        }
    }

    private int timeline(PgControl control, Optional<BackupLabel> label) {
        int from = label.map(BackupLabel::timeline).orElse(control.timeline());
        int to = what.end().stop().map(StopPoint::timeline).orElse(control.minRecoveryTimeline());
        return Integer.compareUnsigned(from, to) > 0 ? from : to;
    }

    private Optional<WalPass.Route> route(PgControl control, Optional<BackupLabel> label) {
        Optional<StopPoint> stop = what.end().stop();
        if (stop.isEmpty() || label.isPresent()) {
            Lsn start = label.map(BackupLabel::start).orElse(control.redo());
            if (stop.isPresent() && !start.equals(stop.get().start())) {
                findings.add(
                        what.place().data().resolve("backup_label"),
                        "starts at " + start + ", but the backup began at "
                                + stop.get().start());
                return Optional.empty();
            }
            Lsn checkpoint = label.map(BackupLabel::checkpoint).orElse(control.checkPoint());
            return Optional.of(new WalPass.Route(start, checkpoint, stop, control.minRecoveryPoint()));
        }
        if (findings.none()) {
            findings.add(
                    what.place().data().resolve("backup_label"),
                    "is missing: the files were taken at several instants, and recovery must begin where the first was");
        }
        return Optional.empty();
    }

    private void remark(
            PgControl control,
            Replay replay,
            Leftovers leftovers,
            WalPass pass,
            Optional<WalPass.Route> route,
            Optional<Lsn> end) {
        if (replay.healed() > 0) {
            remarks.add(replay.healed() + " pages healed by WAL");
        }
        if (replay.removed() > 0) {
            remarks.add(replay.removed() + " damaged pages removed by WAL");
        }
        if (leftovers.reset() > 0) {
            remarks.add(leftovers.reset() + " damaged pages of unlogged relations, which recovery resets");
        }
        if (!control.fullPageWrites()) {
            remarks.add("full_page_writes is off: WAL cannot heal a page that was torn");
        }
        if (route.isPresent() && end.isPresent()) {
            remarks.add("WAL is whole from " + route.get().start() + " to " + end.get() + ": " + pass.records()
                    + " records");
        }
    }

    private Verdict conclude(PagePass pages, PgControl control, boolean lasting) {
        if (!findings.none()) {
            return damaged();
        }
        if (control.checksumVersion() == 0) {
            return new Verdict.Unverifiable("data checksums are off: the headers of " + pages.judged()
                    + " pages make sense, their contents cannot be checked; "
                    + String.join("; ", remarks));
        }
        return new Verdict.Sound(pages.judged(), pages.carried(), 0, "pages", lasting, remarks);
    }

    private Verdict damaged() {
        return new Verdict.Damaged(findings.first(), findings.total());
    }
}
