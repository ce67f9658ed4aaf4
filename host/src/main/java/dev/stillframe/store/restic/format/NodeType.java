// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.store.restic.format;

/** What an entry of a tree is. */
public enum NodeType {
    FILE("file"),
    DIRECTORY("dir"),
    SYMLINK("symlink"),
    BLOCK_DEVICE("dev"),
    CHARACTER_DEVICE("chardev"),
    FIFO("fifo"),
    SOCKET("socket"),
    /** What the system that was backed up had no better word for. */
    IRREGULAR("irregular");

    private final String label;

    NodeType(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException if there is no such type */
    public static NodeType of(String label) {
        for (NodeType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no type of entry: \"" + label + "\"");
    }
}
