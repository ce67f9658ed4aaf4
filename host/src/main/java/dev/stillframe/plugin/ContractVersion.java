// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import com.github.zafarkhaja.semver.Version;
import dev.stillframe.api.WriterFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of the contract, plugin-api, that this host speaks. */
final class ContractVersion {
    private static final String RESOURCE = "version.txt";

    private ContractVersion() {}

    /**
     * As plugin-api's build wrote it. A build on the way to a release counts as that release: for SemVer {@code
     * 0.1.0-SNAPSHOT} is before {@code 0.1.0} and would satisfy no range that begins with it.
     */
    static Version read() {
        try (InputStream in = WriterFactory.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("plugin-api was built without its " + RESOURCE);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return Version.parse(text).toStableVersion();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of plugin-api", e);
        }
    }

    /** As people read it. */
    static String text() {
        return read().toString();
    }

    /** Whether it lies in a range as {@link Requires#check} lets through. */
    static boolean within(String range) {
        return read().satisfies(range);
    }
}
