// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.FileSet;
import dev.stillframe.api.SourcePath;
import java.util.List;

/**
 * What of a folder a {@link FileSet} takes, by its patterns. Two ways to ask: by a whole path, or name by name on a walk
 * down from the root, which looks at each name once.
 *
 * <pre>{@code
 * Selection.Step at = Selection.of(set).root();
 * Selection.Step child = at.child(name);
 * if (child.taken()) ...         // the entry itself belongs to the set
 * if (child.walked()) ...        // a folder: something below it may belong to the set
 * }</pre>
 *
 * <p>A folder that is not taken is kept if something below it is taken. {@link OwnFolder} is never taken. Constant; any
 * thread.
 */
public final class Selection {
    private final SourcePath root;
    private final List<Glob> include;
    private final List<Glob> exclude;

    private Selection(SourcePath root, List<Glob> include, List<Glob> exclude) {
        this.root = root;
        this.include = include;
        this.exclude = exclude;
    }

    /** @throws IllegalArgumentException if a pattern is not one; the message quotes it */
    public static Selection of(FileSet set) {
        return new Selection(
                set.root(),
                set.include().stream().map(Glob::of).toList(),
                set.exclude().stream().map(Glob::of).toList());
    }

    /** Where the walk begins: the set's root. It is taken itself if everything in it is. */
    public Step root() {
        long[] in = include.stream().mapToLong(Glob::start).toArray();
        long[] out = exclude.stream().mapToLong(Glob::start).toArray();
        return new Step(this, in, out, include.isEmpty(), false);
    }

    /** The step of one entry; that of a path outside the root takes nothing and walks nowhere. */
    public Step at(SourcePath path) {
        if (!path.startsWith(root)) {
            return new Step(this, new long[0], new long[0], false, true);
        }
        Step step = root();
        List<byte[]> names = path.names();
        for (byte[] name : names.subList(root.names().size(), names.size())) {
            step = step.child(name);
        }
        return step;
    }

    /** Whether an entry belongs to the set. */
    public boolean takes(SourcePath path) {
        return at(path).taken();
    }

    /** Whether something below a folder may belong to the set. */
    public boolean walks(SourcePath folder) {
        return at(folder).walked();
    }

    /** One entry, seen on the way down. Constant; any thread. */
    public static final class Step {
        private final Selection selection;
        private final long[] in;
        private final long[] out;
        private final boolean included;
        private final boolean excluded;

        private Step(Selection selection, long[] in, long[] out, boolean included, boolean excluded) {
            this.selection = selection;
            this.in = in;
            this.out = out;
            this.included = included;
            this.excluded = excluded;
        }

        /** Whether the entry belongs to the set. */
        public boolean taken() {
            return included && !excluded;
        }

        /** Whether, if the entry is a folder, something below it may belong to the set. */
        public boolean walked() {
            if (excluded) {
                return false;
            }
            boolean possible = included;
            for (long positions : in) {
                possible |= !Glob.dead(positions);
            }
            return possible;
        }

        /** The step of an entry of this folder. */
        public Step child(byte[] name) {
            if (!walked()) {
                return this; // takes nothing and walks nowhere, whatever the name
            }
            long[] nextIn = advance(selection.include, in, name);
            long[] nextOut = advance(selection.exclude, out, name);
            return new Step(
                    selection,
                    nextIn,
                    nextOut,
                    included || anyMatched(selection.include, nextIn),
                    OwnFolder.is(name) || anyMatched(selection.exclude, nextOut));
        }

        private static long[] advance(List<Glob> globs, long[] positions, byte[] name) {
            long[] next = new long[positions.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = globs.get(i).after(positions[i], name);
            }
            return next;
        }

        private static boolean anyMatched(List<Glob> globs, long[] positions) {
            for (int i = 0; i < positions.length; i++) {
                if (globs.get(i).matched(positions[i])) {
                    return true;
                }
            }
            return false;
        }
    }
}
