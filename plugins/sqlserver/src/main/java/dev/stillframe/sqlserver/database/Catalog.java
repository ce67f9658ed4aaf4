// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.WriterException;
import java.util.List;
import java.util.Optional;

/** What can be asked of an instance without changing it. */
public interface Catalog {
    Instance instance() throws WriterException;

    /** All databases but snapshots of databases, by name. */
    List<Database> databases() throws WriterException;

    /**
     * What made the backup that the differential backups of a database build on: the description of its media, or its
     * user. Empty if there is none.
     */
    Optional<String> differentialBase(String database) throws WriterException;
}
