// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.api.WriterDescriptor;
import dev.stillframe.plugin.trust.Signer;
import dev.stillframe.plugin.trust.Trust;
import java.nio.file.Path;
import java.util.List;

/**
 * One plugin that is in use, as {@code plugins list} shows it.
 *
 * @param id {@code Plugin-Id} of the manifest
 * @param version {@code Plugin-Version}: SemVer
 * @param provider {@code Plugin-Provider}: who made it; may be empty
 * @param description {@code Plugin-Description}; may be empty
 * @param requires {@code Plugin-Requires}: the range of versions of the contract that it works with
 * @param jar the file that it was loaded from
 * @param sha256 of that file, in lower-case hexadecimal
 * @param signers who signed every entry of it, trusted or not; may be empty
 * @param trust why it may be used
 * @param writers what its factories make
 * @param snapshotProviders the ids of its snapshot providers
 */
public record LoadedPlugin(
        String id,
        String version,
        String provider,
        String description,
        String requires,
        Path jar,
        String sha256,
        List<Signer> signers,
        Trust trust,
        List<WriterDescriptor> writers,
        List<String> snapshotProviders) {
    public LoadedPlugin {
        signers = List.copyOf(signers);
        writers = List.copyOf(writers);
        snapshotProviders = List.copyOf(snapshotProviders);
    }
}
