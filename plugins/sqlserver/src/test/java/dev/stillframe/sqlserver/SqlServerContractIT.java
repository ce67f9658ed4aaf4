// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.sqlserver;

import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.WriterContract;
import java.nio.file.Path;

/** The packaged writer keeps the whole contract, through Microsoft's driver, with an instance that is scripted. */
class SqlServerContractIT extends WriterContract {
    @Override
    protected Application start(Path folder) throws Exception {
        return new ScriptedInstance(folder);
    }
}
