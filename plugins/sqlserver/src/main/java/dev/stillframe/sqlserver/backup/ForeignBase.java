// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.backup;

import dev.stillframe.api.Retry;
import dev.stillframe.api.WriterException;
import dev.stillframe.sqlserver.database.Catalog;
import dev.stillframe.sqlserver.database.Located;
import java.util.List;
import java.util.Optional;

/** Keeps a full backup from moving the differential base that another product's backups build on. */
public record ForeignBase(Catalog catalog) {
    /** @throws WriterException {@code sqlserver.foreign-base} if msdb shows that the base of a database is not ours */
    public void refuse(List<Located> databases) throws WriterException {
        for (Located located : databases) {
            String name = located.database().name();
            Optional<String> base = catalog.differentialBase(name).filter(by -> !by.startsWith(Statements.MARK));
            if (base.isPresent()) {
                throw new WriterException(
                        "sqlserver.foreign-base",
                        "differential backups of " + name + " build on a full backup of another origin: " + base.get(),
                        Retry.DOES_NOT_HELP,
                        "make copies, which move nothing, or end the other product's backups first");
            }
        }
    }
}
