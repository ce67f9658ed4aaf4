// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.tree;

import dev.stillframe.api.SourcePath;
import dev.stillframe.api.snapshot.Metadata;
import dev.stillframe.api.snapshot.Metadata.Attribute;
import dev.stillframe.api.snapshot.Metadata.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A tree of everything that a filesystem may have, from a seed. */
public final class RandomTree {
    /** What was put: the node, its content or the name that it is a link to. */
    public record Put(Node node, MemoryContent content, SourcePath linkTo) {}

    private final Random random;
    private final List<SourcePath> folders = new ArrayList<>();
    private final Map<SourcePath, Put> puts = new TreeMap<>();

    public RandomTree(long seed) {
        System.out.println("random tree, seed " + seed);
        random = new Random(seed);
        SourcePath top = SourcePath.of("/srv");
        folders.add(top);
        puts.put(top, new Put(node(top, Kind.FOLDER, 0), null, null));
        for (int i = 0; i < 120; i++) {
            grow();
        }
    }

    public Map<SourcePath, Put> puts() {
        return puts;
    }

    public void writeTo(TreeSink sink) throws IOException {
        for (Put put : puts.values()) {
            if (put.linkTo() != null) {
                sink.link(put.node(), puts.get(put.linkTo()).node());
            } else if (put.content() != null) {
                sink.put(put.node(), put.content());
            } else {
                sink.put(put.node());
            }
        }
    }

    private void grow() {
        SourcePath path = folders.get(random.nextInt(folders.size())).child(name());
        if (puts.containsKey(path)) {
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                folders.add(path);
                puts.put(path, new Put(node(path, Kind.FOLDER, 0), null, null));
            }
            case 2 -> puts.put(path, new Put(node(path, Kind.SYMBOLIC_LINK, 0), null, null));
            case 3 -> puts.put(path, new Put(node(path, Kind.FIFO, 0), null, null));
            case 4 -> sparse(path);
            case 5 -> link(path);
            default -> file(path, bytes(size()));
        }
    }

    private void file(SourcePath path, byte[] bytes) {
        puts.put(path, new Put(node(path, Kind.FILE, bytes.length), MemoryContent.of(bytes), null));
    }

    private void sparse(SourcePath path) {
        List<Range> ranges = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            long length = random.nextInt(1, 40_000);
            ranges.add(new Range(at, length, random.nextBoolean() ? Range.State.HOLE : Range.State.DATA));
            at += length;
        }
        byte[] bytes = bytes((int) at);
        for (Range range : ranges) {
            if (range.state() == Range.State.HOLE) {
                Arrays.fill(bytes, (int) range.offset(), (int) range.end(), (byte) 0);
            }
        }
        puts.put(path, new Put(node(path, Kind.FILE, at), MemoryContent.sparse(bytes, ranges), null));
    }

    private void link(SourcePath path) {
        // a link comes after its first name in the order of paths, as a walk meets it
        puts.values().stream()
                .filter(put -> put.content() != null && put.node().path().compareTo(path) < 0)
                .findFirst()
                .ifPresent(first -> puts.put(
                        path,
                        new Put(
                                new Node(path, first.node().metadata()),
                                null,
                                first.node().path())));
    }

    private Node node(SourcePath path, Kind kind, long size) {
        int permissions = kind == Kind.SYMBOLIC_LINK
                ? 0777
                : (kind == Kind.FOLDER ? 0700 : 0600) | random.nextInt(kind == Kind.FILE ? 010000 : 01000);
        byte[] target = kind == Kind.SYMBOLIC_LINK ? name() : new byte[0];
        return new Node(
                path,
                new Metadata(
                        kind,
                        permissions,
                        random.nextInt(70_000),
                        random.nextInt(4) == 0 ? -2 - random.nextInt(1000) : random.nextInt(70_000),
                        kind == Kind.SYMBOLIC_LINK ? target.length : size,
                        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                        random.nextInt(1000),
                        random.nextLong() >>> 1,
                        2,
                        0,
                        target,
                        kind == Kind.FILE || kind == Kind.FOLDER ? attributes(kind, permissions) : List.of()));
    }

    private List<Attribute> attributes(Kind kind, int permissions) {
        List<Attribute> attributes = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            attributes.add(new Attribute("system.posix_acl_access", acl(permissions)));
        }
        if (kind == Kind.FOLDER && random.nextInt(4) == 0) {
            attributes.add(new Attribute("system.posix_acl_default", acl(random.nextInt(01000))));
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            byte[] value = new byte[random.nextInt(1, 200)];
            random.nextBytes(value);
            attributes.add(new Attribute("user.a" + i + (random.nextBoolean() ? "=%" : ""), value));
        }
        return attributes;
    }

    /** Version, then owner, one user, group, mask and others; the mask is what the mode shows as the group's. */
    private byte[] acl(int permissions) {
        ByteBuffer acl =
                ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        acl.putShort((short) 1).putShort((short) (permissions >> 6 & 7)).putInt(-1);
        acl.putShort((short) 2).putShort((short) random.nextInt(8)).putInt(random.nextInt(70_000));
        acl.putShort((short) 4).putShort((short) random.nextInt(8)).putInt(-1);
        acl.putShort((short) 0x10).putShort((short) (permissions >> 3 & 7)).putInt(-1);
        acl.putShort((short) 0x20).putShort((short) (permissions & 7)).putInt(-1);
        return acl.array();
    }

    private int size() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 512;
            case 2 -> 6_000_000;
            default -> random.nextInt(70_000);
        };
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            Arrays.fill(bytes, (byte) random.nextInt());
        }
        return bytes;
    }

    private byte[] name() {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[] {'x', (byte) 0xff, (byte) random.nextInt(200, 255), '\n', 'y'};
            case 1 -> ("grüße-" + random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
            case 2 ->
                ("long-" + random.nextInt(100) + "n".repeat(random.nextInt(240))).getBytes(StandardCharsets.UTF_8);
            default -> ("f" + random.nextInt(100_000)).getBytes(StandardCharsets.UTF_8);
        };
    }
}
