// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.cli;

import picocli.CommandLine;

/** The program's version, from its jar's manifest. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"stillframe " + (version == null ? "(not from a jar)" : version)};
    }
}
