// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.api.Component;
import dev.stillframe.api.ComponentId;
import dev.stillframe.api.FileSet;
import dev.stillframe.api.Grain;
import dev.stillframe.api.Quiesce;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Source;
import dev.stillframe.api.snapshot.View;
import dev.stillframe.api.snapshot.Volume;
import dev.stillframe.clock.Clock;
import dev.stillframe.error.StillframeException;
import dev.stillframe.event.Events;
import dev.stillframe.reader.ComponentRead;
import dev.stillframe.reader.Image;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.ImageCopy;
import dev.stillframe.reader.ImageReader;
import dev.stillframe.reader.LinuxSource;
import dev.stillframe.reader.ReadReport;
import dev.stillframe.reader.ReadSettings;
import dev.stillframe.restore.RestoreTreeReport;
import dev.stillframe.restore.TreeRestorer;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Destination.Label;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.StoredTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Backs a folder up and restores it, with the real reader. Backups are dated one hour apart from now on, so that what was
 * written before the first of them has settled.
 */
final class FolderBackup {
    private static final Instant BEGIN = Clock.system().instant().plus(Duration.ofHours(1));

    private final Destination destination;
    private final Path folder;
    private final OptionalInt pageSize;
    private final String host;

    FolderBackup(Destination destination, Path folder, OptionalInt pageSize) {
        this(destination, folder, pageSize, "host");
    }

    FolderBackup(Destination destination, Path folder, OptionalInt pageSize, String host) {
        this.destination = destination;
        this.folder = folder;
        this.pageSize = pageSize;
        this.host = host;
    }

    static Label label(int number) {
        return label("host", number);
    }

    private static Label label(String host, int number) {
        return new Label(host + "-" + number, host, "job", BEGIN.plus(Duration.ofHours(number)));
    }

    /** What became of a backup. */
    record Made(Published published, ReadReport report) {
        ComponentRead only() {
            return report.components().values().iterator().next();
        }
    }

    Made make(int number) throws Exception {
        try (Running running = begin(number)) {
            running.read();
            return running.publish();
        }
    }

    /** A backup on its way. One thread at a time. */
    static final class Running implements AutoCloseable {
        private final int number;
        private final Draft draft;
        private final ImageCopy copy;

        private Running(int number, Draft draft, ImageCopy copy) {
            this.number = number;
            this.draft = draft;
            this.copy = copy;
        }

        void read() throws Exception {
            copy.walk();
        }

        Made publish() throws Exception {
            return new Made(draft.publish("{\"number\": " + number + "}"), copy.report());
        }

        @Override
        public void close() throws StillframeException {
            draft.close();
        }
    }

    /** Begins a backup; others may go on beside it. */
    Running begin(int number) throws Exception {
        Draft draft = destination.begin(label(host, number));
        try {
            SourcePath root = SourcePath.of(folder.toString());
            draft.expect(new Draft.Expected(List.of(root), path -> true));
            FileSet set = new FileSet(root, List.of(), List.of(), Set.of(Grain.values()), pageSize);
            Component component = new Component(new ComponentId("files"), List.of(set), new Quiesce.None(), Map.of());
            Source source = new Source(new Volume(SourcePath.root(), "ext4", "/dev/sda1", 1), set);
            Image image = new Image(
                    List.of(new ImageComponent("app", component, Grain.ATOMIC, List.of(source))),
                    List.of(new View.Mirror(root, root)),
                    List.of());
            ImageCopy copy = new ImageReader(new LinuxSource(), ReadSettings.standard(), Clock.system(), Events.none())
                    .copy(image, draft);
            return new Running(number, draft, copy);
        } catch (Exception | AssertionError e) {
            draft.close();
            throw e;
        }
    }

    /** Restores below a target. Returns where the folder is now. */
    Path restore(Published backup, Path target) throws Exception {
        restoreReport(backup, target);
        return target.resolve(folder.toString().substring(1));
    }

    RestoreTreeReport restoreReport(Published backup, Path target) throws Exception {
        SourcePath root = SourcePath.of(folder.toString());
        try (StoredTree tree = destination.open(backup)) {
            return TreeRestorer.restore(
                    tree,
                    new TreeRestorer.Order(
                            target,
                            path -> path.startsWith(root),
                            false,
                            backup.label().id()),
                    bytes -> {});
        }
    }
}
