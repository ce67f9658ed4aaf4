// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A stored tree that believes whatever it is given, also what no honest store would hold. */
public final class MemoryTree implements StoredTree, TreeSink {
    private final TreeMap<SourcePath, Item> items = new TreeMap<>();
    private final Map<SourcePath, Content> contents = new HashMap<>();

    @Override
    public void put(Node node) {
        items.put(node.path(), new Item(node, Optional.empty(), false, Optional.empty()));
    }

    @Override
    public Stored put(Node node, Content content) throws IOException {
        Sha256 sha256 = Sha256.ofBytes(((MemoryContent) content).bytes());
        put(node, content, sha256, false);
        return Stored.of(sha256, content.size());
    }

    public void put(Node node, Content content, Sha256 sha256, boolean incomplete) {
        items.put(node.path(), new Item(node, Optional.empty(), incomplete, Optional.of(sha256)));
        contents.put(node.path(), content);
    }

    @Override
    public void link(Node node, Node first) {
        items.put(node.path(), new Item(node, Optional.of(first.path()), false, Optional.empty()));
    }

    @Override
    public Stream<Item> items() {
        return items.values().stream();
    }

    @Override
    public Optional<Item> item(SourcePath path) {
        return Optional.ofNullable(items.get(path));
    }

    @Override
    public Content open(Item item) {
        return contents.get(item.hardLinkTo().orElse(item.node().path()));
    }

    @Override
    public void close() {}
}
