// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.restore;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.restore.EntryWriting.Placed;
import dev.stillframe.restore.FileWriting.StoredDamage;
import dev.stillframe.tree.StoredTree;
import dev.stillframe.tree.StoredTree.Item;
import dev.stillframe.tree.StoredTree.Part;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One regular file on its way to its place: {@link #whole}, or {@link #begin}, parts in any order and at once, and {@link
 * #end}; the last of them gives the file its name. Whatever happens is noted, and the folder is given back.
 */
final class FileRestore {
    private final OpenFolder folder;
    private final Item item;
    private final StoredTree tree;
    private final FileWriting contents;
    private final Properties properties;
    private final RestoreNotes notes;
    private final byte[] temporary;
    private final ParallelWork work;
    private final CompletableFuture<Optional<Placed>> place;
    private final AtomicInteger open = new AtomicInteger(1);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private @Nullable TargetFile file;
    private @Nullable Placed there;

    /** @param place told where the file came to lie, or that it did not */
    FileRestore(
            OpenFolder folder,
            Item item,
            StoredTree tree,
            FileWriting contents,
            Properties properties,
            RestoreNotes notes,
            Leftovers names,
            ParallelWork work,
            CompletableFuture<Optional<Placed>> place) {
        this.folder = folder.use();
        this.item = item;
        this.tree = tree;
        this.contents = contents;
        this.properties = properties;
        this.notes = notes;
        this.temporary = names.fresh();
        this.work = work;
        this.place = place;
    }

    /** @param continued whether it may be there already, from an interrupted restore */
    void whole(boolean continued) {
        try {
            if (!work.failed() && !(continued && isThere())) {
                create();
                if (continued) {
                    tree.soon(List.of(new Part(item, 0, item.node().metadata().size())));
                }
                contents.write(item, opened());
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } finally {
            end();
        }
    }

    /** Whether there is a file to write parts to; if not, {@link #end} says why. */
    boolean begin() {
        try {
            contents.checkSize(item);
            create();
            return true;
        } catch (IOException e) {
            failure.compareAndSet(null, e);
            return false;
        }
    }

    /** Gives a part to the others. */
    void give(Runnable part) {
        open.incrementAndGet();
        work.give(part);
    }

    void part(long offset, long length) {
        try {
            if (failure.get() == null && !work.failed()) {
                contents.writePart(item, opened(), offset, length);
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } finally {
            end();
        }
    }

    /** One less works on it. */
    void end() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        Optional<Placed> result = Optional.empty();
        try {
            TargetFile written = file;
            if (written != null) {
                result = name(written);
            }
        } catch (TargetException e) {
            failure.compareAndSet(null, e);
        } finally {
            Optional.ofNullable(failure.get()).ifPresent(this::note);
            place.complete(result.or(this::alreadyPlaced));
            folder.done();
        }
    }

    private Optional<Placed> name(TargetFile written) throws TargetException {
        SourcePath path = item.node().path();
        try (written) {
            if (failure.get() == null && !work.failed()) {
                properties.set(written.properties(), path, item.node().metadata());
                written.finish();
                TargetStatus status = written.status();
                folder.handle().rename(temporary, path.name());
                notes.restored(status.size());
                noteIncomplete();
                return Optional.of(new Placed(path, status.device(), status.inode()));
            }
        } catch (TargetException e) {
            notes.removed(folder.handle(), temporary);
            throw e;
        }
        notes.removed(folder.handle(), temporary);
        return Optional.empty();
    }

    private Optional<Placed> alreadyPlaced() {
        return Optional.ofNullable(there);
    }

    /** Whether an interrupted restore has finished it: the bytes are compared, because a crash may have lost some. */
    private boolean isThere() {
        SourcePath path = item.node().path();
        try (PresentFile present = folder.handle().file(path.name())) {
            TargetStatus status = present.status();
            var metadata = item.node().metadata();
            boolean same = status.kind() == Kind.FILE
                    && status.size() == metadata.size()
                    && status.modified().equals(metadata.modified());
            if (!same || !tree.holds(item, new RestoredContent(present, status.size()))) {
                return false;
            }
            there = new Placed(path, status.device(), status.inode());
            notes.restored(status.size());
            noteIncomplete();
            return true;
        } catch (IOException e) {
            return false; // missing, or not to be compared: it is written
        }
    }

    private void noteIncomplete() {
        if (item.incomplete()) {
            notes.notRestored(
                    item.node().path(), "is not whole: its source could not be read to the end when it was backed up");
        }
    }

    private void create() throws TargetException {
        file = folder.handle().create(temporary, item.node().metadata());
    }

    private TargetFile opened() {
        TargetFile made = file;
        if (made == null) {
            throw new IllegalStateException("not begun: " + item.node().path());
        }
        return made;
    }

    private void note(IOException e) {
        SourcePath path = item.node().path();
        if (e instanceof StoredDamage damage) {
            notes.damaged(path, String.valueOf(damage.getMessage()));
        } else if (e instanceof TargetException failed && failed.endsAll()) {
            work.fail(failed);
        } else {
            notes.notRestored(path, e);
        }
    }
}
