// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.files;

import dev.stillframe.testkit.Application;
import dev.stillframe.testkit.WriterContract;
import java.io.IOException;
import java.nio.file.Path;

/** Files that are held still by commands keep the whole contract. */
class HeldFilesContractIT extends WriterContract {
    @Override
    protected Application start(Path folder) throws IOException {
        return new StandIn(folder, true);
    }
}
