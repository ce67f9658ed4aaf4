// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.snapshot;

import dev.stillframe.store.restic.chunk.Chunker;
import dev.stillframe.store.restic.chunk.FixedChunker;
import dev.stillframe.store.restic.chunk.GearChunker;
import dev.stillframe.store.restic.chunk.GearTable;
import dev.stillframe.store.restic.chunk.PageChunkSize;
import dev.stillframe.store.restic.chunk.RabinChunker;
import dev.stillframe.store.restic.format.ConfigDocument;
import dev.stillframe.tree.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the files of a backup are cut; chosen once and kept, because whoever cuts elsewhere finds nothing again. Written into
 * every backup as {@code /.stillframe/chunks.json}. Any thread.
 */
final class ChunkChoice {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST_PAGES = 8 << 20;

    /** How ordinary files are cut. */
    enum Ordinary {
        /** By a gear hash with a table of this repository's own. */
        GEAR,
        /** As restic cuts, so that what restic has stored is found again. */
        RABIN
    }

    private final Ordinary ordinary;
    private final Chunker chunker;
    private final Map<String, Integer> pages;

    private ChunkChoice(ConfigDocument config, Ordinary ordinary, Map<String, Integer> pages) {
        this.ordinary = ordinary;
        this.chunker = ordinary == Ordinary.GEAR
                ? GearChunker.standard(GearTable.of(secret(config)))
                : new RabinChunker(config.chunkerPolynomial());
        this.pages = new TreeMap<>(pages);
    }

    /** For a first backup. */
    static ChunkChoice first(ConfigDocument config, Ordinary ordinary) {
        return new ChunkChoice(config, ordinary, Map.of());
    }

    /**
     * As an earlier backup chose.
     *
     * @param json what it wrote
     * @throws IOException if it is no such thing
     */
    static ChunkChoice asBefore(ConfigDocument config, byte[] json) throws IOException {
        try {
            JsonNode document = JSON.readTree(json);
            Map<String, Integer> pages = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : document.path("pages").properties()) {
                int size = entry.getValue().intValue();
                if (Integer.bitCount(size) != 1 || size < 1 || size > LARGEST_PAGES) {
                    throw new IOException("component " + entry.getKey() + " cannot have chunks of " + size + " bytes");
                }
                pages.put(entry.getKey(), size);
            }
            return new ChunkChoice(config, ordinary(document), pages);
        } catch (JacksonException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Ordinary ordinary(JsonNode document) throws IOException {
        String label = document.path("ordinary").asString("");
        for (Ordinary ordinary : Ordinary.values()) {
            if (label(ordinary).equals(label)) {
                return ordinary;
            }
        }
        throw new IOException("no way to cut ordinary files: \"" + label + "\"");
    }

    /** The same way to cut ordinary files; components of other jobs are not its own. */
    ChunkChoice forAnotherJob(ConfigDocument config) {
        return new ChunkChoice(config, ordinary, Map.of());
    }

    /** The chunker of a file. */
    Chunker of(Content content) {
        return content.pages().<Chunker>map(this::ofPages).orElse(chunker);
    }

    /** The chunker of a file that is an array of pages. */
    synchronized FixedChunker ofPages(Content.Pages file) {
        Integer size = pages.get(file.component());
        if (size == null) {
            size = PageChunkSize.of(file.componentBytes().getAsLong(), file.size());
            pages.put(file.component(), size);
        }
        return new FixedChunker(size);
    }

    synchronized byte[] json() {
        ObjectNode document = JSON.createObjectNode();
        document.put("ordinary", label(ordinary));
        ObjectNode sizes = document.putObject("pages");
        pages.forEach(sizes::put);
        return JSON.writeValueAsBytes(document);
    }

    private static String label(Ordinary ordinary) {
        return ordinary.name().toLowerCase(Locale.ROOT);
    }

    /** The polynomial is a secret that every host of the repository has, and nobody without its password. */
    private static byte[] secret(ConfigDocument config) {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(config.chunkerPolynomial())
                .array();
    }
}
