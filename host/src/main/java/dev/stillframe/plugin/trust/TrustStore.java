// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import dev.stillframe.api.Retry;
import dev.stillframe.error.StillframeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The certificates whose owners may sign plugins, or issue certificates for signing them; from a file. */
final class TrustStore {
    private static final String PEM = "-----BEGIN CERTIFICATE-----";
    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private final Path file;
    private final Set<X509Certificate> certificates;

    private TrustStore(Path file, Set<X509Certificate> certificates) {
        this.file = file;
        this.certificates = Set.copyOf(certificates);
    }

    /**
     * @param file PEM (RFC 7468), any number of certificates; or PKCS #12, of which the trusted certificates count and
     *     private keys do not
     * @param passwordFile the password of a PKCS #12 file
     * @throws StillframeException {@code plugin.trust-store} if it cannot be read or has no certificate
     */
    static TrustStore read(Path file, Optional<Path> passwordFile) throws StillframeException {
        Set<X509Certificate> found = new LinkedHashSet<>();
        try {
            byte[] bytes = bytes(file);
            if (new String(bytes, StandardCharsets.ISO_8859_1).contains(PEM)) {
                for (Certificate each :
                        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                    found.add((X509Certificate) each);
                }
            } else {
                KeyStore store = KeyStore.getInstance("PKCS12");
                char[] password = passwordFile.isPresent() ? password(passwordFile.get()) : new char[0];
                store.load(new ByteArrayInputStream(bytes), password);
                for (String alias : Collections.list(store.aliases())) {
                    if (store.isCertificateEntry(alias)) {
                        found.add((X509Certificate) store.getCertificate(alias));
                    }
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("cannot read the trust store " + file + ": " + reason(e), e);
        }
        if (found.isEmpty()) {
            throw unusable("the trust store " + file + " holds no trusted certificate", null);
        }
        return new TrustStore(file, found);
    }

    Path file() {
        return file;
    }

    Set<X509Certificate> certificates() {
        return certificates;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new IOException("it is larger than 4 MiB");
            }
            return bytes;
        }
    }

    private static char[] password(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8).strip().toCharArray();
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        String type = e.getClass().getSimpleName();
        return message == null ? type : type + ": " + message.replaceAll("\\s+", " ");
    }

    private static StillframeException unusable(String message, @Nullable Throwable cause) {
        return new StillframeException(
                "plugin.trust-store",
                message,
                Retry.DOES_NOT_HELP,
                "a file of PEM certificates, or PKCS #12 made with `keytool -importcert` and its password in"
                        + " plugins.trust.signers-password-file",
                cause);
    }
}
