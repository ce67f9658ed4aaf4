// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Who signed a jar, as people compare it: {@code keytool -printcert -jarfile} prints the same.
 *
 * @param name the certificate's subject, RFC 2253
 * @param sha256 of the certificate, in lower-case hexadecimal
 * @param expires when the certificate's time ends
 */
public record Signer(String name, String sha256, Instant expires) {
    static Signer of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Signer(
                    certificate.getSubjectX500Principal().getName(),
                    HexFormat.of().formatHex(digest),
                    certificate.getNotAfter().toInstant());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed can be written", e);
        }
    }
}
