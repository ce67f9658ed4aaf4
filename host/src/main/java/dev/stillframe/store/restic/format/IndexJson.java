// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The JSON of indexes: which blobs lie where in which packs. Streamed, because there are millions of them. Any thread.
 */
public final class IndexJson {
    private IndexJson() {}

    /** Receives an index's packs one by one. */
    public interface Packs {
        void pack(FileId pack, List<PackedBlob> blobs);
    }

    /** An index's pack, to be written. */
    public record Pack(FileId id, List<PackedBlob> blobs) {
        public Pack {
            blobs = List.copyOf(blobs);
        }
    }

    public static byte[] write(Iterable<Pack> packs) {
        GoJson json = new GoJson().begin('{').key("packs").begin('[');
        for (Pack pack : packs) {
            json.next().begin('{').field("id", pack.id()).key("blobs").begin('[');
            for (PackedBlob blob : pack.blobs()) {
                json.next()
                        .begin('{')
                        .field("id", blob.id())
                        .field("type", blob.type().label())
                        .field("offset", blob.offset())
                        .field("length", blob.length());
                if (blob.compressed()) {
                    json.field("uncompressed_length", blob.plainLength());
                }
                json.end('}');
            }
            json.end(']').end('}');
        }
        return json.end(']').end('}').raw("\n").bytes();
    }

    /**
     * @param what names the file, for the error
     * @throws RepositoryException if it is no index; some packs may have been received before
     */
    public static void read(byte[] json, String what, Packs packs) throws RepositoryException {
        Parsing.guarded(what, () -> {
            try (JsonParser parser = Parsing.parser(json)) {
                Tokens.expect(parser, JsonToken.START_OBJECT);
                Tokens.fields(parser, key -> {
                    if (key.equals("packs")) {
                        Tokens.elements(parser, () -> pack(parser, packs));
                    } else {
                        parser.skipChildren(); // "supersedes" is history since restic 0.10
                    }
                });
                Tokens.end(parser);
            }
            return true;
        });
    }

    private static void pack(JsonParser parser, Packs packs) {
        String[] id = {""};
        List<PackedBlob> blobs = new ArrayList<>();
        Tokens.fields(parser, key -> {
            switch (key) {
                case "id" -> id[0] = Tokens.text(parser);
                case "blobs" -> Tokens.elements(parser, () -> blobs.add(new BlobFields().read(parser)));
                default -> parser.skipChildren();
            }
        });
        packs.pack(FileId.parse(id[0]), blobs);
    }

    /** A blob's fields while they come in. */
    private static final class BlobFields {
        private String id = "";
        private String type = "";
        private long offset;
        private int length;
        private int plainLength;

        PackedBlob read(JsonParser parser) {
            Tokens.fields(parser, key -> {
                switch (key) {
                    case "id" -> id = Tokens.text(parser);
                    case "type" -> type = Tokens.text(parser);
                    case "offset" -> offset = Tokens.number(parser);
                    case "length" -> length = Math.toIntExact(Tokens.number(parser));
                    case "uncompressed_length" -> plainLength = Math.toIntExact(Tokens.number(parser));
                    default -> parser.skipChildren();
                }
            });
            return new PackedBlob(BlobType.of(type), BlobId.parse(id), offset, length, plainLength);
        }
    }
}
