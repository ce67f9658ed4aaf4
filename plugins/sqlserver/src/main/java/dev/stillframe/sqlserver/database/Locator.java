// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver.database;

import dev.stillframe.api.WriterContext;
import dev.stillframe.api.WriterException;

/** Finds where a database's files lie, and who will hold it still. */
@FunctionalInterface
public interface Locator {
    Located locate(Database database) throws WriterException;

    /** The one for an instance: on Linux the files are looked for here, on Windows its VSS writer is asked. */
    static Locator of(Instance instance, WriterContext context) throws WriterException {
        return instance.linux() ? Located::of : VssOffer.of(instance, context);
    }
}
