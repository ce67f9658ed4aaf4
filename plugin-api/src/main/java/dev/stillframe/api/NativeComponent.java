// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;

/**
 * A component that a writer of the system itself offers (Windows VSS).
 *
 * @param component by what a component of ours binds to it
 * @param caption its name for people; may be empty
 * @param files everything that it says belongs to it
 */
public record NativeComponent(Quiesce.Native component, String caption, List<FileSet> files) {
    public NativeComponent {
        files = List.copyOf(files);
    }
}
