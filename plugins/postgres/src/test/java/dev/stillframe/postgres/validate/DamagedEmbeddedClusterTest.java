// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.postgres.validate;

import dev.stillframe.shop.PostgresBinaries;
import java.io.IOException;

/** On the PostgreSQL from Maven Central. */
final class DamagedEmbeddedClusterTest extends DamageContract {
    @Override
    PostgresBinaries binaries() throws IOException {
        return PostgresBinaries.embedded();
    }
}
