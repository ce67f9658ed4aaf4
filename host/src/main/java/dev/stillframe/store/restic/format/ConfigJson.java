// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import tools.jackson.databind.JsonNode;

/** The JSON of a repository's config. Any thread. */
public final class ConfigJson {
    private static final int HEX = 16;

    private ConfigJson() {}

    public static byte[] write(ConfigDocument config) {
        return new GoJson()
                .begin('{')
                .field("version", config.version())
                .field("id", config.id())
                .field("chunker_polynomial", Long.toHexString(config.chunkerPolynomial()))
                .end('}')
                .bytes();
    }

    /** @throws RepositoryException if it is no config; a version that is not known is not judged here */
    public static ConfigDocument read(byte[] json) throws RepositoryException {
        return Parsing.guarded("config", () -> {
            JsonNode root = Parsing.object(json);
            return new ConfigDocument(
                    Parsing.small(root, "version"),
                    Parsing.text(root, "id"),
                    Long.parseUnsignedLong(Parsing.text(root, "chunker_polynomial"), HEX));
        });
    }
}
