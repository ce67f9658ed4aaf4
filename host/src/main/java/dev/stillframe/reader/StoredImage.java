// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.ComponentId;
import dev.stillframe.api.ImageFile;
import dev.stillframe.api.LateFile;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.StoredTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one application has in a backup, as it was stored. */
final class StoredImage implements ImageReader.OpenImage {
    private final StoredTree tree;
    private final List<Claim> claims;
    private final Map<SourcePath, ComponentId> late;
    private final OpenHandles<SourcePath, Content> handles;

    StoredImage(StoredTree tree, Image image, String application) {
        this.tree = tree;
        this.claims = image.claims().stream()
                .filter(claim -> claim.key().application().equals(application))
                .toList();
        this.late = image.late().stream()
                .filter(one -> one.application().equals(application))
                .filter(one -> one.file().place() instanceof LateFile.Place.At)
                .collect(Collectors.toUnmodifiableMap(
                        LateNodes::path, one -> one.file().component(), (first, second) -> second));
        this.handles = new OpenHandles<>(this::open);
    }

    @Override
    public Stream<ImageFile> files(ComponentId component) {
        List<Claim> own = claims.stream()
                .filter(c -> c.key().component().equals(component))
                .toList();
        try {
            return tree.items()
                    .filter(item -> item.node().metadata().kind() == Metadata.Kind.FILE)
                    .filter(item -> belongs(item.node().path(), own, component))
                    .map(this::file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<ImageFile> file(SourcePath path) {
        boolean taken = late.containsKey(path) || isTaken(path, claims);
        try {
            return taken
                    ? tree.item(path)
                            .filter(item -> item.node().metadata().kind() == Metadata.Kind.FILE)
                            .map(this::file)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean belongs(SourcePath path, List<Claim> own, ComponentId component) {
        ComponentId owner = late.get(path);
        return owner == null ? isTaken(path, own) : owner.equals(component);
    }

    private static boolean isTaken(SourcePath path, List<Claim> claims) {
        return claims.stream()
                .anyMatch(
                        claim -> claim.root().equals(path) || claim.selection().takes(path));
    }

    private ImageFile file(StoredTree.Item item) {
        SourcePath path = item.node().path();
        return new OpenImageFile(
                path,
                item.node().metadata().size(),
                (buffer, at) -> handles.use(path, content -> content.read(buffer, at)));
    }

    private Content open(SourcePath path) throws IOException {
        StoredTree.Item item = tree.item(path).orElseThrow(() -> new IOException(path + ": is not in the backup"));
        return tree.open(item);
    }

    @Override
    public void close() {
        handles.close();
    }
}
