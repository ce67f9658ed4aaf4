// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.platform.windows;

import java.util.List;
import java.util.UUID;

/**
 * A VSS writer as it describes itself.
 *
 * @param id its class: the same on every machine
 * @param instance this running one
 * @param document all of it in VSS's own words, to be kept with a backup
 */
public record VssWriter(UUID id, UUID instance, String name, List<Component> components, String document) {
    public VssWriter {
        components = List.copyOf(components);
    }

    /**
     * A component.
     *
     * @param type VSS_COMPONENT_TYPE: 1 a database, 2 a group of files
     * @param logicalPath names with backslashes between; may be empty
     * @param caption its name for people; may be empty
     * @param selectable whether it is chosen by itself; else it comes with the selectable one that it is part of
     */
    public record Component(
            int type, String logicalPath, String name, String caption, boolean selectable, List<Files> files) {
        public Component {
            files = List.copyOf(files);
        }

        /** The logical path of what is part of it. */
        public String path() {
            return logicalPath.isEmpty() ? name : logicalPath + "\\" + name;
        }

        /** Whether it is part of that one. */
        public boolean isPartOf(Component whole) {
            return logicalPath.equals(whole.path()) || logicalPath.startsWith(whole.path() + "\\");
        }
    }

    /** What a set of files is to its component. */
    public enum Kind {
        FILE,
        DATABASE,
        LOG
    }

    /**
     * A set of files.
     *
     * @param folder may contain environment variables
     * @param pattern of names, with {@code *} and {@code ?}
     */
    public record Files(Kind kind, String folder, String pattern, boolean recursive) {}
}
