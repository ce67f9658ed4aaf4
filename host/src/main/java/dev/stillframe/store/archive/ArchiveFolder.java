// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.archive;

import dev.stillframe.api.Retry;
import dev.stillframe.api.SourcePath;
import dev.stillframe.error.Problem;
import dev.stillframe.error.StillframeException;
import dev.stillframe.tree.Destination;
import dev.stillframe.tree.Draft;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** A folder of archives: {@code ID.tar.zst} with {@code ID.manifest.jsonl} beside it. Any thread. */
public final class ArchiveFolder implements Destination {
    /** Where an archive has its manifest and its receipt. */
    static final SourcePath OWN_FOLDER = SourcePath.of("/.stillframe");

    private final Path folder;
    private final ArchiveFormat format;

    /**
     * Looks at nothing yet.
     *
     * @param format of the archives to come; those that are there may be of any
     */
    public ArchiveFolder(Path folder, ArchiveFormat format) {
        this.folder = folder;
        this.format = format;
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public void init() throws StillframeException {
        try {
            FolderMarker.init(folder);
        } catch (IOException e) {
            throw StoreErrors.of(e, folder);
        }
    }

    @Override
    public Draft begin(Label label) throws StillframeException {
        DraftFiles files = DraftFiles.of(folder, label);
        try {
            FolderMarker.check(folder);
            DraftLock lock = DraftLock.acquire(files).orElseThrow(() -> exists(label));
            try {
                if (Files.exists(files.manifest()) || Files.exists(files.archive(format))) {
                    throw exists(label);
                }
                return new ArchiveDraft(label, format, files, lock, writer(label, files));
            } catch (IOException | StillframeException e) {
                lock.remove();
                throw e;
            }
        } catch (IOException e) {
            throw StoreErrors.of(e, folder);
        }
    }

    private ArchiveWriter writer(Label label, DraftFiles files) throws IOException {
        ArchiveFile archive = new ArchiveFile(files.partialArchive());
        try {
            return new ArchiveWriter(label, format, archive, new ArchiveFile(files.partialManifest()), copied -> {});
        } catch (IOException e) {
            archive.close();
            files.remove();
            throw e;
        }
    }

    private StillframeException exists(Label label) {
        return new StillframeException(
                "store.exists",
                folder + ": there is a backup " + label.id() + " already",
                Retry.DOES_NOT_HELP,
                "every backup needs an id of its own");
    }

    @Override
    public Listing list() throws StillframeException {
        List<Published> backups = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        try {
            FolderMarker.check(folder);
            for (Path manifest : files("*" + DraftFiles.MANIFEST_ENDING)) {
                try {
                    backups.add(published(manifest));
                } catch (IOException e) {
                    problems.add(StoreErrors.problem(e, manifest));
                }
            }
        } catch (IOException e) {
            throw StoreErrors.of(e, folder);
        }
        backups.sort(Comparator.comparing((Published p) -> p.label().time())
                .thenComparing(p -> p.label().id()));
        return new Listing(backups, problems);
    }

    private Published published(Path manifest) throws IOException {
        ManifestSummary summary = ManifestSummary.read(manifest);
        DraftFiles files = new DraftFiles(folder, summary.label().id(), "");
        if (!files.manifest().equals(manifest)) {
            throw new DamagedException(
                    manifest + ": is the manifest of " + summary.label().id(), null);
        }
        Path archive = files.archive(summary.format());
        if (!Files.exists(archive)) {
            throw new DamagedException(archive + ": is missing, and its manifest is there", null);
        }
        if (Files.size(archive) != summary.archiveSize()) {
            throw new DamagedException(
                    archive + ": has " + Files.size(archive) + " bytes instead of " + summary.archiveSize(), null);
        }
        return new Published(summary.label(), summary.receipt(), summary.archiveSize() + Files.size(manifest));
    }

    @Override
    public StoredTree open(Published backup) throws StillframeException {
        DraftFiles files = DraftFiles.of(folder, backup.label());
        try {
            return StoredArchive.open(files).tree();
        } catch (IOException e) {
            throw StoreErrors.of(e, files.manifest());
        }
    }

    @Override
    public Verified verify(Published backup, LongConsumer progress) throws StillframeException {
        DraftFiles files = DraftFiles.of(folder, backup.label());
        try {
            try (StoredArchive archive = StoredArchive.open(files)) {
                return new ArchiveVerification(archive, progress).run();
            }
        } catch (IOException e) {
            throw StoreErrors.of(e, files.manifest());
        }
    }

    /** First the manifest becomes that of a draft: if this is cut short, the next sweep removes the rest. */
    @Override
    public void forget(List<Published> backups) throws StillframeException {
        try {
            FolderMarker.check(folder);
            for (Published backup : backups) {
                forget(DraftFiles.of(folder, backup.label()));
            }
        } catch (IOException e) {
            throw StoreErrors.of(e, folder);
        }
    }

    private void forget(DraftFiles files) throws IOException {
        try {
            Files.move(files.manifest(), files.partialManifest(), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return; // somebody else has forgotten it meanwhile
        }
        DraftFiles.syncFolder(folder);
        files.remove();
    }

    @Override
    public List<String> sweep(String host) throws StillframeException {
        List<String> removed = new ArrayList<>();
        try {
            FolderMarker.check(folder);
            TreeSet<String> drafts = new TreeSet<>();
            for (Path file : files(".*.partial-" + DraftFiles.fileName(host) + ".*")) {
                DraftFiles.ofPartial(folder, file)
                        .filter(draft -> draft.host().equals(DraftFiles.fileName(host)))
                        .ifPresent(draft -> drafts.add(draft.id()));
            }
            for (String id : drafts) {
                removed.addAll(sweep(new DraftFiles(folder, id, DraftFiles.fileName(host))));
            }
        } catch (IOException e) {
            throw StoreErrors.of(e, folder);
        }
        return removed;
    }

    private static List<String> sweep(DraftFiles draft) throws IOException {
        Optional<DraftLock> lock = DraftLock.acquire(draft);
        if (lock.isEmpty()) {
            return List.of(); // its process is alive
        }
        try {
            return draft.remove();
        } finally {
            lock.get().remove();
        }
    }

    private List<Path> files(String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }
}
