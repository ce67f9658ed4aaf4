// SPDX-License-Identifier: Apache-2.0
package org.example.sqlite;

import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.WriterContract;
import java.nio.file.Path;

/** The packaged writer keeps the whole contract, with a busy database. */
class SqliteContractIT extends WriterContract {
    @Override
    protected Application start(Path folder) throws Exception {
        return new BusyDatabase(folder.resolve("app.db"));
    }
}
