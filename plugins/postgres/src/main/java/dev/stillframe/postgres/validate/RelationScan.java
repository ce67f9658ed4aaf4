// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.api.BackupImage;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.format.Fork;
import dev.stillframe.postgres.format.PgControl;
import dev.stillframe.postgres.format.RelationFileName;
import dev.stillframe.postgres.format.RelationFork;
import dev.stillframe.postgres.format.RelationPaths;
import dev.stillframe.postgres.format.RelationPaths.DatabaseFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Recognises the files of relations among an image's files, and what is missing between them. Not thread-safe. */
final class RelationScan {
    private static final int WIDEST_GAP = 64;

    private final BackupImage image;
    private final RelationPaths paths;
    private final PgControl control;
    private final Findings findings;
    private final Suspects absent;
    private final Map<SourcePath, Optional<DatabaseFolder>> folders = new HashMap<>();
    private final TreeMap<Integer, ImageFile> run = new TreeMap<>();
    private Optional<RelationFork> runFork = Optional.empty();

    RelationScan(BackupImage image, RelationPaths paths, PgControl control, Findings findings) {
        this.image = image;
        this.paths = paths;
        this.control = control;
        this.findings = findings;
        this.absent = new Suspects(control.segmentPages(), true);
    }

    /** Looks at the next file in the order of paths, and hands it on if it holds pages. */
    void next(ImageFile file, PagePass pages) throws IOException, WriterException {
        SourcePath folder = file.path().parent().orElse(SourcePath.root());
        Optional<DatabaseFolder> database = folders.computeIfAbsent(folder, paths::database);
        if (database.isEmpty()) {
            return;
        }
        Optional<RelationFileName> parsed =
                RelationFileName.parse(new String(file.path().name(), StandardCharsets.ISO_8859_1));
        if (parsed.isEmpty() || parsed.get().temporary()) {
            return;
        }
        RelationFileName name = parsed.get();
        RelationFork fork = new RelationFork(database.get().relation(name.relation()), name.fork());
        if (!runFork.equals(Optional.of(fork))) {
            finish();
            runFork = Optional.of(fork);
        }
        run.put(name.segment(), file);
        pages.add(new RelationFile(file, fork, name.segment()));
    }

    /** To be called after the last file. */
    void finish() {
        if (runFork.isPresent()) {
            RelationFork fork = runFork.get();
            if (fork.fork() != Fork.MAIN) {
                expectMain(fork);
            }
            int before = -1;
            for (Map.Entry<Integer, ImageFile> segment : run.entrySet()) {
                if (before >= 0 && segment.getValue().size() > 0) {
                    expectFull(fork, before);
                }
                expectAll(fork, before + 1, segment.getKey());
                before = segment.getKey();
            }
        }
        run.clear();
        runFork = Optional.empty();
    }

    /** Pages that are missing before others that are there. */
    Suspects absent() {
        return absent;
    }

    /** The folders that hold relations. */
    Map<SourcePath, Optional<DatabaseFolder>> folders() {
        return folders;
    }

    private void expectMain(RelationFork fork) {
        RelationFork main = new RelationFork(fork.relation(), Fork.MAIN);
        Optional<SourcePath> path = paths.file(main, 0);
        if (path.isPresent() && image.file(path.get()).isEmpty()) {
            lack(main, 0, 0, 1);
        }
    }

    private void expectAll(RelationFork fork, int from, int to) {
        if (to - from > WIDEST_GAP) {
            ImageFile next = run.get(to);
            if (next != null) {
                findings.add(next.path(), "the files with the numbers " + from + " to " + (to - 1) + " are missing");
            }
            return;
        }
        for (int segment = from; segment < to; segment++) {
            lack(fork, segment, 0, control.segmentPages());
        }
    }

    /** A file that another one follows is full, unless all that follow were truncated to nothing. */
    private void expectFull(RelationFork fork, int segment) {
        ImageFile file = run.get(segment);
        if (file != null) {
            long pages = file.size() / control.pageSize();
            if (pages < control.segmentPages()) {
                lack(fork, segment, (int) pages, control.segmentPages());
            }
        }
    }

    private void lack(RelationFork fork, int segment, int from, int to) {
        BitSet missing = new BitSet();
        missing.set(from, to);
        absent.add(fork, segment, missing);
    }
}
