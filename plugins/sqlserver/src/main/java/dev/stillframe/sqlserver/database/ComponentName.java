// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.ComponentId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A database's name as a component's: unchanged if it can be, else with a part of its digest, so that two never meet. */
final class ComponentName {
    private ComponentName() {}

    static ComponentId of(String database) {
        if (database.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            return new ComponentId(database);
        }
        String plain = database.replaceAll("[^A-Za-z0-9_-]", "_");
        return new ComponentId((plain.isEmpty() ? "_" : plain) + "-" + digest(database));
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }
}
