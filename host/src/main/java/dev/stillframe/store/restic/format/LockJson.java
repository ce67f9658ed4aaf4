// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

import tools.jackson.databind.JsonNode;

/** The JSON of locks. Any thread. */
public final class LockJson {
    private LockJson() {}

    public static byte[] write(LockDocument lock) {
        GoJson json = new GoJson()
                .begin('{')
                .field("time", Timestamp.write(lock.time()))
                .field("exclusive", lock.exclusive())
                .field("hostname", lock.hostname())
                .field("username", lock.username())
                .field("pid", lock.pid());
        if (lock.uid() != 0) {
            json.field("uid", lock.uid());
        }
        if (lock.gid() != 0) {
            json.field("gid", lock.gid());
        }
        if (!lock.pidNamespace().isEmpty()) {
            json.field("pid_namespace", lock.pidNamespace());
        }
        return json.end('}').bytes();
    }

    /**
     * @param what names the file, for the error
     * @throws RepositoryException if it is no lock
     */
    public static LockDocument read(byte[] json, String what) throws RepositoryException {
        return Parsing.guarded(what, () -> {
            JsonNode root = Parsing.object(json);
            return new LockDocument(
                    Parsing.time(root, "time"),
                    Parsing.flag(root, "exclusive"),
                    Parsing.text(root, "hostname"),
                    Parsing.text(root, "username"),
                    Parsing.number(root, "pid"),
                    Parsing.number(root, "uid"),
                    Parsing.number(root, "gid"),
                    Parsing.text(root, "pid_namespace"));
        });
    }
}
