// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

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
import dev.stillframe.event.Events;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Makes images and copies them, for tests. */
final class Images {
    static final ReadSettings SMALL = new ReadSettings(2, 64 << 10, 16, 8);
    private static final Volume VOLUME = new Volume(SourcePath.root(), "ext4", "/dev/sda1", 1);

    private Images() {}

    static SourcePath path(Path path) {
        return SourcePath.of(path.toString());
    }

    static FileSet set(Path root, List<String> include, List<String> exclude) {
        return new FileSet(path(root), include, exclude, Set.of(Grain.values()), OptionalInt.empty());
    }

    static ImageComponent component(String name, Grain grain, Quiesce quiesce, FileSet... sets) {
        Component component = new Component(new ComponentId(name), List.of(sets), quiesce, Map.of());
        List<Source> sources =
                component.files().stream().map(set -> new Source(VOLUME, set)).toList();
        return new ImageComponent("shop", component, grain, sources);
    }

    /** Files that lie still, as in a snapshot that is mounted where the files are. */
    static Image still(Path root) {
        return mirror(root, root, set(root, List.of(), List.of()));
    }

    /** The files of one folder, shown at another. */
    static Image mirror(Path source, Path at, FileSet... sets) {
        ImageComponent component = component("files", Grain.ATOMIC, new Quiesce.None(), sets);
        return new Image(List.of(component), List.of(new View.Mirror(path(source), path(at))), List.of());
    }

    static Image live(Quiesce quiesce, Path... roots) {
        FileSet[] sets = Arrays.stream(roots)
                .map(root -> set(root, List.of(), List.of()))
                .toArray(FileSet[]::new);
        return Image.live(List.of(component("files", Grain.LIVE, quiesce, sets)));
    }

    static ImageReader reader(SourceFiles files) {
        return new ImageReader(files, SMALL, Clock.system(), Events.none());
    }

    static ReadReport copy(Image image, TreeSink sink) throws IOException, InterruptedException {
        return copy(new LinuxSource(), image, sink);
    }

    static ReadReport copy(SourceFiles files, Image image, TreeSink sink) throws IOException, InterruptedException {
        ImageCopy copy = reader(files).copy(image, sink);
        copy.walk();
        return copy.report();
    }

    static ComponentRead only(ReadReport report) {
        return report.components().values().iterator().next();
    }
}
