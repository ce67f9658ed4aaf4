// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.stillframe.reader.Image;
import dev.stillframe.reader.ImageComponent;
import dev.stillframe.reader.ImageCopy;
import dev.stillframe.reader.ImageReader;
import dev.stillframe.reader.LinuxSource;
import dev.stillframe.reader.ReadSettings;
import dev.stillframe.store.archive.ArchiveFolder;
import dev.stillframe.store.archive.ArchiveFormat;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedCopyTest {
    @TempDir
    Path folder;

    private Destination own;

    @BeforeEach
    void makeDestination() {
        own = new ArchiveFolder(folder.resolve("the-job's-own"), ArchiveFormat.TAR_ZSTD);
    }

    @Test
    void aFailureOfStoringNamesTheDestinationOfTheJob() throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        TimedCopy timed = new TimedCopy(Clock.system(), own, Duration.ofMinutes(1));

        assertThatThrownBy(() -> timed.walk(copyInto(new BrokenSink())))
                .isInstanceOfSatisfying(StillframeException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("store.failed");
                    assertThat(e.problem().message()).contains(own.location(), "the cable was pulled");
                    assertThat(e.problem().hint()).isNotEmpty();
                });
        assertThat(timed.ended()).isAfterOrEqualTo(timed.began());
    }

    private ImageCopy copyInto(TreeSink sink) {
        SourcePath root = SourcePath.of(folder.toString());
        FileSet set = new FileSet(root, List.of(), List.of(), Set.of(Grain.values()), OptionalInt.empty());
        Component component = new Component(new ComponentId("files"), List.of(set), new Quiesce.None(), Map.of());
        Source source = new Source(new Volume(SourcePath.root(), "ext4", "/dev/sda1", 1), set);
        Image image = new Image(
                List.of(new ImageComponent("uploads", component, Grain.ATOMIC, List.of(source))),
                List.of(new View.Mirror(root, root)),
                List.of());
        return new ImageReader(new LinuxSource(), ReadSettings.standard(), Clock.system(), Events.none())
                .copy(image, sink);
    }

    /** Fails as a store does that knows nothing better to say. */
    private static final class BrokenSink implements TreeSink {
        @Override
        public void put(Node node) throws IOException {
            throw new IOException("the cable was pulled");
        }

        @Override
        public Stored put(Node node, Content content) throws IOException {
            throw new IOException("the cable was pulled");
        }

        @Override
        public void link(Node node, Node first) throws IOException {
            throw new IOException("the cable was pulled");
        }
    }
}
