// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a signer leads to a certificate that the operator trusts (PKIX, RFC 5280; nothing is asked for on the network,
 * so revocation is what the operator does: she takes the certificate out).
 */
final class CertificatePath {
    /** Extended key usage "code signing", RFC 5280 section 4.2.1.12. */
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

    private CertificatePath() {}

    /**
     * Why not; empty if it does. A signer whose own certificate is trusted counts as long as it is; one whose
     * certificate was issued by a trusted one needs a certificate for code signing that is valid now.
     *
     * @param chain the signer's certificate first
     */
    static Optional<String> objection(List<X509Certificate> chain, Set<X509Certificate> trusted, Instant now) {
        X509Certificate signer = chain.get(0);
        if (trusted.contains(signer)) {
            return Optional.empty();
        }
        try {
            validate(chain, trusted, now);
            List<String> uses = signer.getExtendedKeyUsage();
            return uses != null && uses.contains(CODE_SIGNING)
                    ? Optional.empty()
                    : Optional.of("its certificate is not for code signing");
        } catch (CertPathValidatorException e) {
            return Optional.of(reason(e));
        } catch (GeneralSecurityException e) {
            return Optional.of("its certificate cannot be checked: " + e.getMessage());
        }
    }

    private static void validate(List<X509Certificate> chain, Set<X509Certificate> trusted, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        trusted.forEach(each -> anchors.add(new TrustAnchor(each, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        int issued = 1; // the anchor itself is no part of a path
        while (issued < chain.size() && !trusted.contains(chain.get(issued))) {
            issued++;
        }
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, issued));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static String reason(CertPathValidatorException e) {
        if (e.getReason() == CertPathValidatorException.BasicReason.EXPIRED) {
            return "its certificate has expired";
        }
        if (e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID) {
            return "its certificate is not valid yet";
        }
        return "no certificate there issued its";
    }
}
