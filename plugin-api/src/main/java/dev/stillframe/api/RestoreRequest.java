// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.api;

import java.util.List;
import java.util.Map;

/**
 * What is restored and to where.
 *
 * @param target everything is restored below it: the file {@code /a/b} to {@code <target>/a/b}. It is {@code /} for a
 *     restore in place
 * @param inPlace true if the operator asked for the original places, with everything that points out of them
 */
public record RestoreRequest(List<RestoredComponent> components, SourcePath target, boolean inPlace) {
    public RestoreRequest {
        components = List.copyOf(components);
    }

    /** Where a file that was backed up at a path is now. */
    public SourcePath moved(SourcePath original) {
        return original.below(target);
    }

    /**
     * A component as it was backed up.
     *
     * @param grain at which it was taken
     * @param facts those of the component and those gathered
     */
    public record RestoredComponent(ComponentId id, List<FileSet> files, Grain grain, Map<String, String> facts) {
        /**
         * A fact that the host adds where a native writer (VSS) takes part in this restore: its name. The application then
         * recovers what was restored by itself.
         */
        public static final String NATIVE_WRITER = "native-writer";

        public RestoredComponent {
            files = List.copyOf(files);
            facts = Map.copyOf(facts);
        }
    }
}
