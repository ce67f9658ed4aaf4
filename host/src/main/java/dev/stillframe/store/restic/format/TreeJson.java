// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/** The JSON of a tree, byte for byte as restic writes it: a tree that is the same has the same name. Any thread. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class TreeJson {
    private TreeJson() {}

    public static byte[] write(TreeDocument tree) {
        throw new UnsupportedOperationException();
    }

    /**
     * @param name of the tree, for the error
     * @throws RepositoryException if it is no tree
     */
    public static TreeDocument read(byte[] json, BlobId name) throws RepositoryException {
        throw new UnsupportedOperationException();
    }
}
