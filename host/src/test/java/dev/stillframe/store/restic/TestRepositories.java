// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic;

import dev.stillframe.clock.Clock;
import dev.stillframe.store.backend.Backend;
import dev.stillframe.store.restic.crypto.Scrypt;
import dev.stillframe.store.restic.format.BlobId;
import dev.stillframe.store.restic.format.BlobType;
import dev.stillframe.store.restic.format.FileId;
import dev.stillframe.store.restic.format.FileMode;
import dev.stillframe.store.restic.format.NodeDocument;
import dev.stillframe.store.restic.format.NodeType;
import dev.stillframe.store.restic.format.SnapshotDocument;
import dev.stillframe.store.restic.format.TreeDocument;
import dev.stillframe.store.restic.format.TreeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Small repositories for tests: keys that cost nothing, packs of 64 KiB, files in one folder. */
public final class TestRepositories {
    public static final String PASSWORD = "correct horse";

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final int PIECE = 10_000;

    private TestRepositories() {}

    public static RepositorySettings settings() {
        return new RepositorySettings("testhost", 3, 64 << 10, 3, new Scrypt(1024, 1, 1));
    }

    public static char[] password() {
        return PASSWORD.toCharArray();
    }

    public static Repository init(Backend backend) throws IOException {
        return Repository.init(backend, password(), Clock.system(), settings());
    }

    public static Repository open(Backend backend) throws IOException {
        Repository repository = Repository.open(backend, password(), Clock.system(), settings());
        repository.loadIndex();
        return repository;
    }

    /** Backs up files, by name, cut into pieces of 10,000 bytes. */
    public static FileId backup(Repository repository, Map<String, byte[]> files) throws IOException {
        try (BlobWriter writer = repository.writer()) {
            List<NodeDocument> nodes = new ArrayList<>();
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                nodes.add(store(writer, file.getKey(), file.getValue()));
            }
            BlobId folder = writer.save(BlobType.TREE, TreeJson.write(new TreeDocument(nodes)))
                    .id();
            NodeDocument data = node(
                    "data".getBytes(StandardCharsets.UTF_8),
                    NodeType.DIRECTORY,
                    0,
                    Optional.empty(),
                    Optional.of(folder));
            BlobId root = writer.save(BlobType.TREE, TreeJson.write(new TreeDocument(List.of(data))))
                    .id();
            writer.flush();
            return repository.save(snapshot(root));
        }
    }

    /** Reads a backup's files back. */
    public static Map<String, byte[]> restore(Repository repository, FileId snapshot) throws IOException {
        TreeDocument root = repository.loadTree(repository.snapshot(snapshot).tree());
        Map<String, byte[]> files = new TreeMap<>();
        for (NodeDocument node :
                repository.loadTree(root.nodes().get(0).subtree().orElseThrow()).nodes()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (BlobId blob : node.content().orElseThrow()) {
                content.writeBytes(repository.load(BlobType.DATA, blob));
            }
            files.put(new String(node.name(), StandardCharsets.UTF_8), content.toByteArray());
        }
        return files;
    }

    public static SnapshotDocument snapshot(BlobId tree) {
        return new SnapshotDocument(
                TIME,
                Optional.empty(),
                tree,
                List.of("/data"),
                "testhost",
                "tester",
                0,
                0,
                List.of(),
                List.of("stillframe"),
                Optional.empty(),
                "stillframe test",
                Optional.empty());
    }

    /** A file's entry. */
    public static NodeDocument file(byte[] name, long size, List<BlobId> content) {
        return node(name, NodeType.FILE, size, Optional.of(content), Optional.empty());
    }

    private static NodeDocument store(BlobWriter writer, String name, byte[] bytes) throws IOException {
        List<BlobId> content = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += PIECE) {
            content.add(writer.save(BlobType.DATA, bytes, at, Math.min(PIECE, bytes.length - at))
                    .id());
        }
        return file(name.getBytes(StandardCharsets.UTF_8), bytes.length, content);
    }

    private static NodeDocument node(
            byte[] name, NodeType type, long size, Optional<List<BlobId>> content, Optional<BlobId> tree) {
        return new NodeDocument(
                name,
                type,
                FileMode.of(type, 0755),
                TIME,
                TIME,
                TIME,
                0,
                0,
                "",
                "",
                0,
                0,
                size,
                1,
                new byte[0],
                List.of(),
                0,
                content,
                tree,
                "");
    }
}
