// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.api.Deadline;
import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.Restorer;
import java.util.ArrayList;
import java.util.List;

/** Nothing in a data directory says where it lies, so that there is nothing to rewrite: recovery does the rest. */
record MariadbRestorer(RestoreRequest request) implements Restorer {
    @Override
    public RestoreReport after(Deadline deadline) {
        List<String> steps = new ArrayList<>();
        request.components().forEach(component -> {
            steps.add("start a server on it, which recovers it: mariadbd --datadir="
                    + request.moved(component.files().get(0).root()));
            if (component.facts().containsKey("gtid")) {
                steps.add("the binary log goes on from " + component.facts().get("binlog-file") + ", position "
                        + component.facts().get("binlog-position") + " (gtid " + component.facts().get("gtid") + ")");
            }
        });
        return new RestoreReport(List.of(), steps);
    }
}
