// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Who signed a jar, see the JAR File Specification, "Signed JAR File". Trust is not judged here. */
final class Signatures {
    private static final Set<String> SIGNATURE_FILES = Set.of("SF", "RSA", "DSA", "EC", "MF");

    private Signatures() {}

    /** Reads every entry: an entry's signers are known only when it was read to its end. */
    static Check check(JarFile jar) throws IOException {
        Set<String> signers = new TreeSet<>();
        List<String> unsigned = new ArrayList<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.isDirectory() || belongsToSignature(entry.getName())) {
                continue;
            }
            try (InputStream in = jar.getInputStream(entry)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (SecurityException e) {
                return failed("the signature does not match " + entry.getName());
            }
            CodeSigner[] found = entry.getCodeSigners();
            if (found == null) {
                unsigned.add(entry.getName());
            } else {
                for (CodeSigner signer : found) {
                    signers.add(name(signer));
                }
            }
        }
        if (signers.isEmpty()) {
            return new Check(
                    "signature",
                    Result.WARNING,
                    "the jar is not signed",
                    "sign it with jarsigner before it is shipped");
        }
        return unsigned.isEmpty()
                ? new Check("signature", Result.PASSED, "signed by " + String.join("; ", signers), "")
                : failed(unsigned.size() + " entries are not signed, the first is " + unsigned.get(0));
    }

    private static Check failed(String text) {
        return new Check("signature", Result.FAILED, text, "the jar was changed after it was signed: get it again");
    }

    private static String name(CodeSigner signer) {
        return ((X509Certificate) signer.getSignerCertPath().getCertificates().get(0))
                .getSubjectX500Principal()
                .getName();
    }

    private static boolean belongsToSignature(String name) {
        return name.startsWith("META-INF/")
                && name.indexOf('/', "META-INF/".length()) < 0
                && SIGNATURE_FILES.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
