// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import dev.stillframe.store.restic.crypto.Key;
import tools.jackson.databind.JsonNode;

/** The JSON of key files, and of the master key that lies sealed in them. Any thread. */
public final class KeyJson {
    private KeyJson() {}

    public static byte[] write(KeyDocument key) {
        return new GoJson()
                .begin('{')
                .field("created", Timestamp.write(key.created()))
                .field("username", key.username())
                .field("hostname", key.hostname())
                .field("kdf", key.kdf())
                .field("N", key.n())
                .field("r", key.r())
                .field("p", key.p())
                .base64("salt", key.salt())
                .base64("data", key.data())
                .end('}')
                .bytes();
    }

    /**
     * @param what names the file, for the error
     * @throws RepositoryException if it is no key
     */
    public static KeyDocument read(byte[] json, String what) throws RepositoryException {
        return Parsing.guarded(what, () -> {
            JsonNode root = Parsing.object(json);
            return new KeyDocument(
                    Parsing.time(root, "created"),
                    Parsing.text(root, "username"),
                    Parsing.text(root, "hostname"),
                    Parsing.text(root, "kdf"),
                    Parsing.small(root, "N"),
                    Parsing.small(root, "r"),
                    Parsing.small(root, "p"),
                    Parsing.base64(root, "salt"),
                    Parsing.base64(root, "data"));
        });
    }

    public static byte[] writeMaster(Key master) {
        return new GoJson()
                .begin('{')
                .key("mac")
                .begin('{')
                .base64("k", master.macCipher())
                .base64("r", master.macPolynomial())
                .end('}')
                .base64("encrypt", master.encryption())
                .end('}')
                .bytes();
    }

    /** @throws RepositoryException if it is no master key */
    public static Key readMaster(byte[] json, String what) throws RepositoryException {
        return Parsing.guarded(what, () -> {
            JsonNode root = Parsing.object(json);
            JsonNode mac = root.path("mac");
            return Key.of(Parsing.base64(root, "encrypt"), Parsing.base64(mac, "k"), Parsing.base64(mac, "r"));
        });
    }
}
