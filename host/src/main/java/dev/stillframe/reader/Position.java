// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the claims say of one path, found on the way down from {@code /}: which of them take it, which may take something
 * below it, and which begin only further down. Constant; any thread.
 */
final class Position {
    private record Active(Claim claim, Selection.Step step, boolean isRoot) {
        boolean taken() {
            return isRoot || step.taken(); // a root is kept even if its patterns name only what is in it
        }
    }

    private final SourcePath path;
    private final List<Active> active;
    private final List<Claim> ahead;

    private Position(SourcePath path, List<Active> active, List<Claim> ahead) {
        this.path = path;
        this.active = active;
        this.ahead = ahead;
    }

    /** Where every walk begins: at {@code /}. */
    static Position root(List<Claim> claims) {
        return of(SourcePath.root(), List.of(), claims);
    }

    private static Position of(SourcePath path, List<Active> inherited, List<Claim> candidates) {
        List<Active> active = new ArrayList<>(inherited);
        List<Claim> ahead = new ArrayList<>();
        for (Claim claim : candidates) {
            if (claim.root().equals(path)) {
                active.add(new Active(claim, claim.selection().root(), true));
            } else if (claim.root().startsWith(path)) {
                ahead.add(claim);
            }
        }
        return new Position(path, active, ahead);
    }

    /** An entry of this folder. */
    Position child(byte[] name) {
        List<Active> next = new ArrayList<>(active.size());
        for (Active one : active) {
            Selection.Step step = one.step().child(name);
            if (step.taken() || step.walked()) {
                next.add(new Active(one.claim(), step, false));
            }
        }
        return of(path.child(name), next, ahead);
    }

    /** A path at or below this one. */
    Position to(SourcePath descendant) {
        Position position = this;
        List<byte[]> names = descendant.names();
        for (byte[] name : names.subList(path.names().size(), names.size())) {
            position = position.child(name);
        }
        return position;
    }

    SourcePath path() {
        return path;
    }

    /** Whether neither this nor anything below it is wanted. */
    boolean isOut() {
        return active.isEmpty() && ahead.isEmpty();
    }

    /** The claims that this entry itself belongs to. */
    List<Claim> takers() {
        return active.stream().filter(Active::taken).map(Active::claim).toList();
    }

    /** The claims that lose something if this entry cannot be read. */
    List<Claim> concerned() {
        return Stream.concat(active.stream().map(Active::claim), ahead.stream()).toList();
    }

    /** The claims that want what is in this folder, by patterns. */
    List<Claim> walkers() {
        return active.stream().filter(a -> a.step().walked()).map(Active::claim).toList();
    }

    /** The names of the entries that lead to claims that begin further down. */
    List<byte[]> waysDown() {
        TreeSet<byte[]> names = new TreeSet<>(Arrays::compareUnsigned);
        int depth = path.names().size();
        for (Claim claim : ahead) {
            names.add(claim.root().names().get(depth));
        }
        return List.copyOf(names);
    }
}
