// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

/** A JSON Pointer (RFC 6901): names a value in a document. */
record Pointer(String text) {
    static final Pointer ROOT = new Pointer("");

    Pointer child(String key) {
        return new Pointer(text + "/" + key.replace("~", "~0").replace("/", "~1"));
    }

    Pointer child(int index) {
        return new Pointer(text + "/" + index);
    }

    /** To what this value lies in; of the root itself. */
    Pointer parent() {
        return new Pointer(text.substring(0, Math.max(0, text.lastIndexOf('/'))));
    }

    /** The same value seen from an outer document that has this document's root at another place. */
    Pointer below(Pointer outer) {
        return new Pointer(outer.text + text);
    }

    @Override
    public String toString() {
        return text;
    }
}
