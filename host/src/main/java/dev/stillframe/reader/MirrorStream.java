// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.View;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Walks a tree through open folders, depth first: a folder that is replaced by a symbolic link meanwhile leads nowhere.
 * It has one descriptor open for each level.
 */
final class MirrorStream implements EntryStream {
    private static final long EMPTY_SUBVOLUME = 2; // BTRFS_EMPTY_SUBVOL_DIR_OBJECTID, btrfs_tree.h

    private record Level(SourceFolder folder, SourcePath at, Position position, long device, Iterator<byte[]> names) {}

    /** A folder that was shown and not yet read. */
    private record Opened(SourceFolder folder, SourcePath at, Position position, long device) {}

    private final SourceFiles files;
    private final View.Mirror view;
    private final Predicate<SourcePath> mine;
    private final boolean live;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Deque<Seen> ready = new ArrayDeque<>();
    private Optional<Opened> next = Optional.empty();

    /** @param mine whether a path is this view's to show */
    MirrorStream(SourceFiles files, View.Mirror view, Position start, Predicate<SourcePath> mine) {
        this.files = files;
        this.view = view;
        this.mine = mine;
        this.live = Views.isLive(view);
        if (!start.isOut()) {
            begin(start);
        }
    }

    @Override
    public Optional<Seen> next() {
        while (ready.isEmpty()) {
            next.ifPresent(this::enter);
            Level level = levels.peek();
            if (level == null) {
                return Optional.empty();
            }
            if (level.names().hasNext()) {
                look(level, level.names().next());
            } else {
                levels.pop().folder().close();
            }
        }
        return Optional.of(ready.remove());
    }

    private void begin(Position start) {
        try {
            Metadata metadata = files.metadata(view.at());
            ready.add(new Seen.Entry(start.path(), metadata, start.takers(), live, new Seen.ByPath(files, view.at())));
            if (metadata.kind() == Metadata.Kind.FOLDER) {
                next = Optional.of(new Opened(files.folder(view.at()), view.at(), start, metadata.device()));
            } else {
                missingBelow(start);
            }
        } catch (IOException e) {
            ready.clear();
            ready.add(new Seen.Gap(
                    start.path(), Failure.kind(false, e), Failure.reason(view.at(), e), start.concerned()));
        }
    }

    private void enter(Opened opened) {
        next = Optional.empty();
        Position position = opened.position();
        try {
            TreeSet<byte[]> names = new TreeSet<>(Arrays::compareUnsigned);
            names.addAll(position.waysDown());
            if (!position.walkers().isEmpty()) {
                names.addAll(opened.folder().names());
            }
            levels.push(new Level(opened.folder(), opened.at(), position, opened.device(), names.iterator()));
        } catch (IOException e) {
            ready.add(Failure.gap(position, live, e));
            opened.folder().close();
        }
    }

    private void look(Level level, byte[] name) {
        Position position = level.position().child(name);
        if (position.isOut() || !mine.test(position.path())) {
            return;
        }
        SourcePath at = level.at().child(name);
        try {
            Metadata metadata = level.folder().metadata(name);
            Seen.Opener opener = new Seen.ByName(files, level.folder(), name, at);
            ready.add(new Seen.Entry(position.path(), metadata, position.takers(), live, opener));
            if (metadata.kind() == Metadata.Kind.FOLDER) {
                descend(level, name, at, position, metadata);
            } else {
                missingBelow(position);
            }
        } catch (IOException e) {
            boolean isWay = position.concerned().stream().anyMatch(c -> c.root().startsWith(position.path()));
            ready.add(Failure.gap(position, live && !isWay, e)); // files may go; a root that is gone is missed
        }
    }

    private void descend(Level level, byte[] name, SourcePath at, Position position, Metadata metadata) {
        if (position.walkers().isEmpty() && position.waysDown().isEmpty()) {
            return;
        }
        try {
            SourceFolder folder = level.folder().folder(name);
            boolean below = level.position().walkers().containsAll(position.walkers());
            if (below && !position.walkers().isEmpty() && isForeign(level, folder, position, metadata)) {
                folder.close();
                ready.add(new Seen.Gap(
                        position.path(),
                        Remark.Kind.NOT_ENTERED,
                        "another filesystem or subvolume begins here: name it as a path of its own or exclude it",
                        position.concerned()));
            } else {
                next = Optional.of(new Opened(folder, at, position, metadata.device()));
            }
        } catch (IOException e) {
            ready.add(Failure.gap(position, live, e));
        }
    }

    private static boolean isForeign(Level level, SourceFolder folder, Position position, Metadata metadata)
            throws IOException {
        boolean subvolume = metadata.inode() == EMPTY_SUBVOLUME
                && position.walkers().stream().anyMatch(Claim::onBtrfs);
        return subvolume
                || metadata.device() != level.device()
                || folder.mount() != level.folder().mount();
    }

    /** Claims that begin below something that is no folder have lost their root. */
    private void missingBelow(Position position) {
        List<Claim> takers = position.takers();
        List<Claim> lost = position.concerned().stream()
                .filter(claim -> !takers.contains(claim) && !claim.root().equals(position.path()))
                .filter(claim -> claim.root().startsWith(position.path()))
                .toList();
        if (!lost.isEmpty()) {
            ready.add(new Seen.Gap(position.path(), Remark.Kind.MISSING, "is not a folder", lost));
        }
    }

    @Override
    public void close() {
        next.ifPresent(opened -> opened.folder().close());
        next = Optional.empty();
        levels.forEach(level -> level.folder().close());
        levels.clear();
        ready.clear();
    }
}
