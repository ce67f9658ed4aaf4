// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What one application has in the views, its late files laid over. */
final class ViewedImage implements ImageReader.OpenImage {
    private final SourceFiles files;
    private final List<Claim> claims;
    private final Position all;
    private final Views views;
    private final Optional<Carry> carry;
    private final TreeMap<SourcePath, Late> late = new TreeMap<>();
    private final Set<SourcePath> replaced = new HashSet<>();
    private final OpenHandles<SourcePath, SourceFile> handles;

    /** @param carry empty if everything has to be judged */
    ViewedImage(SourceFiles files, Image image, String application, Optional<Carry> carry) {
        this.files = files;
        this.all = Position.root(image.claims());
        this.carry = carry;
        this.claims = image.claims().stream()
                .filter(claim -> claim.key().application().equals(application))
                .toList();
        this.views = new Views(image.views());
        this.handles = new OpenHandles<>(files::file);
        for (Late one : image.late()) {
            if (one.file().place() instanceof LateFile.Place.At at) {
                replaced.add(at.path());
                if (one.application().equals(application)) {
                    late.put(at.path(), one);
                }
            }
        }
    }

    @Override
    public Stream<ImageFile> files(ComponentId component) {
        List<Claim> own = claims.stream()
                .filter(c -> c.key().component().equals(component))
                .toList();
        Walk walk = new Walk(files, own, views);
        String application = own.isEmpty() ? "" : own.get(0).key().application();
        FileIterator iterator = new FileIterator(walk, new ComponentKey(application, component));
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(walk::close);
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        Late over = late.get(path);
        if (over != null) {
            return Optional.of(lateFile(path, over));
        }
        Position position = Position.root(claims).to(path);
        Optional<View> view = views.of(path);
        if (position.takers().isEmpty() || view.isEmpty()) {
            return Optional.empty();
        }
        try {
            Metadata metadata = views.metadata(files, path);
            return metadata.kind() == Metadata.Kind.FILE
                    ? Optional.of(viewed(path, metadata.size(), place(view.get(), path)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourcePath place(View view, SourcePath path) throws IOException {
        if (view instanceof View.Mirror mirror) {
            return path.moved(mirror.source(), mirror.at());
        }
        return ((View.Listing) view)
                .entry(path)
                .flatMap(View.Entry::content)
                .orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    private ImageFile viewed(SourcePath path, long size, SourcePath place) {
        return new OpenImageFile(path, size, (buffer, at) -> handles.use(place, file -> file.read(buffer, at)));
    }

    /** What a component need not judge again of a file that is stored as the view shows it. */
    private List<ImageFile.Span> unchanged(ComponentKey component, Seen.Entry entry) throws IOException {
        if (carry.isEmpty() || replaced.contains(entry.path())) {
            return List.of();
        }
        List<Claim> takers = all.to(entry.path()).takers(); // the copy asks for all of them
        return carry.get()
                .of(
                        component,
                        new Seen.Entry(entry.path(), entry.metadata(), takers, entry.live(), entry.opener()),
                        files);
    }

    private ImageFile lateFile(SourcePath path, Late over) {
        if (over.file().content() instanceof LateFile.Bytes bytes) {
            HeldContent content = HeldContent.of(bytes.bytes());
            return new OpenImageFile(path, content.size(), content::read);
        }
        try {
            SourcePath place =
                    LateReading.place(files, ((LateFile.CopyOf) over.file().content()).file());
            return viewed(path, files.metadata(place).size(), place);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": the late file cannot be read", e);
        }
    }

    @Override
    public void close() {
        handles.close();
    }

    /** A file that the writer came upon on its way through a component. */
    private final class Judged implements OpenImageFile.Bytes, OpenImageFile.Spans {
        private final ComponentKey component;
        private final Seen.Entry entry;
        private volatile ReadAhead ahead = ReadAhead.none();

        Judged(ComponentKey component, Seen.Entry entry) {
            this.component = component;
            this.entry = entry;
        }

        @Override
        public int read(ByteBuffer buffer, long at) throws IOException {
            return handles.use(entry.opener().place(), file -> {
                ahead.tell(file, at);
                return file.read(buffer, at);
            });
        }

        @Override
        public List<ImageFile.Span> find() throws IOException {
            List<ImageFile.Span> spans = unchanged(component, entry);
            ahead = ReadAhead.around(spans, entry.metadata().size());
            return spans;
        }
    }

    /** Regular files of a walk, late files in between. */
    private final class FileIterator implements Iterator<ImageFile> {
        private final Walk walk;
        private final ComponentKey component;
        private final TreeMap<SourcePath, Late> left = new TreeMap<>();
        private Optional<Seen.Entry> entry;

        FileIterator(Walk walk, ComponentKey component) {
            this.walk = walk;
            this.component = component;
            late.forEach((path, one) -> {
                if (one.file().component().equals(component.component())) {
                    left.put(path, one);
                }
            });
            this.entry = advance();
        }

        /** The next regular file of the views for which no late file stands. */
        private Optional<Seen.Entry> advance() {
            Optional<Seen> seen = walk.next();
            while (seen.isPresent()) {
                if (seen.get() instanceof Seen.Entry found
                        && found.metadata().kind() == Metadata.Kind.FILE
                        && !found.takers().isEmpty()
                        && !late.containsKey(found.path())) {
                    return Optional.of(found);
                }
                seen = walk.next();
            }
            return Optional.empty();
        }

        @Override
        public boolean hasNext() {
            return entry.isPresent() || !left.isEmpty();
        }

        @Override
        public ImageFile next() {
            boolean isLate = !left.isEmpty()
                    && (entry.isEmpty() || left.firstKey().compareTo(entry.get().path()) < 0);
            if (isLate) {
                var first = left.pollFirstEntry();
                return lateFile(first.getKey(), first.getValue());
            }
            Seen.Entry found = entry.orElseThrow(NoSuchElementException::new);
            entry = advance();
            Judged file = new Judged(component, found);
            return new OpenImageFile(found.path(), found.metadata().size(), file, file);
        }
    }
}
