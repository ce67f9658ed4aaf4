// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata.Kind;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.SourceException;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts to a sink what arrives in the order of paths: folders on the way only when something below them is stored, other
 * names of a file as links to the first that was stored. A file that fails is named and left behind. One thread.
 */
final class Storing {
    private final TreeSink sink;
    private final Tally tally;
    private final SourceFiles files;
    private final LateNodes lateNodes;
    private final PageStructure pages;
    private final Runnable whileReading;
    private final Set<SourcePath> folders = new HashSet<>();
    private final Deque<Seen.Entry> onTheWay = new ArrayDeque<>();
    private final Map<FileId, Node> firsts = new HashMap<>();

    /** @param whileReading called after each reading, by the sink's threads */
    Storing(
            TreeSink sink,
            Tally tally,
            SourceFiles files,
            LateNodes lateNodes,
            PageStructure pages,
            Runnable whileReading) {
        this.sink = sink;
        this.tally = tally;
        this.files = files;
        this.lateNodes = lateNodes;
        this.pages = pages;
        this.whileReading = whileReading;
    }

    void gap(Seen.Gap gap) {
        tally.remark(gap.claims(), new Remark(gap.path(), gap.kind(), gap.detail()));
    }

    /** An entry without bytes. */
    void plain(Seen.Entry entry) throws IOException {
        Kind kind = entry.metadata().kind();
        if (entry.takers().isEmpty()) {
            if (kind == Kind.FOLDER) {
                leave(entry.path());
                onTheWay.addLast(entry);
            }
        } else if (kind == Kind.SOCKET) {
            tally.remark(
                    entry.takers(),
                    new Remark(entry.path(), Remark.Kind.SOCKET, "a socket means nothing without its process"));
        } else {
            arriveAt(entry.path());
            put(new Node(entry.path(), entry.metadata()));
            tally.stored(entry.takers(), kind, 0);
        }
    }

    /** A regular file that is open; closed here. */
    void opened(Seen.Entry entry, Reading reading) throws IOException, InterruptedException {
        try (reading) {
            Content content;
            try {
                content = reading.content();
            } catch (IOException e) {
                failed(entry, e);
                return;
            }
            arriveAt(entry.path());
            TreeSink.Stored stored;
            try {
                stored = sink.put(reading.node(), new ObservedContent(content, pages.of(entry.takers()), whileReading));
            } catch (SourceException e) {
                failed(entry, e);
                return;
            }
            FileId.ofLinked(entry).ifPresent(id -> firsts.put(id, reading.node()));
            tally.stored(entry.takers(), Kind.FILE, content.size());
            tally.content(content.size());
            tally.unchanged(unchanged(content));
            remarkAfter(entry, reading, stored);
        }
    }

    /** A regular file whose bytes the sink has already. */
    void known(Seen.Entry entry, TreeSink.Known bytes) throws IOException {
        Node node = new Node(entry.path(), entry.metadata());
        arriveAt(entry.path());
        sink.put(node, bytes);
        FileId.ofLinked(entry).ifPresent(id -> firsts.put(id, node));
        tally.stored(entry.takers(), Kind.FILE, node.metadata().size());
        tally.content(node.metadata().size());
        tally.unchanged(node.metadata().size());
    }

    private static long unchanged(Content content) throws IOException {
        if (content.since().isEmpty()) {
            return 0;
        }
        return content.ranges().stream()
                .filter(range -> range.state() == Range.State.UNCHANGED)
                .mapToLong(Range::length)
                .sum();
    }

    private void remarkAfter(Seen.Entry entry, Reading reading, TreeSink.Stored stored) {
        try {
            reading.after(stored).ifPresent(remark -> tally.remark(entry.takers(), remark));
        } catch (IOException e) {
            String detail = "could not be compared after it was stored: " + Failure.reason(entry.path(), e);
            tally.remark(entry.takers(), new Remark(entry.path(), Remark.Kind.CHANGED, detail));
        }
    }

    /** Another name of a file; read for itself if the first one failed. */
    void linked(Seen.Entry entry, FileId id, Readings readings) throws IOException, InterruptedException {
        Node first = firsts.get(id);
        if (first != null) {
            arriveAt(entry.path());
            sink.link(new Node(entry.path(), entry.metadata()), first);
            tally.stored(entry.takers(), Kind.FILE, first.metadata().size());
            return;
        }
        Reading reading;
        try {
            reading = readings.due(entry);
        } catch (IOException e) {
            failed(entry, e);
            return;
        }
        opened(entry, reading);
    }

    /** A late file, and the folders above it that did not come before. */
    void late(Late late, Readings readings) throws IOException {
        SourcePath path = LateNodes.path(late);
        arriveAt(path);
        List<Node> needed;
        LateReading reading;
        try {
            needed = foldersFor(path);
            reading = LateReading.open(late, files, lateNodes, readings);
        } catch (IOException e) {
            failed(late, e);
            return;
        }
        try (reading) {
            for (Node folder : needed) {
                put(folder);
            }
            sink.put(reading.node(), new ObservedContent(reading.content(), Optional.empty(), whileReading));
            tally.late(late.key(), reading.content().size());
        } catch (SourceException e) {
            failed(late, e);
        }
    }

    private List<Node> foldersFor(SourcePath path) throws IOException {
        List<Node> needed = new ArrayList<>();
        Optional<SourcePath> folder = path.parent();
        while (folder.isPresent() && !folders.contains(folder.get())) {
            needed.add(0, lateNodes.folder(folder.get()));
            folder = folder.get().parent();
        }
        return needed;
    }

    private void failed(Late late, IOException e) {
        SourcePath path = LateNodes.path(late);
        tally.remark(late.key(), new Remark(path, Failure.kind(false, e), Failure.reason(path, e)));
    }

    private void failed(Seen.Entry entry, IOException e) {
        Remark.Kind kind = Failure.kind(entry.live(), e);
        tally.remark(entry.takers(), new Remark(entry.path(), kind, Failure.reason(entry.path(), e)));
    }

    /** Stores the folders on the way to an entry, now that something below them is stored. */
    private void arriveAt(SourcePath path) throws IOException {
        leave(path);
        while (!onTheWay.isEmpty()) {
            Seen.Entry folder = onTheWay.removeFirst();
            put(new Node(folder.path(), folder.metadata()));
        }
    }

    /** Forgets the folders that the walk has left, with nothing stored below them. */
    private void leave(SourcePath path) {
        while (!onTheWay.isEmpty() && !path.startsWith(onTheWay.getLast().path())) {
            onTheWay.removeLast();
        }
    }

    private void put(Node node) throws IOException {
        if (node.metadata().kind() == Kind.FOLDER) {
            folders.add(node.path());
        }
        sink.put(node);
    }
}
