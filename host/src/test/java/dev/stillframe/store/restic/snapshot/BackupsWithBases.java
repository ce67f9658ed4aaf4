// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.SnapshotProvider;
import dev.stillframe.api.snapshot.SnapshotRequest;
import dev.stillframe.api.snapshot.SnapshotSet;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.Taken;
import dev.stillframe.change.Base;
import dev.stillframe.change.KeptBase;
import dev.stillframe.clock.Clock;
import dev.stillframe.event.Events;
import dev.stillframe.platform.linux.LoopVolume;
import dev.stillframe.reader.Image;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.ImageCopy;
import dev.stillframe.reader.ImageReader;
import dev.stillframe.reader.LinuxSource;
import dev.stillframe.reader.ReadReport;
import dev.stillframe.reader.ReadSettings;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.snapshot.Limit;
import dev.stillframe.snapshot.base.BaseSnapshots;
import dev.stillframe.snapshot.base.Keeping;
import dev.stillframe.snapshot.btrfs.BtrfsProvider;
import dev.stillframe.snapshot.reflink.ReflinkProvider;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Backs a folder of page files up from real snapshots, each of which is kept until the next one is stored. */
final class BackupsWithBases {
    static final String OWNER = "host-1";
    private static final Instant DEADLINE = Instant.parse("2030-01-01T00:00:00Z");

    final Path folder;
    private final LoopVolume volume;
    private final SnapshotProvider provider;
    private final Destination destination;
    double sample = 0.5;
    List<KeptBase> kept = List.of();
    private int number;

    BackupsWithBases(LoopVolume volume, Path folder, boolean btrfs, Destination destination) {
        this.volume = volume;
        this.folder = folder;
        this.provider = btrfs ? new BtrfsProvider(Clock.system()) : new ReflinkProvider(Clock.system());
        this.destination = destination;
    }

    /** What became of a backup. */
    record Made(Published published, ReadReport report, Draft.Sums sums, List<String> obstacles) {}

    Made make() throws Exception {
        SourcePath root = SourcePath.of(folder.toString());
        FileSet set = new FileSet(root, List.of(), List.of(), Set.of(Grain.values()), OptionalInt.of(8192));
        Source source = new Source(volume.volume(), set);
        Component component =
                new Component(new ComponentId("files"), List.of(set), new Quiesce.None(), java.util.Map.of());
        int round = number++;
        try (SnapshotSet snapshots = provider.open(new SnapshotRequest(OWNER, "c" + round, DEADLINE, List.of(source)));
                Draft draft = destination.begin(FolderBackup.label(round))) {
            snapshots.prepare(Limit.far());
            Taken taken = snapshots.take(Limit.far());
            Image image = new Image(
                    List.of(new ImageComponent("app", component, Grain.ATOMIC, List.of(source))),
                    taken.views(),
                    List.of());
            draft.expect(new Draft.Expected(List.of(root), path -> true, sample));
            List<String> obstacles = kept.stream()
                    .flatMap(base -> BaseSnapshots.obstacle(base, taken.views()).stream())
                    .toList();
            Optional<Base> base =
                    kept.isEmpty() || !obstacles.isEmpty() ? Optional.empty() : Optional.of(BaseSnapshots.joined(kept));
            ImageReader reader =
                    new ImageReader(new LinuxSource(), ReadSettings.standard(), Clock.system(), Events.none());
            ImageCopy copy = reader.copy(image, draft, reader.compare(image, draft, base));
            copy.walk();
            Draft.Sums sums = draft.sums().orElseThrow();
            Published published = draft.publish("{}");
            List<KeptBase> before = kept;
            kept = new Keeping("job", published.label().id(), Clock.system().instant(), path -> true)
                    .keep(taken.views());
            for (KeptBase old : before) {
                BaseSnapshots.remove(OWNER, old.place());
            }
            return new Made(published, copy.report(), sums, obstacles);
        }
    }

    /** Restores below a target. Returns where the folder is now. */
    Path restore(Published backup, Path target) throws Exception {
        SourcePath root = SourcePath.of(folder.toString());
        try (StoredTree tree = destination.open(backup)) {
            TreeRestorer.restore(
                    tree,
                    new TreeRestorer.Order(
                            target,
                            path -> path.startsWith(root),
                            false,
                            backup.label().id()),
                    bytes -> {});
        }
        return target.resolve(folder.toString().substring(1));
    }
}
