// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import dev.stillframe.error.StillframeException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the operator asks of jars before they are loaded. A jar that is named by its digest must have that digest, and
 * its signatures do not matter; any other must be signed as a whole by somebody in the trust store. Immutable; any
 * thread.
 */
public final class TrustPolicy {
    private final boolean asked;
    private final Map<String, String> pins;
    private final Optional<TrustStore> store;
    private final InstantSource clock;

    private TrustPolicy(boolean asked, Map<String, String> pins, Optional<TrustStore> store, InstantSource clock) {
        this.asked = asked;
        this.pins = pins;
        this.store = store;
        this.clock = clock;
    }

    /** Every jar may be used. */
    public static TrustPolicy none() {
        return new TrustPolicy(false, Map.of(), Optional.empty(), InstantSource.system());
    }

    /**
     * @param pins from a jar's file name to its SHA-256 in hexadecimal
     * @param signers the trust store
     * @param passwordFile the trust store's password, if it has one
     * @param clock tells whether a certificate is valid
     * @throws StillframeException {@code plugin.trust-store} if the trust store cannot be used
     */
    public static TrustPolicy of(
            Map<String, String> pins, Optional<Path> signers, Optional<Path> passwordFile, InstantSource clock)
            throws StillframeException {
        Map<String, String> lower = new TreeMap<>();
        pins.forEach((file, sha256) -> lower.put(file, sha256.toLowerCase(Locale.ROOT)));
        Optional<TrustStore> store =
                signers.isPresent() ? Optional.of(TrustStore.read(signers.get(), passwordFile)) : Optional.empty();
        return new TrustPolicy(true, lower, store, clock);
    }

    /** Whether anything is asked for. */
    public boolean asked() {
        return asked;
    }

    /**
     * Whether a jar may be used.
     *
     * @param file its name in the plugin folder
     * @param sha256 of its bytes, in lower-case hexadecimal
     */
    public Decision judge(String file, String sha256, Signatures signatures) {
        if (!asked) {
            return new Decision.Trusted(Trust.NOT_REQUIRED);
        }
        String pinned = pins.get(file);
        if (pinned != null) {
            return pinned.equals(sha256)
                    ? new Decision.Trusted(Trust.PINNED)
                    : new Decision.Refused(
                            "is not the file that the configuration pins: its SHA-256 is " + sha256,
                            "find out who changed it; if it was you, correct plugins.trust.sha256");
        }
        if (store.isEmpty()) {
            return new Decision.Refused(
                    "is not pinned, and no signers are trusted",
                    "if it is what its vendor published, add it to plugins.trust.sha256: " + file + ": " + sha256);
        }
        return signed(store.get(), signatures);
    }

    private Decision signed(TrustStore trusted, Signatures signatures) {
        if (signatures.gap().isPresent()) {
            return new Decision.Refused(
                    signatures.gap().get(), "get it from its vendor again; `jarsigner -verify -verbose` tells more");
        }
        StringBuilder objections = new StringBuilder();
        for (List<X509Certificate> chain : signatures.chains()) {
            Optional<String> objection = CertificatePath.objection(chain, trusted.certificates(), clock.instant());
            if (objection.isEmpty()) {
                return new Decision.Trusted(Trust.SIGNED);
            }
            objections
                    .append(objections.isEmpty() ? "" : "; and ")
                    .append("is signed by ")
                    .append(Signer.of(chain.get(0)).name())
                    .append(", who is not trusted: ")
                    .append(objection.get());
        }
        return new Decision.Refused(
                objections.toString(), "to trust a signer, add the certificate to " + trusted.file());
    }

    /** What became of a jar. */
    public sealed interface Decision {
        /** It may be used. */
        record Trusted(Trust why) implements Decision {}

        /**
         * It may not.
         *
         * @param reason in words that follow the jar's name
         */
        record Refused(String reason, String hint) implements Decision {}
    }
}
