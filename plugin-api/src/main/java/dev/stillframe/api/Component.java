// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;
import java.util.Map;

/**
 * The unit of backup, validation and restore: files that are only worth something together, such as one database
 * cluster.
 *
 * @param files what belongs to it; may overlap
 * @param quiesce how the writer makes it consistent, declared here so that a plan can judge it
 * @param checkable whether its files carry anything that a validation could find wrong; without it no backup of it claims
 *     the level application, and a plan says so beforehand
 * @param facts what the operator or the restore should know, kept with the backup; never secrets
 */
public record Component(
        ComponentId id, List<FileSet> files, Quiesce quiesce, boolean checkable, Map<String, String> facts) {
    public Component {
        files = List.copyOf(files);
        facts = Map.copyOf(facts);
    }

    /** A component whose files can be checked. */
    public Component(ComponentId id, List<FileSet> files, Quiesce quiesce, Map<String, String> facts) {
        this(id, files, quiesce, true, facts);
    }
}
