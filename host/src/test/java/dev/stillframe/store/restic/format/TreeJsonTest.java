// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeJsonTest {
    private static final BlobId BLOB = BlobId.of(new byte[] {1});

    @Test
    void writesAFileByteForByteAsResticDoes() {
        TreeDocument tree = new TreeDocument(List.of(Nodes.file("a<b>&\u2028ü", List.of(BLOB))));

        assertThat(text(tree))
                .isEqualTo("{\"nodes\":[{\"name\":\"a\\u003cb\\u003e\\u0026\\\\u2028ü\",\"type\":\"file\",\"mode\":420,"
                        + "\"mtime\":\"2026-01-02T03:04:05.0678Z\",\"atime\":\"2026-01-02T03:04:05.0678Z\","
                        + "\"ctime\":\"2026-01-02T03:04:05.0678Z\",\"uid\":1000,\"gid\":100,\"user\":\"op\","
                        + "\"inode\":18446744073709551615,\"size\":1,\"links\":1,\"extended_attributes\":"
                        + "[{\"name\":\"user.a\",\"value\":\"AQI=\"}],\"content\":[\"" + BLOB + "\"]}]}\n");
    }

    @Test
    void anEmptyFileHasAnEmptyContentAndAFolderHasNone() {
        assertThat(text(new TreeDocument(List.of(Nodes.file("f", List.of()))))).contains("\"content\":[]");
        assertThat(text(new TreeDocument(List.of(Nodes.folder("d", BLOB)))))
                .contains("\"content\":null,\"subtree\":\"" + BLOB + "\"");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        TreeDocument tree = new TreeDocument(List.of(
                Nodes.folder("a", BLOB),
                Nodes.file("b", List.of(BLOB, BLOB)),
                Nodes.link("c", new byte[] {(byte) 0xff, 'x'}),
                Nodes.link("d", "target".getBytes(StandardCharsets.UTF_8))));

        assertThat(TreeJson.read(TreeJson.write(tree), BLOB)).isEqualTo(tree);
    }

    @Test
    void aTargetThatIsNotTextStandsRawBesideItsText() {
        String json = text(new TreeDocument(List.of(Nodes.link("c", new byte[] {(byte) 0xff, 'x'}))));

        assertThat(json).contains("\"linktarget\":\"\ufffdx\",\"linktarget_raw\":\"/3g=\"");
    }

    @Test
    void writesNoTreeWhoseNamesAreOutOfOrder() {
        TreeDocument twice = new TreeDocument(List.of(Nodes.file("a", List.of()), Nodes.file("a", List.of())));

        assertThatThrownBy(() -> TreeJson.write(twice)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesBeyondTheFormatBecomeItsNearest() {
        assertThat(Timestamp.write(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999999Z");
        assertThat(Timestamp.write(Instant.MIN)).isEqualTo("0000-01-01T00:00:00Z");
        assertThat(Timestamp.read("2014-12-06T17:50:23.34513538+01:00"))
                .isEqualTo(Instant.parse("2014-12-06T16:50:23.345135380Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"nodes\":",
                "{\"nodes\":[{}]}",
                "{\"nodes\":[{\"name\":\"\\\\q\"}]}",
                "{\"nodes\":[{\"name\":\"a\",\"type\":\"what\"}]}",
                "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"content\":[\"12\"]}]}",
                "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"mtime\":\"yesterday\"}]}",
                "{\"nodes\":[]} x",
                "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"size\":1e400}]}",
                "{\"nodes\":[{\"name\":\"a\",\"type\":\"file\",\"inode\":99999999999999999999999}]}"
            })
    void namesTheTreeThatIsNone(String json) {
        assertThatThrownBy(() -> TreeJson.read(json.getBytes(StandardCharsets.UTF_8), BLOB))
                .isInstanceOf(RepositoryException.class)
                .hasMessageContaining("tree " + BLOB);
    }

    @Test
    void newChunkerPolynomialsAreIrreducible() {
        long polynomial = ChunkerPolynomial.random();

        assertThat(ChunkerPolynomial.irreducible(polynomial)).isTrue();
        assertThat(polynomial >>> ChunkerPolynomial.DEGREE).isEqualTo(1);
        assertThat(ChunkerPolynomial.irreducible(0x3DA3358B4DC173L)).isTrue(); // the one of restic's own tests
        assertThat(ChunkerPolynomial.irreducible(0x3DA3358B4DC171L)).isFalse();
        assertThat(ChunkerPolynomial.irreducible(0)).isFalse();
    }

    private static String text(TreeDocument tree) {
        return new String(TreeJson.write(tree), StandardCharsets.UTF_8);
    }

    /** Entries for tests. */
    static final class Nodes {
        private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.0678Z");
        private static final byte[] NONE = {};

        private Nodes() {}

        static NodeDocument file(String name, List<BlobId> content) {
            return node(name, NodeType.FILE, 0644, content.size(), NONE, Optional.of(content), Optional.empty());
        }

        static NodeDocument folder(String name, BlobId tree) {
            return node(name, NodeType.DIRECTORY, 0755, 0, NONE, Optional.empty(), Optional.of(tree));
        }

        static NodeDocument link(String name, byte[] target) {
            return node(name, NodeType.SYMLINK, 0777, 0, target, Optional.empty(), Optional.empty());
        }

        private static NodeDocument node(
                String name,
                NodeType type,
                int permissions,
                long size,
                byte[] target,
                Optional<List<BlobId>> content,
                Optional<BlobId> tree) {
            return new NodeDocument(
                    name.getBytes(StandardCharsets.UTF_8),
                    type,
                    FileMode.of(type, permissions),
                    TIME,
                    TIME,
                    TIME,
                    1000,
                    100,
                    "op",
                    "",
                    -1,
                    0,
                    size,
                    1,
                    target,
                    List.of(new ExtendedAttribute("user.a", new byte[] {1, 2})),
                    0,
                    content,
                    tree,
                    "");
        }
    }
}
