// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;

/** On Debian's PostgreSQL 15, where there is one. */
final class DamagedInstalledClusterTest extends DamageContract {
    @Override
    PostgresBinaries binaries() throws IOException {
        assumeTrue(Files.exists(RealCluster.DEBIAN_15), "there is no PostgreSQL 15 in " + RealCluster.DEBIAN_15);
        return PostgresBinaries.installed(RealCluster.DEBIAN_15);
    }
}
