// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.tree.Destination.Label;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a backup's files. In the making they are {@code .ID.partial-HOST.archive}, {@code .manifest} and {@code
 * .lock}; published they are {@code ID.FORMAT} and {@code ID.manifest.jsonl}. The manifest is renamed last: with it the
 * backup exists.
 */
record DraftFiles(Path folder, String id, String host) {
    static final String MANIFEST_ENDING = ".manifest.jsonl";

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    private static final Pattern PARTIAL =
            Pattern.compile("\\.(?<id>.+)\\.partial-(?<host>[A-Za-z0-9_-][A-Za-z0-9_-]*)\\.(archive|manifest|lock)");

    static DraftFiles of(Path folder, Label label) {
        if (!SAFE.matcher(label.id()).matches() || label.id().contains(".partial-")) {
            throw new IllegalArgumentException("not a backup's id: \"" + label.id() + "\"");
        }
        return new DraftFiles(folder, label.id(), fileName(label.host()));
    }

    /** Whose draft a file belongs to. */
    static Optional<DraftFiles> ofPartial(Path folder, Path file) {
        Matcher matcher = PARTIAL.matcher(file.getFileName().toString());
        return matcher.matches()
                ? Optional.of(new DraftFiles(folder, matcher.group("id"), matcher.group("host")))
                : Optional.empty();
    }

    /** A host as it stands in a file's name. */
    static String fileName(String host) {
        String safe = host.replaceAll("[^A-Za-z0-9_-]", "_");
        return safe.isEmpty() ? "_" : safe;
    }

    Path partialArchive() {
        return partial("archive");
    }

    Path partialManifest() {
        return partial("manifest");
    }

    Path lock() {
        return partial("lock");
    }

    Path archive(ArchiveFormat format) {
        return folder.resolve(id + "." + format.ending());
    }

    Path manifest() {
        return folder.resolve(id + MANIFEST_ENDING);
    }

    private Path partial(String kind) {
        return folder.resolve("." + id + ".partial-" + host + "." + kind);
    }

    /** Gives both files their names, durably, the manifest last. */
    void publish(ArchiveFormat format) throws IOException {
        Files.move(partialArchive(), archive(format), StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
        Files.move(partialManifest(), manifest(), StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
    }

    /**
     * Removes all but the lock. An archive that has its name already, but no manifest, is removed too: the draft's
     * manifest says that it is the draft's.
     *
     * @return what was there
     */
    List<String> remove() throws IOException {
        List<Path> doomed = new ArrayList<>();
        if (Files.exists(partialManifest()) && !Files.exists(partialArchive()) && !Files.exists(manifest())) {
            for (ArchiveFormat format : ArchiveFormat.values()) {
                doomed.add(archive(format));
            }
        }
        doomed.add(partialArchive());
        doomed.add(partialManifest()); // last: as long as it is there, the next sweep knows what the others are
        List<String> removed = new ArrayList<>();
        for (Path file : doomed) {
            if (Files.deleteIfExists(file)) {
                removed.add(file.getFileName().toString());
            }
        }
        return removed;
    }

    /** Makes names durable, see fsync(2) on folders. Windows opens no folder so, and journals their names by itself. */
    static void syncFolder(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
