// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.clock.Clock;
import dev.stillframe.event.Event;
import dev.stillframe.event.Events;
import dev.stillframe.tree.TreeSink;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * One copy of an image into a sink: {@link #walk} once, {@link #add} where late files come after the copy, then {@link
 * #report}. One thread at a time.
 */
public final class ImageCopy {
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final SourceFiles files;
    private final ReadSettings settings;
    private final Clock clock;
    private final Events events;
    private final Image image;
    private final Views views;
    private final TreeSink sink;
    private final Comparing comparing;
    private final Buffers buffers;
    private final LongAdder read = new LongAdder();
    private final Tally tally;
    private final Storing storing;
    private final AtomicLong lastProgress = new AtomicLong();

    ImageCopy(
            SourceFiles files,
            ReadSettings settings,
            Clock clock,
            Events events,
            Image image,
            TreeSink sink,
            Comparing comparing) {
        this.files = files;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.image = image;
        this.views = new Views(image.views());
        this.buffers = new Buffers(settings.bufferSize(), settings.buffers());
        this.tally = new Tally(image.components());
        this.sink = sink;
        this.comparing = comparing;
        PageStructure pages = new PageStructure(files, image.claims(), views);
        this.storing = new Storing(sink, tally, files, new LateNodes(files, views, clock), pages, this::progress);
        this.lastProgress.set(clock.nanoTime());
    }

    /**
     * Puts every entry of the image and the late files that it knows, in the order of their paths. What cannot be read
     * is left out and named in the report; it stops nothing.
     *
     * @throws IOException if the sink could not store an entry: the copy is over
     * @throws InterruptedException if the thread was interrupted; nothing is read any more
     */
    public void walk() throws IOException, InterruptedException {
        Deque<Late> late = inOrder(image.late());
        Walk walk = new Walk(files, image.claims(), views);
        try (Session session = new Session(files, settings, clock, buffers, read, comparing);
                WalkAhead ahead = new WalkAhead(walk, session.readings(), sink, replaced(), settings.filesAhead())) {
            Arrival arrival = ahead.next();
            while (!(arrival instanceof Arrival.End)) {
                SourcePath path = arrival.path();
                while (!late.isEmpty() && LateNodes.path(late.getFirst()).compareTo(path) < 0) {
                    storing.late(late.removeFirst(), session.readings());
                }
                store(arrival, session.readings());
                progress();
                arrival = ahead.next();
            }
            while (!late.isEmpty()) {
                storing.late(late.removeFirst(), session.readings());
            }
        } catch (IOException e) {
            throw unlessInterrupted(e);
        }
    }

    /**
     * Puts late files that came after the copy, and the folders that they need.
     *
     * @throws IOException if the sink could not store one
     * @throws InterruptedException if the thread was interrupted
     */
    public void add(List<Late> late) throws IOException, InterruptedException {
        try (Session session = new Session(files, settings, clock, buffers, read, comparing)) {
            for (Late file : inOrder(late)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                storing.late(file, session.readings());
                progress();
            }
        } catch (IOException e) {
            throw unlessInterrupted(e);
        }
    }

    /** What was read so far. */
    public ReadReport report() {
        return tally.report(read.sum(), comparing.doubts());
    }

    /** For tests: the memory that contents take. */
    Buffers buffers() {
        return buffers;
    }

    private void store(Arrival arrival, Readings readings) throws IOException, InterruptedException {
        if (arrival instanceof Arrival.Opened opened) {
            storing.opened(opened.entry(), opened.reading());
        } else if (arrival instanceof Arrival.Known known) {
            storing.known(known.entry(), known.bytes());
        } else if (arrival instanceof Arrival.Linked linked) {
            storing.linked(linked.entry(), linked.id(), readings);
        } else if (arrival instanceof Arrival.Plain plain && plain.seen() instanceof Seen.Entry entry) {
            storing.plain(entry);
        } else if (arrival instanceof Arrival.Plain plain && plain.seen() instanceof Seen.Gap gap) {
            storing.gap(gap);
        }
    }

    private Set<SourcePath> replaced() {
        return image.late().stream()
                .filter(late -> late.file().place() instanceof LateFile.Place.At)
                .map(LateNodes::path)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Deque<Late> inOrder(List<Late> late) {
        return late.stream()
                .sorted(Comparator.comparing(LateNodes::path))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    private void progress() {
        long now = clock.nanoTime();
        long last = lastProgress.get();
        if (now - last >= PROGRESS_NANOS && lastProgress.compareAndSet(last, now)) {
            events.on(new Event.Progress("copy", read.sum(), 0, "bytes"));
        }
    }

    /** A copy whose thread was interrupted did not fail because of the sink. */
    private static IOException unlessInterrupted(IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("interrupted while a file was stored");
            interrupted.initCause(e);
            throw interrupted;
        }
        return e;
    }
}
