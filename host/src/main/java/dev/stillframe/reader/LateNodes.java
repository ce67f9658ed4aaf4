// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.clock.Clock;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where late files lie and what owner and mode they have. */
final class LateNodes {
    private static final SourcePath OWN = SourcePath.of("/.stillframe");
    private static final int PRIVATE_FILE = 0600;
    private static final int PRIVATE_FOLDER = 0700;

    private final SourceFiles files;
    private final Views views;
    private final Clock clock;

    LateNodes(SourceFiles files, Views views, Clock clock) {
        this.files = files;
        this.views = views;
        this.clock = clock;
    }

    /** Where it lies in the backup. */
    static SourcePath path(Late late) {
        if (late.file().place() instanceof LateFile.Place.At at) {
            return at.path();
        }
        LateFile.Place.Beside beside = (LateFile.Place.Beside) late.file().place();
        return OWN.child(late.application().getBytes(StandardCharsets.UTF_8))
                .resolve(late.file().component().value())
                .resolve(beside.name());
    }

    /**
     * The file's node.
     *
     * @param source the metadata of the file that it is a copy of, if it is one
     */
    Node file(Late late, long size, Optional<Metadata> source) throws IOException {
        SourcePath path = path(late);
        Instant modified = source.map(Metadata::modified).orElseGet(clock::instant);
        if (!(late.file().place() instanceof LateFile.Place.At at)) {
            return new Node(path, plain(Metadata.Kind.FILE, PRIVATE_FILE, 0, 0, size, modified));
        }
        if (at.like().isEmpty() && source.isPresent()) {
            Metadata s = source.get();
            Metadata own = plain(Metadata.Kind.FILE, s.permissions(), s.uid(), s.gid(), size, modified);
            return new Node(path, with(own, s.attributes()));
        }
        Metadata model = at.like().isPresent() ? views.metadata(files, at.like().get()) : folderAbove(path);
        int permissions = model.permissions() & (model.kind() == Metadata.Kind.FOLDER ? 0666 : 0777);
        return new Node(path, plain(Metadata.Kind.FILE, permissions, model.uid(), model.gid(), size, modified));
    }

    /** A folder that the walk did not come upon: the source's, one like the folder above it, or one of our own. */
    Node folder(SourcePath path) throws IOException {
        if (path.startsWith(OWN)) {
            return new Node(path, plain(Metadata.Kind.FOLDER, PRIVATE_FOLDER, 0, 0, 0, clock.instant()));
        }
        try {
            Metadata metadata = views.metadata(files, path);
            if (metadata.kind() == Metadata.Kind.FOLDER) {
                return new Node(path, metadata);
            }
        } catch (NoSuchFileException e) {
            Metadata model = folderAbove(path);
            Instant now = clock.instant();
            return new Node(path, plain(Metadata.Kind.FOLDER, model.permissions(), model.uid(), model.gid(), 0, now));
        }
        throw new SourceException(path, "is not a folder, and a late file is to lie in it", null);
    }

    /** The nearest folder above a path that exists in the source. */
    private Metadata folderAbove(SourcePath path) throws IOException {
        SourcePath folder = path.parent().orElseThrow();
        try {
            return views.metadata(files, folder);
        } catch (NoSuchFileException e) {
            return folderAbove(folder);
        }
    }

    private static Metadata plain(Metadata.Kind kind, int permissions, int uid, int gid, long size, Instant modified) {
        return new Metadata(kind, permissions, uid, gid, size, modified, modified, 0, 0, 1, 0, new byte[0], List.of());
    }

    private static Metadata with(Metadata m, List<Metadata.Attribute> attributes) {
        return new Metadata(
                m.kind(),
                m.permissions(),
                m.uid(),
                m.gid(),
                m.size(),
                m.modified(),
                m.changed(),
                m.device(),
                m.inode(),
                m.links(),
                m.special(),
                m.linkTarget(),
                attributes);
    }
}
