// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.reader;

import dev.stillframe.api.SourcePath;
import dev.stillframe.tree.Content;
import dev.stillframe.tree.Node;
import dev.stillframe.tree.Range;
import dev.stillframe.tree.Sha256;
import dev.stillframe.tree.TreeSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sink in memory that reads like an archive, front to back, and keeps the order. */
class RecordingSink implements TreeSink {
    private static final int STEP = 100_000;

    final List<Node> nodes = new ArrayList<>();
    final Map<SourcePath, byte[]> contents = new HashMap<>();
    final Map<SourcePath, SourcePath> links = new HashMap<>();
    long bytes;

    @Override
    public void put(Node node) throws IOException {
        nodes.add(node);
    }

    @Override
    public Stored put(Node node, Content content) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(STEP, content.size())));
        long at = 0;
        for (Range range : content.ranges()) {
            if (range.offset() != at) {
                throw new IllegalStateException("a gap between ranges at " + at);
            }
            while (at < range.end()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), range.end() - at));
                if (range.state() == Range.State.HOLE) {
                    buffer.position(buffer.limit());
                    Arrays.fill(buffer.array(), 0, buffer.limit(), (byte) 0);
                } else if (content.read(buffer, at) <= 0) {
                    throw new IllegalStateException("silently short at " + at);
                }
                buffer.flip();
                at += buffer.limit();
                bytes += range.state() == Range.State.HOLE ? 0 : buffer.limit();
                digest.update(buffer.array(), 0, buffer.limit());
                all.write(buffer.array(), 0, buffer.limit());
                between(node, at);
            }
        }
        if (at != content.size()) {
            throw new IllegalStateException("ranges end at " + at + " of " + content.size());
        }
        nodes.add(node);
        contents.put(node.path(), all.toByteArray());
        return Stored.of(Sha256.of(digest), at);
    }

    /** Called after each step of a file. */
    void between(Node node, long at) throws IOException {}

    @Override
    public void link(Node node, Node first) throws IOException {
        nodes.add(node);
        links.put(node.path(), first.path());
    }

    List<SourcePath> paths() {
        return nodes.stream().map(Node::path).toList();
    }

    Node node(SourcePath path) {
        return nodes.stream().filter(n -> n.path().equals(path)).findFirst().orElseThrow();
    }

    String text(SourcePath path) {
        return new String(contents.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
    }
}
