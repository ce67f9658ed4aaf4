// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin.trust;

import java.io.IOException;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds up who signed the entries of a jar, as {@link JarFile} found out while their bytes were read. A signature whose
 * algorithm the JDK no longer accepts counts as none. One reading, one thread.
 *
 * <p>The manifest and the signatures themselves are signed by no entry of the manifest ("JAR File Specification", Signed
 * JAR File): the signature files are covered by the signature blocks, and the manifest by the signature files. One that
 * leaves the manifest's main attributes open, as very old tools wrote them, is not accepted: a plugin's id and what it
 * requires stand there.
 */
public final class SignatureReading {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/([^/]+\\.(SF|DSA|RSA|EC)|SIG-[^/]*)");
    private static final String MAIN_ATTRIBUTES = "-DIGEST-MANIFEST-MAIN-ATTRIBUTES";

    private @Nullable Set<List<X509Certificate>> common;
    private Optional<String> gap = Optional.empty();

    /** Whether an entry of this name belongs to the signature and is no content. */
    public static boolean isSignature(String entry) {
        String name = entry.toUpperCase(Locale.ROOT);
        return name.equals(MANIFEST) || SIGNATURE.matcher(name).matches();
    }

    /** Takes note of an entry whose bytes were read to their end, which is when its signers are known. */
    public void entry(JarFile jar, JarEntry entry) throws IOException {
        String name = entry.getName();
        if (isSignature(name)) {
            signature(jar, entry);
        } else if (!entry.isDirectory() || entry.getSize() != 0) {
            content(name, entry.getCodeSigners());
        }
    }

    public Signatures end() {
        Set<List<X509Certificate>> all = common == null ? Set.of() : common;
        if (gap.isPresent()) {
            return new Signatures(List.of(), gap);
        }
        return new Signatures(
                List.copyOf(all), all.isEmpty() ? Optional.of("has no signer of all its entries") : Optional.empty());
    }

    private void content(String name, CodeSigner @Nullable [] signers) {
        if (signers == null || signers.length == 0) {
            gap("has an entry that nobody signed: " + name);
            return;
        }
        Set<List<X509Certificate>> chains = new LinkedHashSet<>();
        for (CodeSigner signer : signers) {
            List<X509Certificate> chain = new ArrayList<>();
            signer.getSignerCertPath().getCertificates().forEach(each -> chain.add((X509Certificate) each));
            chains.add(List.copyOf(chain));
        }
        if (common == null) {
            common = chains;
        } else {
            common.retainAll(chains);
        }
    }

    private void signature(JarFile jar, JarEntry entry) throws IOException {
        if (!entry.getName().toUpperCase(Locale.ROOT).endsWith(".SF")) {
            return;
        }
        try (var in = jar.getInputStream(entry)) {
            boolean bound = new Manifest(in)
                    .getMainAttributes().keySet().stream()
                            .anyMatch(key ->
                                    key.toString().toUpperCase(Locale.ROOT).endsWith(MAIN_ATTRIBUTES));
            if (!bound) {
                gap("has a signature that leaves its manifest open: " + entry.getName());
            }
        }
    }

    private void gap(String what) {
        if (gap.isEmpty()) {
            gap = Optional.of(what);
        }
    }
}
