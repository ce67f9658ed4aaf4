// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which plugins may be used.
 *
 * @param sha256 from a jar's file name to the digest it must have, in hexadecimal
 * @param signers the certificates of those who may sign plugins, PEM or PKCS #12; absolute
 * @param signersPasswordFile the password of a PKCS #12 file; absolute
 */
public record PluginTrust(Map<String, String> sha256, Optional<Path> signers, Optional<Path> signersPasswordFile) {
    public PluginTrust {
        sha256 = Collections.unmodifiableMap(new TreeMap<>(sha256));
    }
}
