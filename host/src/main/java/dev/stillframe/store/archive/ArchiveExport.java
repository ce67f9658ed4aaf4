// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Destination.Published;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** Writes a backup into a file of its own. */
public final class ArchiveExport {
    private final StoredTree tree;
    private final ArchiveWriter writer;
    private final Set<SourcePath> files = new HashSet<>();
    private final List<Item> linksToCome = new ArrayList<>();

    private ArchiveExport(StoredTree tree, ArchiveWriter writer) {
        this.tree = tree;
        this.writer = writer;
    }

    /**
     * Exports. The file appears under its name when it is complete; an existing one is refused.
     *
     * @param tree what {@code backup} holds
     * @param file the ending of its name chooses the format, see {@link ArchiveFormat}
     * @param progress called now and then with how many bytes were copied since it was last called
     * @param remarks told what the format cannot hold, in sentences, once the file is there
     * @return the file's size in bytes
     */
    public static long export(
            StoredTree tree, Published backup, Path file, LongConsumer progress, Consumer<String> remarks)
            throws StillframeException {
        ArchiveFormat format = format(file);
        if (Files.exists(file)) {
            throw new StillframeException(
                    "export.exists", file + ": exists already", Retry.DOES_NOT_HELP, "choose another name");
        }
        String partial = "." + file.getFileName() + ".partial-" + UUID.randomUUID();
        Path archive = file.resolveSibling(partial);
        Path manifest = file.resolveSibling(partial + ".manifest");
        try {
            try {
                List<String> shortfalls = write(tree, backup, format, archive, manifest, progress);
                Files.move(archive, file);
                DraftFiles.syncFolder(file.toAbsolutePath().resolveSibling("."));
                shortfalls.forEach(remarks);
                return Files.size(file);
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(manifest);
            }
        } catch (UncheckedIOException e) {
            throw StoreErrors.of(ArchiveTree.unwrapped(e), file);
        } catch (IOException e) {
            throw StoreErrors.of(e, file);
        }
    }

    private static ArchiveFormat format(Path file) throws StillframeException {
        String name = String.valueOf(file.getFileName());
        return ArchiveFormat.ofFileName(name)
                .orElseThrow(() -> new StillframeException(
                        "export.format",
                        file + ": its name does not say which format it is to have",
                        Retry.DOES_NOT_HELP,
                        "let the name end with .tar.zst, .tar.gz or .zip"));
    }

    private static List<String> write(
            StoredTree tree, Published backup, ArchiveFormat format, Path archive, Path manifest, LongConsumer progress)
            throws IOException {
        try (ArchiveWriter writer = new ArchiveWriter(
                backup.label(), format, new ArchiveFile(archive), new ArchiveFile(manifest), progress)) {
            new ArchiveExport(tree, writer).copyAll();
            writer.finish(backup.receipt());
            return writer.remarks();
        }
    }

    private void copyAll() throws IOException {
        try (Stream<Item> items = tree.items()) {
            for (Iterator<Item> all = items.iterator(); all.hasNext(); ) {
                copy(all.next());
            }
        }
        for (Item link : linksToCome) {
            link(link);
        }
    }

    private void copy(Item item) throws IOException {
        if (item.hardLinkTo().isPresent()) {
            if (files.contains(item.hardLinkTo().get())) {
                link(item);
            } else {
                linksToCome.add(item); // whoever unpacks needs the first name first
            }
        } else if (item.sha256().isPresent()) {
            copyFile(item);
            files.add(item.node().path());
        } else {
            writer.put(item.node());
        }
    }

    private void link(Item item) throws IOException {
        SourcePath first = item.hardLinkTo().orElseThrow();
        Item original = tree.item(first)
                .orElseThrow(() -> new DamagedException(
                        item.node().path() + ": is a hard link to " + first + ", which is not in the backup", null));
        writer.link(item.node(), original.node());
    }

    private void copyFile(Item item) throws IOException {
        try (Content content = tree.open(item)) {
            var stored = writer.put(item.node(), content, item.incomplete());
            if (!item.sha256().map(stored.sha256()::equals).orElse(true)) {
                throw new DamagedException(
                        item.node().path() + ": its bytes in the backup are not those that were backed up", null);
            }
        }
    }
}
