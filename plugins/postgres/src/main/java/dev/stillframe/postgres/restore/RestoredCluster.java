// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.restore;

import dev.stillframe.api.RestoreRequest;
import dev.stillframe.api.SourcePath;
import dev.stillframe.api.WriterException;
import dev.stillframe.postgres.cluster.Facts;
import dev.stillframe.postgres.cluster.LocalPath;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the parts of a cluster lie after a restore.
 *
 * @param facts of the backup
 * @param target everything lies below it
 */
record RestoredCluster(Map<String, String> facts, Path target) {
    RestoredCluster {
        facts = Map.copyOf(facts);
    }

    static RestoredCluster of(RestoreRequest request, RestoreRequest.RestoredComponent component) {
        return new RestoredCluster(component.facts(), LocalPath.local(request.target()));
    }

    /** Where a file of the original is now. */
    Path moved(Path original) {
        return LocalPath.local(LocalPath.source(original).below(SourcePath.of(target.toString())));
    }

    boolean inTarget(Path path) {
        return path.startsWith(target);
    }

    Path originalData() throws WriterException {
        return Path.of(Facts.required(facts, Facts.DATA_DIRECTORY));
    }

    Path data() throws WriterException {
        return moved(originalData());
    }

    Path wal() throws WriterException {
        return moved(Path.of(Facts.required(facts, Facts.WAL_DIRECTORY)));
    }

    Path configuration(String fact) throws WriterException {
        return moved(Path.of(Facts.required(facts, fact)));
    }

    Map<Long, Path> tablespaces() throws WriterException {
        Map<Long, Path> moved = new TreeMap<>();
        Facts.tablespaces(facts).forEach((oid, original) -> moved.put(oid, moved(Path.of(original))));
        return moved;
    }

    int major() throws WriterException {
        return Integer.parseInt(Facts.required(facts, Facts.VERSION).split("\\D", 2)[0]);
    }
}
