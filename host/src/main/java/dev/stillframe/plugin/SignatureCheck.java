// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import dev.stillframe.plugin.CheckedJar.Check;
import dev.stillframe.plugin.CheckedJar.Result;
import dev.stillframe.plugin.trust.SignatureReading;
import dev.stillframe.plugin.trust.Signatures;
import dev.stillframe.plugin.trust.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** Tells a vendor whether a jar is signed as hosts want it that trust only signers. Whom to trust is not judged here. */
final class SignatureCheck {
    private SignatureCheck() {}

    /** Reads every entry: an entry's signers are known only when it was read to its end. */
    static Check of(JarFile jar) throws IOException {
        SignatureReading reading = new SignatureReading();
        boolean signed = false;
        for (JarEntry entry : Collections.list(jar.entries())) {
            try (InputStream in = jar.getInputStream(entry)) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (SecurityException e) {
                return failed("the signature does not match " + entry.getName());
            }
            reading.entry(jar, entry);
            signed |= SignatureReading.isSignature(entry.getName())
                    && !entry.getName().equals(JarFile.MANIFEST_NAME);
        }
        if (!signed) {
            String hint = "sign it with jarsigner before it is shipped";
            return new Check("signature", Result.WARNING, "the jar is not signed", hint);
        }
        Signatures found = reading.end();
        return found.gap().isPresent()
                ? failed("the jar " + found.gap().get())
                : new Check("signature", Result.PASSED, "signed by " + names(found), "");
    }

    private static Check failed(String text) {
        return new Check("signature", Result.FAILED, text, "the jar was changed after it was signed: get it again");
    }

    private static String names(Signatures found) {
        return found.signers().stream().map(Signer::name).sorted().collect(Collectors.joining("; "));
    }
}
