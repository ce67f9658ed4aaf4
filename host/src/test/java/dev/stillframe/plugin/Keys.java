// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** A key store of signers, made with the JDK's keytool, and what they sign. */
final class Keys {
    static final String PASSWORD = "changeit";

    final Path store;

    Keys(Path folder) {
        store = folder.resolve("keys.p12");
    }

    /** @param more for keytool, such as {@code -signer authority} */
    Keys key(String alias, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias, "-keyalg", "EC", "-validity", "365"));
        command.addAll(List.of(more));
        keytool(store, command);
        return this;
    }

    /** Puts certificates into a trust store of PEM. */
    Path pem(Path file, String... aliases) throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder("# signers of plugins\n");
        for (String alias : aliases) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(certificate(alias).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(file, text);
    }

    /** Puts a certificate into a trust store of PKCS #12 whose password is {@link #PASSWORD}. */
    Path pkcs12(Path file, String alias) throws IOException, GeneralSecurityException, InterruptedException {
        Path certificate = pem(file.resolveSibling(alias + ".pem"), alias);
        keytool(file, List.of("-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString()));
        return file;
    }

    X509Certificate certificate(String alias) throws IOException, GeneralSecurityException {
        return (X509Certificate) load().getCertificate(alias);
    }

    /** Signs a jar in place, as jarsigner does. */
    Path sign(Path jar, String alias) throws IOException, GeneralSecurityException {
        KeyStore keys = load();
        PrivateKey key = (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray());
        JarSigner signer = new JarSigner.Builder(
                        key,
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(keys.getCertificateChain(alias))))
                .signerName(alias.substring(0, Math.min(8, alias.length()))) // of the files in META-INF
                .build();
        Path signed = jar.resolveSibling(jar.getFileName() + ".signed");
        try (ZipFile in = new ZipFile(jar.toFile());
                var out = Files.newOutputStream(signed)) {
            signer.sign(in, out);
        }
        Files.setPosixFilePermissions(signed, Files.getPosixFilePermissions(jar));
        return Files.move(signed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void keytool(Path store, List<String> command) throws IOException, InterruptedException {
        run(Stream.concat(
                        Stream.concat(Stream.of(tool("keytool")), command.stream()),
                        Stream.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD))
                .toList());
    }

    /** A program of the JDK that runs this. */
    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
    }
}
