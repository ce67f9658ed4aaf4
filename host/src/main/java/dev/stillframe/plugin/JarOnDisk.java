// SPDX-License-Identifier: Apache-2.0
package dev.stillframe.plugin;

import com.github.zafarkhaja.semver.Version;
import dev.stillframe.plugin.trust.SignatureReading;
import dev.stillframe.plugin.trust.Signatures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A jar that was examined before any class of it is loaded: whole, not a bundle of the contract, and with a manifest that
 * says what is needed. The manifest's attributes are PF4J's.
 *
 * @param sha256 in lower-case hexadecimal
 * @param signatures of all its entries
 */
record JarOnDisk(
        Path path,
        String id,
        String version,
        String provider,
        String description,
        String requires,
        String sha256,
        Signatures signatures) {
    /** The contract's classes, also as a multi-release jar hides them. */
    private static final Pattern CONTRACT = Pattern.compile("(META-INF/versions/\\d+/)?dev/stillframe/api/.*\\.class");

    /** Names other jars, which a class loader would then read (JAR File Specification, JAR Index). */
    private static final String INDEX = "META-INF/INDEX.LIST";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final String HINT = "see the manifest of a plugin that comes with the distribution";

    /** Reads every byte: a class that cannot be read must not come to light while an application is frozen. */
    static JarOnDisk examine(Path path) throws PluginProblem {
        Manifest manifest;
        SignatureReading signatures = new SignatureReading();
        try (JarFile jar = new JarFile(path.toFile())) {
            manifest = jar.getManifest();
            readAll(jar, path, signatures);
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw new PluginProblem(
                    "plugin.broken-jar",
                    path,
                    "cannot be read as a jar: " + PluginProblem.text(e),
                    "copy it again from where it came from",
                    e);
        }
        if (manifest == null) {
            throw new PluginProblem("plugin.manifest", path, "has no manifest", HINT);
        }
        return described(path, manifest.getMainAttributes(), signatures.end());
    }

    private static JarOnDisk described(Path path, Attributes manifest, Signatures signatures) throws PluginProblem {
        String id = manifest.getValue("Plugin-Id");
        if (id == null || !ID.matcher(id).matches()) {
            String what = id == null ? "has no Plugin-Id in its manifest" : "has a bad Plugin-Id: \"" + id + "\"";
            throw new PluginProblem("plugin.manifest", path, what, HINT);
        }
        String version = text(manifest.getValue("Plugin-Version"));
        if (!Version.isValid(version)) {
            String what = "has no semantic version in its manifest (Plugin-Version): \"" + version + "\"";
            throw new PluginProblem("plugin.manifest", path, what, "three numbers with dots between, such as 1.2.0");
        }
        refuse(path, manifest, "Plugin-Class", "a plugin is found by META-INF/services alone");
        refuse(path, manifest, "Plugin-Dependencies", "pack what the plugin needs into its jar");
        refuse(path, manifest, "Class-Path", "pack what the plugin needs into its jar");
        return new JarOnDisk(
                path,
                id,
                version,
                text(manifest.getValue("Plugin-Provider")),
                text(manifest.getValue("Plugin-Description")),
                Requires.check(manifest.getValue("Plugin-Requires"), path),
                sha256(path),
                signatures);
    }

    private static void refuse(Path path, Attributes manifest, String attribute, String hint) throws PluginProblem {
        if (manifest.getValue(attribute) != null) {
            throw new PluginProblem("plugin.manifest", path, "has " + attribute + " in its manifest", hint);
        }
    }

    private static void readAll(JarFile jar, Path path, SignatureReading signatures) throws IOException, PluginProblem {
        Set<String> names = new HashSet<>();
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            refuseAmbiguous(entry.getName(), names, path);
            if (CONTRACT.matcher(entry.getName()).matches()) {
                throw new PluginProblem(
                        "plugin.bundles-contract",
                        path,
                        "bundles the contract's own classes (" + entry.getName() + ")",
                        "depend on stillframe-plugin-api with scope provided");
            }
            CRC32 crc = new CRC32(); // JarFile itself compares none
            try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), crc)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            if (entry.getCrc() != -1 && entry.getCrc() != crc.getValue()) {
                throw new IOException("bad CRC of " + entry.getName());
            }
            signatures.entry(jar, entry);
        }
    }

    /** What one reader would see and another not. */
    private static void refuseAmbiguous(String entry, Set<String> names, Path path) throws PluginProblem {
        String upper = entry.toUpperCase(Locale.ROOT);
        if (!names.add(SignatureReading.isSignature(entry) ? upper : entry)) {
            throw new PluginProblem(
                    "plugin.broken-jar",
                    path,
                    "has two entries named " + entry,
                    "copy it again from where it came from");
        }
        if (upper.equals(INDEX)) {
            throw new PluginProblem("plugin.manifest", path, "has " + entry, "pack what the plugin needs into its jar");
        }
    }

    private static String sha256(Path path) throws PluginProblem {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(path, out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new PluginProblem("plugin.broken-jar", path, "cannot be read: " + PluginProblem.text(e), "", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
