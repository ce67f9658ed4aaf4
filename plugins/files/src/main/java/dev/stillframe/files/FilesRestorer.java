// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.RestoreRequest.RestoredComponent;
import dev.stillframe.api.Restorer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Ordinary files point nowhere that this writer knows of: nothing is rewritten, and what is left to do is told. */
final class FilesRestorer implements Restorer {
    private final RestoreRequest request;

    FilesRestorer(RestoreRequest request) {
        this.request = request;
    }

    @Override
    public RestoreReport after(Deadline deadline) {
        List<String> steps = new ArrayList<>();
        for (RestoredComponent component : request.components()) {
            new TreeMap<>(component.facts()).forEach((fact, target) -> {
                if (fact.startsWith(FilesWriter.LINK_FACT)) {
                    steps.add("make the symbolic link " + fact.substring(FilesWriter.LINK_FACT.length()) + " to "
                            + target + " if it is missing: it is not in the backup");
                }
            });
        }
        return new RestoreReport(List.of(), steps);
    }
}
