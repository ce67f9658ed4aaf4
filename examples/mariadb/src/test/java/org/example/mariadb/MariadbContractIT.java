// SPDX-License-Identifier: Apache-2.0
package org.example.mariadb;

import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.WriterContract;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;

/** The packaged writer keeps the whole contract, with a real server. */
@EnabledIf(value = "org.example.mariadb.MariadbServer#installed", disabledReason = "there is no /usr/sbin/mariadbd")
class MariadbContractIT extends WriterContract {
    @Override
    protected Application start(Path folder) throws Exception {
        return new BusyServer(folder);
    }
}
